import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { credentialsFor } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import {
	accounts,
	fileOf,
	integrationId,
	lines,
	mapped,
	upload,
	uploadSuspended,
	type UploadWishes,
} from './uploading';

const STATUS = 'GET /v2/crm/request-status';

afterEach(stopAll);

const continues = { onError: 'continueErrorOutput' as const };
const COUNT = 10_000;
const SENT = '/v2/crm/entities';
const establishedAt = Date.UTC(2026, 10, 25, 12);

describe('an upload that is repeated', () => {
	test('by a retry of the execution has the same client request IDs', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const wishes = {
			items: accounts(4),
			options: { maxObjectsPerFile: 2 },
			wait: true,
			run: { establishedAt },
		};
		const first = await upload(simulator, wishes);
		const called = simulator.journal.length;
		const again = await upload(simulator, { ...wishes, run: { establishedAt, mode: 'retry' } });
		expect(simulator.uploads()).toHaveLength(2);
		// The schema; of each file that it is there, and how far it is.
		expect(simulator.journal).toHaveLength(called + 5);
		expect(again.json('Next')).toMatchObject(
			first.json('Next').map(({ clientRequestId }) => ({
				clientRequestId,
				recovered: true,
				uploaded: true,
				submittedAt: null,
			})),
		);
	});

	test('after a try that ended between two files continues with the missing file', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const wishes = {
			items: accounts(3),
			options: { maxObjectsPerFile: 1 },
			wait: true,
			run: { establishedAt },
		};
		simulator.addFault({ on: `POST ${SENT}`, kind: 'status', status: 401, skip: 1 });
		await upload(simulator, wishes);
		const run = await upload(simulator, wishes);
		expect(run.json('Next').map(({ recovered }) => recovered)).toEqual([true, false, false]);
		expect(simulator.uploads()).toHaveLength(3);
	});

	test('sends only those files again that Gong refused as a whole', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload({ errors: [{ line: 0, description: 'Not now.' }] });
		const wishes = { items: accounts(2), wait: true, node: continues, run: { establishedAt } };
		await upload(simulator, wishes);
		simulator.setUpload({ errors: [{ line: 1, description: 'Locked.' }] });
		const second = await upload(simulator, wishes);
		expect(second.json('Next')).toMatchObject([
			{ objectId: 'a-2', uploaded: true, clientRequestId: expect.stringMatching(/-2$/) },
		]);
		const third = await upload(simulator, wishes);
		expect(third.json('Trouble')).toMatchObject([
			{ details: { objectId: 'a-1', recovered: true, uploaded: false } },
		]);
		expect(simulator.uploads()).toHaveLength(2);
	});

	test('reports the outcome as unknown when Gong knows the ID but never its status', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const wishes = { node: continues, run: { establishedAt } };
		await upload(simulator, wishes);
		simulator.addFault({ on: STATUS, kind: 'status', status: 404, times: Infinity });
		const [item] = (await upload(simulator, wishes)).json('Trouble');
		expect(item.details).toMatchObject({ uploaded: null, clientRequestId: expect.any(String) });
		expect(simulator.uploads()).toHaveLength(1);
	});

	test.each(['at once', 404] as const)(
		'after a lost answer is adopted, whatever status Gong reports first (%p)',
		async (statusReadable) => {
			const simulator = await start({ uploadTakes: 0, statusReadable });
			simulator.addFault({ on: `POST ${SENT}`, kind: 'lostAnswer' });
			const run = await upload(simulator, { wait: true });
			expect(run.json('Next')).toMatchObject([{ uploaded: true, recovered: true }]);
			expect(simulator.uploads()).toHaveLength(1);
		},
	);
});

