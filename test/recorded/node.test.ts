import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { type FinishedRun, runWorkflow } from '../harness/runWorkflow';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor, deletion, gongCrm } from '../harness/workflows';
import type { Served } from '../simulator/serve';
import { start, stopAll } from '../simulator/simulators';
import type { FaultTarget, Simulator } from '../simulator/startSimulator';
import type { WorkflowFile } from '../workflows/build';
import { byId } from '../workflows/nodes';
import { type RecordedAnswer, recordedAnswer, recordedAnswers } from './answers';
import { playBack } from './playBack';

const integrationId = '2271307570613351879';
const integrations = [{ integrationId, name: 'Test', ownerEmail: 'owner@example.com' }];
const id = byId(integrationId);

const played: Served[] = [];

afterEach(async () => {
	await Promise.all(played.splice(0).map(async (one) => await one.stop()));
	await stopAll();
});

type Authentication = 'accessKey' | 'oAuth2';

/** What a builder runs. */
interface Operation {
	/** The call that is given the recorded answer. */
	on: FaultTarget;
	workflow: (more: INodeParameters, node?: object) => WorkflowFile;
	/** For the scope, as the message says it. */
	scope: string;
}

const ofGong =
	(resource: Parameters<typeof gongCrm>[0], operation: string, parameters: INodeParameters) =>
	(more: INodeParameters, node = {}) =>
		gongCrm(resource, operation, { parameters: { ...parameters, ...more }, node });

const operations = {
	list: {
		on: 'GET /v2/crm/integrations',
		workflow: ofGong('integration', 'getMany', {}),
		scope: 'api:crm:integrations:read',
	},
	register: {
		on: 'PUT /v2/crm/integrations',
		workflow: ofGong('integration', 'register', {
			name: 'Nango Test Integration',
			ownerEmail: 'owner@example.com',
		}),
		scope: 'api:crm:integration:register',
	},
	delete: {
		on: 'DELETE /v2/crm/integrations',
		workflow: (more, node = {}) => deletion({ parameters: { integrationId: id, ...more }, node }),
		scope: 'api:crm:integration:delete',
	},
	status: {
		on: 'GET /v2/crm/request-status',
		workflow: ofGong('request', 'getStatus', {
			integrationId: id,
			clientRequestId: 'req-test-001',
			requestType: 'upload',
		}),
		scope: 'api:crm:upload',
	},
	'read the schema': {
		on: 'GET /v2/crm/entity-schema',
		workflow: ofGong('schemaField', 'getMany', { integrationId: id, objectType: 'ACCOUNT' }),
		scope: 'api:crm:schema',
	},
	'change the schema': {
		on: 'POST /v2/crm/entity-schema',
		workflow: ofGong('schemaField', 'upsert', {
			integrationId: id,
			objectType: 'ACCOUNT',
			uniqueName: 'testField',
			label: 'Test Field',
			type: 'STRING',
		}),
		scope: 'api:crm:schema',
	},
	upload: {
		on: 'POST /v2/crm/entities',
		workflow: ofGong('object', 'upload', {
			integrationId: id,
			objectType: 'ACCOUNT',
			source: 'items',
			fields: { mappingMode: 'autoMapInputData', value: null },
			waitForCompletion: true,
			waitOptions: { suspend: false },
		}),
		scope: 'api:crm:upload',
	},
	'read objects': {
		on: 'GET /v2/crm/entities',
		workflow: ofGong('object', 'get', { integrationId: id, objectType: 'DEAL', objectId: '1' }),
		scope: 'api:crm:get-objects',
	},
} satisfies Record<string, Operation>;

type OperationName = keyof typeof operations;
const names = Object.keys(operations) as OperationName[];

interface Wishes {
	authentication?: Authentication;
	parameters?: INodeParameters;
	node?: object;
	items?: IDataObject[];
	/** The call that is given the answer, where it is another than that of the operation. */
	on?: FaultTarget;
}

/** Runs an operation that is given this answer: what the builder gets, and what Gong has. */
async function play(
	name: OperationName,
	recording: Pick<RecordedAnswer, 'status' | 'headers' | 'body' | 'text'>,
	{
		authentication = 'accessKey',
		parameters = {},
		node,
		items = [{ objectId: 'a-1' }],
		on = operations[name].on,
	}: Wishes = {},
): Promise<{ finished: FinishedRun; simulator: Simulator }> {
	const { workflow }: Operation = operations[name];
	const simulator = await start({
		integrations: name === 'register' ? [] : integrations,
		uploadTakes: 0,
	});
	const player = await playBack(simulator, on, recording);
	played.push(player);
	const credentials = Object.fromEntries(
		Object.entries(credentialsFor(simulator)).map(([type, data]) => [
			type,
			{ ...data, baseUrl: player.url } as ICredentialDataDecryptedObject,
		]),
	);
	const finished = await onVirtualTime(
		async () =>
			await runWorkflow({
				workflow: workflow({ authentication, ...parameters }, node),
				credentials,
				items,
			}),
		() => simulator.waiting(),
	);
	return { finished, simulator };
}

