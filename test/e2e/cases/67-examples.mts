import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';
import { defineCase, type Stage } from '../case.mts';
import { createDataTables, startCrm } from '../crm.mts';
import { addKey, ids, startGong } from '../deletions.mts';
import { readExample } from '../examples.mts';
import type { N8nInstance } from '../n8n.mts';
import { type Credential, type Execution, isFinal, outputOf, type Workflow } from '../n8nApi.mts';
import { startMailbox } from '../network/mailbox.mts';
import { startSlack } from '../network/slack.mts';
import { connect } from '../../simulator/client.ts';
import type { Simulator } from '../../simulator/startSimulator.ts';
import { filledIn, isNote } from '../../workflows/examples.ts';
import { byId } from '../../workflows/nodes.ts';

const [integrationId] = ids;

/** n8n takes a click by what looks like a robot for a preview of the mail program's. */
const BROWSER =
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** Parameters of nodes that a run wants different from the example, by the node's name. */
type Changes = Record<string, INodeParameters>;

/** An execution that has asked a person. */
interface Asked {
	id: string;
	mail: { html: string };
}

/** One n8n with everything that the examples reach. */
interface Surroundings {
	stage: Stage;
	n8n: N8nInstance;
	/** Of the mailbox, the database and Slack. */
	credentials: Credential[];
	slack: Awaited<ReturnType<typeof startSlack>>;
	mailbox: Awaited<ReturnType<typeof startMailbox>>;
	crm: Awaited<ReturnType<typeof startCrm>>;
}