describe('a file in the middle of an upload that cannot be sent', () => {
	const wishes = { items: accounts(5), options: { maxObjectsPerFile: 1 }, wait: true };

	test('stops the sending, while the files that Gong has are polled and the rest is not uploaded', async () => {
		const simulator = await start({ uploadTakes: 20_000 });
		simulator.addFault({ on: `POST ${SENT}`, kind: 'status', status: 401, skip: 2 });
		const run = await upload(simulator, {
			...wishes,
			node: continues,
			waitOptions: { suspend: false },
		});
		expect(run.json('Next')).toMatchObject([
			{ objectId: 'a-1', uploaded: true, outcome: 'uploaded' },
			{ objectId: 'a-2', uploaded: true, outcome: 'uploaded' },
		]);
		const [third, fourth, fifth] = run.json('Trouble');
		expect(third).toMatchObject({
			error: 'Gong did not accept the credential',
			details: { objectId: 'a-3', uploaded: false, outcome: 'notSent', finished: true },
		});
		expect(third.message).not.toContain('an earlier file');
		for (const item of [fourth, fifth])
			expect(item).toMatchObject({
				message: expect.stringContaining('because an earlier file could not be sent'),
				details: { uploaded: false },
			});
		expect(simulator.calls('POST', SENT)).toHaveLength(3);
		expect(simulator.uploads()).toHaveLength(2);
	});

	test('leaves its objects unknown when it is unknown whether Gong has it', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.addFault({ on: `POST ${SENT}`, kind: 'lostAnswer', skip: 1, times: Infinity });
		simulator.addFault({ on: STATUS, kind: 'status', status: 503, times: Infinity });
		const run = await upload(simulator, { ...wishes, wait: false, node: continues });
		expect(run.json('Next')).toMatchObject([
			{ objectId: 'a-1', outcome: 'pending', fileStatus: null },
		]);
		expect(run.json('Trouble').map(({ details }) => (details as IDataObject).outcome)).toEqual([
			'unknown',
			'notSent',
			'notSent',
			'notSent',
		]);
		const [lost, ...others] = run.json('Trouble');
		expect(lost.details).toMatchObject({ clientRequestId: expect.any(String), finished: false });
		const id = String((lost.details as IDataObject).clientRequestId);
		expect(lost.message).toContain(id);
		for (const { message } of others)
			expect(message).toMatch(
				new RegExp(
					`^It was not sent, because it is not known whether Gong has an earlier file \\(client request ID ${id}\\)\\. About that file: Gong may or may not`,
				),
			);
	});
});

describe('reading the schema before an upload', () => {
	const field = { uniqueName: 'tier', label: 'Tier', type: 'STRING' };

	async function withSchema() {
		const simulator = await start({ uploadTakes: 0 });
		await connect(simulator).setSchema(integrationId, 'ACCOUNT', [field]);
		return simulator;
	}
	const items = [{ objectId: 'a-1', tier: 'Gold' }];

	test('adds its fields to the upload', async () => {
		const simulator = await withSchema();
		const run = await upload(simulator, { items, wait: true });
		expect(run.json('Next')).toMatchObject([{ uploaded: true, warnings: [] }]);
		expect(simulator.objects(integrationId, 'ACCOUNT')).toMatchObject([{ tier: 'Gold' }]);
	});

	describe('without the scope', () => {
		const scopes = ['api:crm:upload'];

		/** Uploads with each credential, as a token knows of its scopes, and a key does not. */
		async function uploadWithout(authentication: string, wishes: UploadWishes) {
			const simulator = await withSchema();
			simulator.setScopes(scopes);
			const credentials = credentialsFor(simulator);
			credentials.gongCrmOAuth2Api.oauthTokenData = { ...simulator.issueToken(scopes) };
			const run = await upload(simulator, {
				items,
				wait: true,
				...wishes,
				parameters: { authentication, ...wishes.parameters },
				run: { credentials },
			});
			const [item] = run.json('Next');
			expect(item).toMatchObject({ outcome: 'uploaded' });
			const [object] = simulator.objects(integrationId, 'ACCOUNT');
			return { object, warnings: item.warnings, hint: run.hints('Gong')[0] };
		}

		test.each([
			['accessKey', {}],
			['oAuth2', mapped(items[0])],
		])('(%s, %j) leaves only Gong’s own fields, with a warning', async (authentication, wishes) => {
			const { object, warnings, hint } = await uploadWithout(authentication, wishes);
			expect(warnings).toEqual(['Left out (no scope to read the schema: api:crm:schema): tier']);
			expect(hint).toMatch(/^Only Gong’s own fields are sent: .* lacks the scope api:crm:schema/);
			expect(object).not.toHaveProperty('tier');
		});

		test.each(['accessKey', 'oAuth2'])(
			'(%s) sends a file with all of its fields, and says which were not checked',
			async (authentication) => {
				const modifiedDate = '2026-11-25T12:00:00Z';
				const binary = [fileOf(lines({ ...items[0], modifiedDate }))];
				const { object, warnings, hint } = await uploadWithout(authentication, { binary });
				expect(warnings).toEqual([
					'Line 1: Not checked (no scope to read the schema: api:crm:schema): tier',
				]);
				expect(hint).toMatch(
					/^Fields of your schema were not checked: .* lacks the scope api:crm:schema/,
				);
				expect(object).toMatchObject({ tier: 'Gold' });
			},
		);
	});

	test.each([
		[401, 'Something else.'],
		[400, 'Something else than api:crm:schema.'],
	])('with another failure (%d %s) refuses the upload', async (status, error) => {
		const simulator = await withSchema();
		simulator.addFault({
			on: 'GET /v2/crm/entity-schema',
			kind: 'status',
			status,
			errors: [error],
			times: Infinity,
		});
		const run = await upload(simulator, { items });
		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			description: expect.stringMatching(
				/^Nothing was sent: the schema is read first.*Something else/s,
			),
		});
		expect(simulator.uploads()).toEqual([]);
	});
});

