import { start, stopAll } from '../simulator/simulators';
import { accounts, integrationId, runGong, upload } from './uploading';
import type { IDataObject } from 'n8n-workflow';

afterEach(stopAll);

const continues = { onError: 'continueErrorOutput' as const };
const refusing = (...numbers: number[]) => ({
	errors: numbers.map((line) => ({ line, description: `No. ${line} is locked.` })),
});
/** What the items that are no error say, with the details of those that are. */
const uploaded = (run: Awaited<ReturnType<typeof upload>>, count: number) => {
	const all = [
		...run.json('Next'),
		...run.json('Trouble').map(({ details }) => details as IDataObject),
	];
	expect(all).toHaveLength(count);
	return Object.fromEntries(all.map((one) => [one.objectId as string, one.uploaded]));
};

describe('an upload of which Gong refuses lines', () => {
	test('reports why a line was refused, and that the others are uploaded', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload(refusing(2));
		const run = await upload(simulator, { items: accounts(3), wait: true, node: continues });
		expect(uploaded(run, 3)).toEqual({ 'a-1': true, 'a-2': false, 'a-3': true });
		expect(run.json('Trouble')).toMatchObject([
			{
				error: 'Gong refused object a-2',
				message: expect.stringMatching(
					/^Gong says: “No\. 2 is locked”\. Gong’s reference: .*upload it again\.$/,
				),
				details: {
					objectId: 'a-2',
					uploaded: false,
					outcome: 'refused',
					fileStatus: 'FAILED',
					line: 2,
					errors: [{ line: 2, description: 'No. 2 is locked.' }],
				},
			},
		]);
		expect(simulator.objects(integrationId, 'ACCOUNT').map(({ objectId }) => objectId)).toEqual([
			'a-1',
			'a-3',
		]);
		expect(run.hints('Gong')).toEqual(['Uploaded: 2 of 3 objects. Refused by Gong: 1.']);
	});

	test('with more than 20 errors leaves unknown what Gong does not list', async () => {
		const numbers = Array.from({ length: 25 }, (_, index) => index + 1);
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload(refusing(...numbers));
		const run = await upload(simulator, { items: accounts(30), wait: true, node: continues });
		const values = Object.values(uploaded(run, 30));
		expect(values.filter((value) => value === false)).toHaveLength(20);
		expect(values.filter((value) => value === null)).toHaveLength(10);
		expect(run.json('Next')[0].warnings).toEqual([
			expect.stringMatching(
				/lists 20 of 25 errors.*'Max Objects per File' to 24 .* At 20, you always see all\.$/,
			),
		]);
	});

	test('with Stop ends the run once every file is final, with counts and the first ten errors', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload({ refuses: ({ name }) => (name === 'bad' ? 'Locked.' : undefined) });
		const run = await upload(simulator, {
			items: [...accounts(13, { name: 'bad' }), { objectId: 'good' }],
			options: { maxObjectsPerFile: 5 },
			wait: true,
		});
		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			message: '13 of 14 objects not uploaded',
			description: expect.stringMatching(
				/^Uploaded: 1 of 14 objects\. Refused by Gong: 13\. Gong refused object a-1: .*again\. Gong refused .*object a-10: .* And 3 more\./s,
			),
		});
		expect(run.error?.description).not.toContain('a-11');
		expect(simulator.uploads().map(({ status }) => status)).toEqual(['FAILED', 'FAILED', 'FAILED']);
		expect(simulator.objects(integrationId, 'ACCOUNT')).toHaveLength(1);
	});
});

test('an upload without Wait for Completion is reported as accepted, not as uploaded', async () => {
	const simulator = await start({ uploadTakes: 3_600_000 });
	const run = await upload(simulator, { items: accounts(2) });
	const accepted = {
		uploaded: null,
		outcome: 'pending',
		fileStatus: null,
		finished: false,
		statusChecks: 0,
	};
	expect(run.json('Next')).toMatchObject([accepted, accepted]);
	expect(simulator.calls('GET', '/v2/crm/request-status')).toEqual([]);
});

test.each([
	['IN_PROGRESS', null],
	// A word that Gong has added, and that means something else here.
	['INVALID', { status: 'INVALID' }],
])(
	'waiting for an upload that is %s ends at the maximum wait, with what is known so far',
	async (fileStatus, fields) => {
		const simulator = await start({ uploadTakes: 5 * 3_600_000 });
		const on = 'GET /v2/crm/request-status';
		if (fields) simulator.addFault({ on, kind: 'altered', fields, times: Infinity });
		const run = await upload(simulator, {
			items: accounts(2),
			wait: true,
			waitOptions: { suspend: false, maxWaitHours: 1, onTimeout: 'error' },
			node: continues,
		});
		expect(uploaded(run, 2)).toEqual({ 'a-1': null, 'a-2': null });
		expect(run.json('Trouble')[0]).toMatchObject({
			error: expect.stringContaining('still working on an upload'),
			message: expect.stringContaining('Gong CRM: Get Status'),
			details: {
				outcome: 'pending',
				fileStatus,
				finished: false,
				timedOut: true,
			},
		});
	},
);

test('Request: Get Status outputs the progress of an upload, and follows it to its end', async () => {
	const simulator = await start({ uploadTakes: 60_000 });
	simulator.setUpload(refusing(2));
	const sent = await upload(simulator, { items: accounts(3) });
	const [{ clientRequestId }] = sent.json('Next') as Array<Record<string, string>>;
	const ask = async (waitForCompletion: boolean) => {
		const parameters = {
			clientRequestId,
			requestType: 'upload',
			waitForCompletion,
			waitOptions: { suspend: false },
		};
		const run = await runGong(simulator, 'request', 'getStatus', { parameters, items: [{}, {}] });
		return run.json('Next');
	};
	const item = {
		integrationId,
		clientRequestId,
		requestId: null,
		status: 'PENDING',
		finished: false,
		timedOut: false,
		succeeded: 0,
		failed: 0,
		errors: [],
		lastCheckedAt: expect.any(String),
		statusChecks: 1,
	};
	expect(await ask(false)).toEqual([item, item]);
	expect((await ask(true))[0]).toMatchObject({
		status: 'FAILED',
		finished: true,
		succeeded: 2,
		failed: 1,
		errors: [{ line: 2, description: 'No. 2 is locked.' }],
	});
});