/** Each in a Gong of its own, so that all can run at once. */
const stories: Record<string, (around: Surroundings) => Promise<void>> = {
	async 'delete-and-wait'(around) {
		const gong = await startGong(around.stage, [{ deleteTakes: 1500 }]);
		const workflow = await add(around, 'delete-and-wait', gong);
		const dry = await add(around, 'delete-and-wait', gong, {
			'Delete CRM Integration': { dryRun: true },
		});
		assert.equal(errorOf(await run(around, dry)), 'Dry run: nothing was deleted');
		assert.deepEqual(gong.deletions(), []);
		const json = firstOf(await run(around, workflow), 'Report the Result');
		assert.equal(json.report, `Integration ${integrationId} is deleted.`);

		const errors = [{ line: 0, description: 'Objects are still being imported.' }];
		const failing = await startGong(around.stage, [
			{ deleteTakes: 500, outcome: 'FAILED', errors },
		]);
		assert.equal(
			errorOf(await run(around, await add(around, 'delete-and-wait', failing))),
			`Gong could not delete integration ${integrationId}: Objects are still being imported.`,
		);

		// Gong says `DONE` of an upload that had this ID, and its list still has the integration.
		const listed = await startGong(around.stage, [{}], { uploadTakes: 0 });
		await connect(listed).upload(
			{ integrationId, objectType: 'STAGE', clientRequestId: `delete-${integrationId}` },
			[{ objectId: '1', name: 'Stage 1' }],
		);
		for (const example of ['delete-and-wait', 'delete-in-queue-mode']) {
			const unconfirmed = await add(around, example, listed, {
				'Delete CRM Integration': {
					waitForCompletion: false,
					options: { clientRequestId: `delete-${integrationId}` },
				},
			});
			assert.equal(
				errorOf(await run(around, unconfirmed)),
				`Gong does not confirm that integration ${integrationId} is deleted: look in Gong`,
			);
		}
	},

	async 'ask-a-person-first'(around) {
		const gong = await startGong(around.stage, [{ deleteTakes: 500 }]);
		const asked = async (name: string): Promise<Asked> => {
			const workflow = await add(around, 'ask-a-person-first', gong, {
				'Ask for Approval': { subject: name },
			});
			const id = await around.n8n.api.runManually(workflow, 'Run by Hand');
			for (const deadline = Date.now() + 60_000; ; await sleep(200)) {
				const mail = (await around.mailbox.mails()).find(({ subject }) => subject === name);
				if (mail) return { id, mail };
				assert.ok(Date.now() < deadline, 'no email came');
			}
		};
		const click = async ({ id, mail: { html } }: Asked, approved: boolean) => {
			const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) =>
				link.replaceAll('&amp;', '&'),
			);
			const link = links.find((one) => one.includes(`approved=${approved}`));
			assert.ok(link, html);
			await around.n8n.api.waitForExecution(id, 'waiting');
			await axios.get(link, { headers: { 'user-agent': BROWSER }, proxy: false });
		};
		const no = await asked('Keep it?');
		await click(no, false);
		const kept = await around.n8n.api.waitForExecution(no.id, 'success');
		assert.equal(outputOf(kept, 'Nothing Deleted').length, 1);
		assert.deepEqual(gong.deletions(), []);

		const yes = await asked('Delete it?');
		assert.match(yes.mail.html, new RegExp(`Integration 1.*${integrationId}`, 's'));
		await click(yes, true);
		const deleted = await around.n8n.api.waitForExecution(yes.id, 'success');
		assert.equal(outputOf(deleted, 'Delete CRM Integration')[0].json.deleted, true);
		assert.equal(gong.deletions().length, 1);
	},

	async 'check-earlier-deletion'(around) {
		const clientRequestId = 'delete-acme-crm-2026';
		const gong = await startGong(around.stage, [{ deleteTakes: 3_600_000 }]);
		await connect(gong).remove(integrationId, clientRequestId);
		const workflow = await add(around, 'check-earlier-deletion', gong);
		assert.equal(outputOf(await run(around, workflow), 'Look Again Next Time').length, 1);
		gong.setDeletion({ integrationId, takes: 0 });
		assert.equal(outputOf(await run(around, workflow), 'Report the Result').length, 1);
	},

	async 'follow-upload'(around) {
		const gong = await startGong(around.stage, [{}], { uploadTakes: 1500 });
		const upload = async () =>
			await connect(gong).upload(
				{ integrationId, objectType: 'STAGE', clientRequestId: 'upload-acme-crm-2026' },
				['1', '2', '3'].map((objectId) => ({ objectId, name: `Stage ${objectId}` })),
			);
		assert.equal((await upload()).status, 201);
		const workflow = await add(around, 'follow-upload', gong);
		const json = firstOf(await run(around, workflow), 'Report the Result');
		assert.equal(json.report, 'Gong has taken all 3 objects of the upload upload-acme-crm-2026.');

		const other = await startGong(around.stage, [{}], { uploadTakes: 0 });
		other.setUpload({ errors: [{ line: 2, description: 'This stage is locked.' }] });
		await connect(other).upload(
			{ integrationId, objectType: 'STAGE', clientRequestId: 'upload-acme-crm-2026' },
			['1', '2'].map((objectId) => ({ objectId, name: `Stage ${objectId}` })),
		);
		assert.match(
			errorOf(await run(around, await add(around, 'follow-upload', other))),
			/did not take 1 object .* line 2: This stage is locked\.$/,
		);
	},

	async 'replace-integration'(around) {
		const richer = await startGong(around.stage, [{}]);
		await connect(richer).setSchema(integrationId, 'DEAL', [
			{ uniqueName: 'tier', label: 'Tier', type: 'STRING' },
		]);
		assert.match(
			errorOf(await run(around, await add(around, 'replace-integration', richer))),
			/^Nothing was deleted\. .* does not add to the new one: DEAL\.tier$/,
		);
		assert.deepEqual(richer.deletions(), []);

		const gong = await startGong(around.stage, [{ deleteTakes: 1500 }], { uploadTakes: 0 });
		await connect(gong).setSchema(integrationId, 'ACCOUNT', [
			{ uniqueName: 'renewal_date', label: 'Renewal', type: 'DATE' },
		]);
		const workflow = await add(around, 'replace-integration', gong);
		const shown = firstOf(await run(around, workflow), 'Show the New ID');
		const [registered] = gong.integrations();
		assert.deepEqual(
			[registered.name, shown.newIntegrationId],
			['Acme CRM', registered.integrationId],
		);
		const calls = gong.journal.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
		assert.ok(calls.indexOf('GET entity-schema') < calls.indexOf('DELETE integrations'));
		assert.equal(gong.schema(registered.integrationId, 'ACCOUNT').length, 2);
		assert.deepEqual(
			gong.objects(registered.integrationId, 'ACCOUNT').map(({ region }) => region),
			['Europe', undefined],
		);

		// Stopped after the deletion: the old one is gone, and the rest is made up for.
		const gone = await startGong(around.stage, [], { uploadTakes: 0 });
		const again = await run(around, await add(around, 'replace-integration', gone));
		assert.equal(firstOf(again, 'Show the New ID').accounts, '2');
	},

	async 'tell-slack-about-a-deletion'(around) {
		const tellOf = async (
			channel: string,
			integration: Parameters<typeof startGong>[1][number],
			maxWaitHours: number,
		) => {
			const gong = await startGong(around.stage, [integration]);
			const workflow = await add(around, 'tell-slack-about-a-deletion', gong, {
				'Delete CRM Integration': { waitOptions: { maxWaitHours } },
				...inChannel(
					channel,
					'Tell Slack It Is Deleted',
					'Tell Slack It Takes Long',
					'Tell Slack It Is Not Deleted',
					'Tell Slack It Stopped',
				),
			});
			return { gong, workflow };
		};
		const [slow, failed, refused] = await Promise.all([
			tellOf('#slow', { deleteTakes: 10_000 }, 4 / 3600),
			tellOf(
				'#failed',
				{ deleteTakes: 500, outcome: 'FAILED', errors: [{ line: 0, description: 'Locked.' }] },
				4,
			),
			tellOf('#refused', { deleteTakes: 500 }, 4),
		]);
		refused.gong.revokeKey();
		await Promise.all(
			[slow, failed, refused].map(async ({ workflow }) => await run(around, workflow)),
		);
		const texts = around.slack.textsIn;
		assert.equal(texts('#slow').length, 2, texts('#slow').join());
		assert.match(texts('#slow')[0], /^Gong is still deleting .* I keep waiting\./);
		assert.match(texts('#slow')[1], new RegExp(`^Integration ${integrationId} is deleted`));
		assert.equal(slow.gong.deletions().length, 1);
		assert.equal(texts('#failed').length, 1);
		assert.match(texts('#failed')[0], /^Gong could not delete integration \d+: Locked\./);
		assert.equal(texts('#refused').length, 1);
		assert.match(texts('#refused')[0], /Gong did not accept the credential/);
	},

	async 'tell-slack-about-refused-objects'(around) {
		const gong = await startGong(around.stage, [{}], { uploadTakes: 0 });
		const workflow = await add(
			around,
			'tell-slack-about-refused-objects',
			gong,
			inChannel('#uploads', 'Tell Slack'),
		);
		await run(around, workflow);
		const [text, ...more] = around.slack.textsIn('#uploads');
		assert.deepEqual(more, []);
		assert.match(text, /^1 of 2 contacts .*\n• c2 \(invalid\): emailAddress is /);
		assert.equal(gong.objects(integrationId, 'CONTACT').length, 1);

		const healthy = await add(around, 'tell-slack-about-refused-objects', gong, {
			'Read the Contacts': { query: `SELECT 'c1' AS "objectId", 'a@b.example' AS "emailAddress"` },
		});
		assert.equal(outputOf(await run(around, healthy), 'All in Gong').length, 1);
		assert.equal(around.slack.textsIn('#uploads').length, 1);
	},

	async 'upload-changed-rows'(around) {
		const gong = await startGong(around.stage, [{}], { uploadTakes: 0 });
		const tables = await createDataTables(around.n8n, { gong_sent: ['objectId', 'fingerprint'] });
		/** What is uploaded where the only row has this title. */
		const uploadedWith = async (title: string) => {
			const workflow = await add(around, 'upload-changed-rows', gong, {
				'Read the Contacts': {
					query: `SELECT 'c1' AS "objectId", 'a@b.example' AS "emailAddress", '${title}' AS title`,
				},
			});
			const before = gong.uploads().length;
			const execution = await run(around, workflow);
			assert.equal(execution.status, 'success', errorOf(execution));
			return gong.uploads().length - before;
		};
		assert.equal(await uploadedWith('A'), 1, 'it is new');
		assert.equal(await uploadedWith('A'), 0, 'it is as it was');
		assert.equal(await uploadedWith('B'), 1, 'it has changed');
		gong.setUpload({ errors: [{ line: 1, description: 'This contact is locked.' }] });
		assert.equal(await uploadedWith('A'), 1, 'it has changed back');
		gong.setUpload({ errors: [] });
		assert.equal(await uploadedWith('A'), 1, 'it was refused, and so is not remembered');
		assert.equal(await uploadedWith('A'), 0, 'now it is');
		assert.equal(gong.objects(integrationId, 'CONTACT')[0].title, 'A');
		assert.equal((await tables.rows('gong_sent')).length, 1);
	},

	async 'upload-a-csv'(around) {
		const { api, url } = around.n8n;
		const gong = await startGong(around.stage, [{}], { uploadTakes: 0 });
		const workflow = await add(around, 'upload-a-csv', gong);
		await api.activate(workflow);
		const csv = [
			'Account ID,Account Name,Websites,Deleted',
			'0012,"One, Inc.","one.example, one.test",',
			'a 2,Two,,',
			'0013,Three,,yes',
		].join('\n');
		const form = new FormData();
		form.append('field-0', new File([csv], 'accounts.csv', { type: 'text/csv' }));
		const { webhookId } = workflow.nodes.find(({ name }) => name === 'On Form Submission') ?? {};
		// n8n does not know the form's address at once.
		for (let status = 404; status === 404; await sleep(300)) {
			const settings = { proxy: false, validateStatus: () => true } as const;
			({ status } = await axios.post(`${url}/form/${webhookId}`, form, settings));
		}
		let execution: Execution | undefined;
		for (const deadline = Date.now() + 60_000; !execution; await sleep(300)) {
			assert.ok(Date.now() < deadline, 'the form did not start the workflow');
			const [found] = await api.listExecutions({ workflowId: workflow.id });
			if (found && isFinal(found)) execution = await api.getExecution(found.id);
		}
		assert.equal(execution.status, 'success', errorOf(execution));
		assert.deepEqual(
			outputOf(execution, 'Refused Accounts').map(({ json }) => json.objectId),
			['a 2'],
		);
		assert.deepEqual(
			gong
				.objects(integrationId, 'ACCOUNT')
				.map(({ objectId, name, domains }) => ({ objectId, name, domains })),
			[{ objectId: '0012', name: 'One, Inc.', domains: ['one.example', 'one.test'] }],
		);
	},
};