const run = async (...given: Parameters<typeof play>): Promise<FinishedRun> =>
	(await play(...given)).finished;

/** What ended a run, in the builder's words. */
function wordsOf({ error }: FinishedRun) {
	expect(error).toBeDefined();
	const { message, description = '' } = error as { message: string; description?: string };
	return { message, description: String(description) };
}

/** Gong's own words, as a message quotes them. */
const quoted = ({ body }: Pick<RecordedAnswer, 'body'>) =>
	`Gong says: ${(body.errors as string[]).map((error) => `“${error}”`).join(', ')}. Gong’s reference: ${body.requestId}.`.replace(
		'.”.',
		'.”',
	);

describe('given the recorded answer to a call without the scope', () => {
	const scopeRecordings = (
		[
			['delete', 'deleting an integration without the scope'],
			['list', 'listing integrations without the scope'],
			['read the schema', 'listing a schema without the scope'],
			['change the schema', 'listing a schema without the scope'],
		] as const
	).flatMap(([name, recording]) =>
		(['accessKey', 'oAuth2'] as const).map((authentication) => ({
			name,
			recording,
			authentication,
		})),
	);

	test.each(scopeRecordings)(
		'the message names the scope and quotes Gong: $name, $authentication',
		async ({ name, recording, authentication }) => {
			const answer = recordedAnswer(recording);
			const { message, description } = wordsOf(await run(name, answer, { authentication }));
			expect(message).toBe('Gong did not accept the credential');
			expect(description).toContain(
				`${authentication === 'oAuth2' ? 'The connection' : 'The access key'} lacks the scope "${operations[name].scope}"`,
			);
			expect(description).toContain(quoted(answer));
			expect(description).not.toMatch(/expired|Trusted IPs|no longer valid|Base URL/);
		},
	);

	test('an upload that cannot read the schema for lack of the scope sends the standard fields and warns', async () => {
		const { finished, simulator } = await play(
			'upload',
			recordedAnswer('listing a schema without the scope'),
			{
				on: 'GET /v2/crm/entity-schema',
				items: [{ objectId: 'a-1', name: 'Acme', tier: 'Gold' }],
			},
		);
		expect(finished.json('Next')).toMatchObject([{ objectId: 'a-1', uploaded: true }]);
		expect(JSON.stringify(finished.json('Next')[0].warnings)).toContain('api:crm:schema');
		expect(simulator.objects(integrationId, 'ACCOUNT')).toMatchObject([{ name: 'Acme' }]);
		expect(simulator.objects(integrationId, 'ACCOUNT')[0]).not.toHaveProperty('tier');
	});
});

describe('given the recorded answer to a wrong key, which an unknown path gets too', () => {
	const answer = recordedAnswer('no key, or a wrong one');

	test.each(names)(
		"the message names what may be wrong, as far as an access key or a connection can be, and 'Base URL': %s",
		async (name) => {
			const forKey = wordsOf(await run(name, answer));
			expect(forKey.description).toMatch(
				/wrong.*expired.*deleted.*not among the key’s Trusted IPs.*'Base URL'/s,
			);
			expect(forKey.description).not.toMatch(/scope/i);
			const forAccount = wordsOf(await run(name, answer, { authentication: 'oAuth2' }));
			expect(forAccount.description).toContain(
				`no longer valid, or it lacks the scope "${operations[name].scope}"`,
			);
			expect(forAccount.description).toContain("'Base URL'");
			for (const { message, description } of [forKey, forAccount]) {
				expect(message).toBe('Gong did not accept the credential');
				expect(description).toContain(quoted(answer));
			}
		},
	);
});

