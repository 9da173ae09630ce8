import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { defineCase, type Stage } from '../case.mts';
import { manyFields, savedColumns } from '../columns.mts';
import { addKey, addWorkflowOf, ids, ofAccounts, parentsOf, startGong } from '../deletions.mts';
import { watchHealth } from '../health.mts';
import type { N8nInstance } from '../n8n.mts';
import { connect } from '../../simulator/client.ts';
import { to } from '../../workflows/build.ts';
import { byId, code, gongNode, httpRequest, noOp } from '../../workflows/nodes.ts';

/** The longest that n8n may take to answer while the node runs, in ms. */
const LONGEST = 2000;
/** How often it is measured, where it takes longer. */
const TRIES = 3;

/** How long a node may take; in ms. */
const PATIENCE = 400_000;

/** Makes the objects inside n8n, as a workflow that reads a CRM would. */
const accounts = (count: number): string =>
	`return Array.from({ length: ${count} }, (_, index) => ({ json: {
		objectId: 'a' + index,
		name: 'Account ' + index,
		url: 'https://acme.example/' + index,
		Field_1__c: 'text ' + index,
		Field_2__c: index,
		Field_3__c: index % 2 === 0,
		Field_4__c: '2026-11-25',
		Field_5__c: 'Value 1',
	} }));`;

/** The columns that the items have something for. */
const filled = ['objectId', 'name', 'url', ...manyFields.slice(0, 5).map((one) => one.uniqueName)];

/** *Map Each Column*, as the editor saves it, with those columns mapped. */
function mappedByHand(): IDataObject {
	const { manual } = savedColumns();
	const schema = manual.schema as Array<{ id: string }>;
	return {
		...manual,
		value: Object.fromEntries(filled.map((name) => [name, `={{ $json.${name} }}`])),
		schema: schema.map((column) => ({ ...column, removed: !filled.includes(column.id) })),
	};
}

interface Large {
	title: string;
	count: number;
	/** Of the upload; `null` = a node that does nothing stands in its place. */
	parameters: INodeParameters | null;
}

/** Something that notes when it is called. */
async function startMarker(stage: Stage) {
	const calls = new Map<string, number>();
	const server = createServer(({ url }, answer) => {
		calls.set(String(url), Date.now());
		answer.end('{}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	stage.defer(() => void server.close());
	const { port } = server.address() as AddressInfo;
	return {
		/** A node that calls it, once for all items. */
		node: (name: string): INode => ({
			...httpRequest(name, { url: `http://127.0.0.1:${port}/${name}`, options: {} }),
			executeOnce: true,
		}),
		/** When the node called, in ms since 1970. */
		at: (name: string): number | undefined => calls.get(`/${name}`),
	};
}

/** Uploads, and returns the longest that n8n took to answer while the node ran, in ms. */
async function longestSilence(
	stage: Stage,
	n8n: N8nInstance,
	{ title, count, parameters }: Large,
): Promise<number> {
	const gong = await startGong(stage, [{}], { uploadTakes: 0 });
	const answer = await connect(gong).setSchema(ids[0], 'ACCOUNT', manyFields);
	assert.equal(answer.status, 200, answer.data);
	const marker = await startMarker(stage);
	const upload =
		parameters === null
			? noOp('Upload')
			: gongNode('Upload', await addKey(n8n, gong), 'object', 'upload', {
					...ofAccounts,
					source: 'items',
					waitForCompletion: true,
					...parameters,
				});
	const workflow = await addWorkflowOf(
		n8n,
		[
			code('Accounts', accounts(count)),
			// Above the upload: n8n goes from top to bottom.
			{ ...marker.node('Begin'), position: [400, -200] },
			{ ...upload, position: [400, 200] },
			marker.node('End'),
		],
		{
			connections: {
				Accounts: { main: [[to('Begin'), to('Upload')]] },
				Upload: { main: [[to('End')]] },
			},
			// So many items, stored as one text, would keep n8n busy by themselves.
			settings: { saveDataSuccessExecution: 'none' },
		},
	);
	const watch = watchHealth(n8n.url);
	stage.defer(async () => void (await watch.stop()));
	await n8n.api.callWebhook(workflow.name);
	for (const deadline = Date.now() + PATIENCE; !marker.at('End'); await sleep(1000)) {
		const [failed] = (await parentsOf(n8n, workflow)).filter(({ status }) =>
			['error', 'crashed', 'canceled'].includes(status),
		);
		const { data } = failed ? await n8n.api.getExecution(failed.id) : {};
		assert.equal(failed, undefined, `${title}: ${data?.resultData.error?.message}`);
		assert.ok(Date.now() < deadline, `${title}: not done in time`);
	}
	const answers = await watch.stop();
	const [began, ended] = [marker.at('Begin') ?? NaN, marker.at('End') ?? NaN];
	const during = answers.filter(({ askedAt, took }) => askedAt + took > began && askedAt < ended);
	const longest = Math.max(...during.map(({ took }) => took));
	stage.figure(
		title,
		`${((ended - began) / 1000).toFixed(1)} s, the longest answer after ${(longest / 1000).toFixed(2)} s of ${during.length}`,
	);
	const sent = parameters === null ? 0 : count;
	assert.equal(gong.objects(ids[0], 'ACCOUNT').length, sent, title);
	return longest;
}

/**
 * The shortest of several, as far as they are needed: a node that keeps n8n busy does so each time, a busy
 * machine does not.
 */
async function bestOf(tries: number, measure: () => Promise<number>): Promise<number> {
	let best = Infinity;
	for (let done = 0; done < tries && best > LONGEST; done++) best = Math.min(best, await measure());
	return best;
}

export default defineCase({
	number: 51,
	title:
		'large uploads under 60 saved columns leave n8n able to answer, whatever way the columns are mapped',
	alone: true,
	async run(stage) {
		// Of its own: what other cases ask of theirs would add to the times.
		const n8n = await stage.startN8n();
		const { automatic } = savedColumns();
		const fields = automatic as INodeParameters;
		// So many that n8n works at each for half a minute or more: in one go, that would be the silence.
		const uploads: Large[] = [
			// What n8n itself takes to hand so many items on; a machine on which that is too long says nothing.
			{ title: '100,000 items, without the node', count: 100_000, parameters: null },
			{ title: '100,000 items, mapped automatically', count: 100_000, parameters: { fields } },
			{
				title: '30,000 items, mapped automatically, an expression in Integration',
				count: 30_000,
				parameters: { fields, integrationId: byId(`={{ '${ids[0]}' }}`) },
			},
			{
				title: '8,000 items, each column mapped',
				count: 8_000,
				parameters: { fields: mappedByHand() as INodeParameters },
			},
		];
		const slow: string[] = [];
		for (const upload of uploads) {
			const longest = await bestOf(
				TRIES,
				async () => await longestSilence(stage, n8n, upload),
			).catch((error: Error) => {
				slow.push(error.message);
				return 0;
			});
			if (longest > LONGEST) slow.push(`${upload.title}: ${longest.toFixed(0)} ms`);
		}
		assert.deepEqual(slow, []);
	},
});