export default defineCase({
	number: 67,
	title: 'Examples: each is imported and run, with an email, a database, data tables and Slack',
	everyN8n: 'canary',
	async run(stage) {
		const slack = await startSlack(stage);
		const mailbox = await startMailbox(stage);
		const crm = await startCrm(
			stage,
			`INSERT INTO accounts VALUES
				('a1', 'One', '{one.example}', 'Europe', '2027-01-31', '2026-05-01T12:00:00Z'),
				('a2', 'Two', '{}', NULL, NULL, '2026-05-01T12:00:00Z')`,
			`INSERT INTO contacts VALUES
				('c1', 'a1', 'bo@one.example', 'Bo', 'Li', NULL, '2026-05-01T12:00:00Z'),
				('c2', 'a1', 'nobody', 'No', 'Body', NULL, '2026-05-01T12:00:00Z')`,
		);
		const n8n = await stage.startN8n({ environment: slack.environment });
		const credentials = [
			await n8n.api.createCredential('smtp', 'Mailbox', mailbox.settings),
			await n8n.api.createCredential('slackApi', 'Slack', { accessToken: 'xoxb-for-tests' }),
			await crm.addTo(n8n),
		];
		const around: Surroundings = { stage, n8n, credentials, slack, mailbox, crm };
		const chosen = (process.env.EXAMPLES ?? Object.keys(stories).join()).split(',');
		const results = await Promise.allSettled(
			chosen.map(async (name) => {
				try {
					await stories[name](around);
				} catch (error) {
					(error as Error).message = `${name}: ${(error as Error).message}`;
					throw error;
				}
			}),
		);
		const failed = results.flatMap((result) =>
			result.status === 'rejected' ? [result.reason as Error] : [],
		);
		if (failed.length > 0)
			throw new AggregateError(failed, failed.map(({ stack }) => stack).join('\n'));
	},
});