describe('given the recorded answer', () => {
	test('to objects asked for without a body, the message says that Gong refused to read them', async () => {
		const answer = recordedAnswer('objects asked for without a body');
		expect(wordsOf(await run('read objects', answer))).toEqual({
			message: 'Gong refused to read the objects (status 415)',
			description: quoted(answer),
		});
	});

	test('to a file whose part counts as missing, the message says that nothing was uploaded', async () => {
		const answer = recordedAnswer('a file whose part counts as missing');
		const finished = await run('upload', answer, { node: { onError: 'continueErrorOutput' } });
		expect(finished.json('Next')).toEqual([]);
		expect(finished.json('Trouble')).toMatchObject([
			{
				error: 'Gong refused the objects (status 400)',
				message: expect.stringContaining(quoted(answer)),
				details: { objectId: 'a-1', uploaded: false },
			},
		]);
	});

	test('to registering where there is an integration, the message says to delete that one first', async () => {
		const answer = recordedAnswer('registering where there is an integration');
		const { message, description } = wordsOf(await run('register', answer));
		expect(message).toBe('Gong already has an active CRM integration');
		expect(description).toMatch(/^A company can have one at a time\. Delete it first/);
		expect(description).toContain(quoted(answer));
	});

	test('that lists integrations, each is an item with its exact ID', async () => {
		const answer = recordedAnswer('the list of integrations');
		// As Gong sent it: the client that recorded it had rounded the ID.
		const text = JSON.stringify(answer.body).replace('2271307570613352000', integrationId);
		expect(text).toContain(integrationId);
		const listed = { name: 'Test Integration', ownerEmail: 'owner@example.com' };
		expect((await run('list', { ...answer, text })).json('Next')).toEqual([
			{ integrationId, ...listed },
		]);
		expect((await run('list', answer)).json('Next')).toEqual([
			{ integrationId: '2271307570613352000', ...listed },
		]);
	});

	test('to a schema that is taken, with status 200 and nothing but an ID, the field is created', async () => {
		const finished = await run('change the schema', recordedAnswer('a schema that is taken'));
		expect(finished.json('Next')).toMatchObject([{ uniqueName: 'testField', change: 'created' }]);
	});

	const failed = recordedAnswer('the status of an upload whose only line was refused');
	const [{ description: problem }] = failed.body.errors as [{ description: string }];

	test('to an upload whose line 1 was refused, the item that became line 1 has the error', async () => {
		const finished = await run('upload', failed, {
			on: 'GET /v2/crm/request-status',
			parameters: { objectType: 'BUSINESS_USER' },
			node: { onError: 'continueErrorOutput' },
			// The node itself refuses the first, so that the second becomes line 1.
			items: [{ objectId: 'u-1' }, { objectId: 'u-2', emailAddress: 'b@example.com' }],
		});
		expect(finished.json('Next')).toEqual([]);
		const [first, second] = finished.json('Trouble');
		expect(first.details).toMatchObject({ objectId: 'u-1', uploaded: false, line: null });
		expect(second).toMatchObject({
			error: 'Gong refused object u-2',
			message: expect.stringContaining(`Gong says: “${problem}”`),
			details: {
				objectId: 'u-2',
				uploaded: false,
				line: 1,
				errors: [{ line: 1, description: problem }],
			},
		});
		expect(finished.output('Gong', 1).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
	});

	test('to an upload whose line 1 was refused, Get Status gives the counts, the line and the reason', async () => {
		const finished = await run('status', failed, { node: { onError: 'continueErrorOutput' } });
		const [only] = [...finished.json('Next'), ...finished.json('Trouble')];
		expect(only.details ?? only).toMatchObject({
			status: 'FAILED',
			finished: true,
			succeeded: 0,
			failed: 1,
			errors: [{ line: 1, description: problem }],
		});
	});
});

/** Answers of other calls, in the place of those that this package makes. */
describe.each([
	['list', 'Gong refused to list the integrations'],
	['change the schema', 'Gong refused to list or change the schema fields'],
] as const)('given the recorded answer of another call to %s', (name, refused) => {
	const others = recordedAnswers.filter(({ about }) => about === 'other');

	test.each(others)('the message says what was refused and quotes Gong: $name', async (answer) => {
		const { status } = answer;
		const { message, description } = wordsOf(await run(name, answer));
		expect(message).toBe(
			status >= 500
				? `Gong cannot answer right now (status ${status})`
				: `${refused} (status ${status})`,
		);
		expect(description).toContain(quoted(answer));
	});
});

test('every recorded answer of a CRM call is given to a node', () => {
	expect(recordedAnswers.filter(({ about }) => about !== 'other').map(({ name }) => name)).toEqual([
		'deleting an integration without the scope',
		'objects asked for without a body',
		'listing a schema without the scope',
		'listing integrations without the scope',
		'the status of an upload whose only line was refused',
		'registering where there is an integration',
		'the list of integrations',
		'a file whose part counts as missing',
		'a schema that is taken',
		'no key, or a wrong one',
	]);
});