describe('a suspended upload', () => {
	const takes = 30 * 60_000;
	const idsIn = (text: string) => text.split('a-').length - 1;

	test('ends with one item for each input item, in order and paired, including refused ones', async () => {
		const simulator = await start({ uploadTakes: takes });
		simulator.setUpload({ errors: [{ line: 2, description: 'Locked.' }] });
		const { parked, finished } = await uploadSuspended(simulator, {
			items: [...accounts(2), { objectId: 'odd one' }, ...accounts(5).slice(2)],
			options: { maxObjectsPerFile: 3 },
			node: { onError: 'continueRegularOutput' },
		});
		expect(parked?.status).toBe('waiting');
		// What is shown meanwhile, a line for each file.
		const shown = parked?.json('Gong') ?? [];
		expect(shown.map(({ file, objects }) => [file, objects])).toEqual([
			[null, 1],
			[1, 3],
			[2, 2],
		]);
		for (const one of shown) expect(one).not.toHaveProperty('error');
		const json = finished.json('Next');
		const idOf = (one: IDataObject) => one.objectId ?? (one.details as IDataObject).objectId;
		expect(json.map(idOf)).toEqual(['a-1', 'a-2', 'odd one', 'a-3', 'a-4', 'a-5']);
		expect(finished.pairs('Gong').map((pair) => [pair].flat()[0])).toEqual(
			[0, 1, 2, 3, 4, 5].map((item) => expect.objectContaining({ item })),
		);
		expect(json[0]).toMatchObject({ uploaded: true, file: 1, line: 1, fileStatus: 'FAILED' });
		expect(json[1]).toMatchObject({ error: 'Gong refused object a-2' });
		expect(json[3]).toMatchObject({ uploaded: true, file: 1, line: 3 });
		expect(json[4]).toMatchObject({ uploaded: true, file: 2, line: 1 });
	});

	test('stores IDs and never object data, and takes less than a megabyte for 10,000 objects', async () => {
		const simulator = await start({ uploadTakes: takes });
		const { parked, legs, asked, finished } = await uploadSuspended(simulator, {
			objectType: 'DEAL',
			items: accounts(COUNT, { name: 'SECRET-NAME', unknown: 'SECRET-NAME' }),
		});
		const stored = (items: INodeExecutionData[] | undefined) => JSON.stringify(items);
		const loop = stored(asked?.options.inputData);
		const output = stored(parked?.output('Gong'));
		expect(loop).not.toContain('SECRET-NAME');
		expect(output).not.toContain('SECRET-NAME');
		expect(idsIn(loop)).toBe(COUNT);
		// As n8n stores it (`flatted`): a text or an object that is there twice is stored once.
		const { stringify } = jest.requireActual<{ stringify(value: unknown): string }>('flatted');
		const sizes = {
			loop: stringify(asked?.options.inputData).length,
			output: stringify(parked?.output('Gong')).length,
			// Every time that it parks; its end puts 10,000 results out.
			child: Math.max(
				...legs
					.filter(({ status }) => status === 'waiting')
					.map(({ run }) => stringify(run.data).length),
			),
		};
		expect(legs.length).toBeGreaterThan(10);
		expect(sizes.loop + sizes.output).toBeLessThan(1_000_000);
		expect(sizes.child).toBeLessThan(1_000_000);
		expect(finished.json('Next')).toHaveLength(COUNT);
		expect(finished.json('Next')[COUNT - 1]).toMatchObject({
			objectId: `a-${COUNT}`,
			uploaded: true,
			line: COUNT,
		});
	}, 120_000);
});