const inChannel = (channel: string, ...nodes: string[]): Changes =>
	Object.fromEntries(
		nodes.map((name) => [name, { channelId: { __rl: true, mode: 'name', value: channel } }]),
	);

/** Imports an example, and does what its note says. */
async function add(
	{ n8n, credentials }: Surroundings,
	name: string,
	gong: Simulator,
	changes: Changes = {},
): Promise<Workflow> {
	const key = await addKey(n8n, gong);
	const definition = filledIn(
		readExample(`${name}.json`),
		[key, ...credentials],
		byId(integrationId),
	);
	for (const [node, parameters] of Object.entries(changes)) {
		const changed = definition.nodes.find((one) => one.name === node);
		assert.ok(changed, `${name} has no node ${node}`);
		Object.assign(changed.parameters, parameters);
	}
	return await n8n.api.createWorkflow(definition);
}

/** Runs it from its trigger to its end. */
async function run({ n8n }: Surroundings, workflow: Workflow): Promise<Execution> {
	const [trigger] = workflow.nodes.filter((node) => !isNote(node));
	const id = await n8n.api.runManually(workflow, trigger.name);
	return await n8n.api.waitForExecution(id, isFinal);
}

/** The first item that a node put out. */
function firstOf(execution: Execution, node: string): Record<string, unknown> {
	const [item] = outputOf(execution, node);
	assert.ok(item, `${node} put out nothing: ${errorOf(execution)}`);
	return item.json;
}

const errorOf = ({ data }: Execution): string => data.resultData.error?.message ?? 'none';
