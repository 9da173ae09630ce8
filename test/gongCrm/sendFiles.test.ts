import type { PreparedFile } from '../../nodes/GongCrm/actions/object/preparedFile';
import { createSender } from '../../nodes/GongCrm/actions/object/sendFiles';
import { answer, scripted } from '../gong/scripted';
import { createScriptedRun } from '../items/scriptedRun';
import { node } from '../workflows/build';
import { integrationId } from './uploading';

const HOUR = 3_600_000;

/** Sends files to a Gong that answers so. */
function createSending(...answers: Parameters<typeof scripted>) {
	const gong = scripted(...answers);
	const asked = {
		getNode: () => node('Upload', 'n8n-nodes-gong-crm.gongCrm', {}),
		getWorkflow: () => ({ id: 'workflow-1' }),
		getInstanceId: () => 'instance',
		getExecutionId: () => '4711',
		getExecutionContext: () => undefined,
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getExecutionCancelSignal: () => undefined,
	};
	const sender = createSender(createScriptedRun(asked, gong), {
		integrationId,
		objectType: 'ACCOUNT',
		source: 'items',
		deletes: false,
		dryRun: false,
		limits: { maxBytes: 1_000_000, maxObjects: 1 },
		emptyValues: 'leaveOut',
	});
	return { sender, clock: gong.clock, slept: gong.slept };
}

const file = (hash: string, latestFilledIn: number | null = null): PreparedFile => ({
	items: [0],
	file: {
		objectType: 'ACCOUNT',
		isGiven: false,
		number: null,
		lines: 1,
		objectIds: '["a"]',
		warnings: {},
	},
	content: {
		kind: 'ready',
		body: { bytes: Buffer.from('{}'), contentType: 'x' },
		hash,
		latestFilledIn,
	},
});

test('where something unforeseen happens while a file is sent, Gong may have it, and the next is not sent', async () => {
	const { sender } = createSending(() => {
		throw new Error('Nobody thought of this');
	});
	expect(await sender.send(file('one'))).toMatchObject({
		ok: true,
		value: {
			request: { status: 'UNKNOWN', clientRequestId: expect.stringMatching(/^n8n-/) },
			refusal: { message: 'Nobody thought of this' },
		},
	});
	expect(await sender.send(file('two'))).toMatchObject({
		ok: true,
		value: {
			request: { status: 'NOT_SENT', clientRequestId: null },
			refusal: { description: expect.stringMatching(/an earlier file \(.* n8n-[^ ]+\)\.$/) },
		},
	});
});

test('a file that is equal to one whose answer was lost may be at Gong too, and a different one after it is not', async () => {
	const { sender } = createSending(() => {
		throw new Error('Nobody thought of this');
	});
	const lost = await sender.send(file('one'));
	await sender.send(file('two'));
	expect(await sender.send({ ...file('one'), items: [2] })).toEqual({ ok: true, value: null });
	expect(lost).toMatchObject({ value: { request: { status: 'UNKNOWN', items: [0, 2] } } });
});

test('a file that is equal to one that Gong has is not sent any more once one in between could not be', async () => {
	const { sender } = createSending(
		({ query }) => answer(201, { requestId: 'r', clientRequestId: query?.clientRequestId }),
		answer(401, { errors: ['No.'] }),
	);
	const accepted = await sender.send(file('one'));
	await sender.send(file('two'));
	expect(await sender.send({ ...file('one'), items: [2] })).toMatchObject({
		value: { request: { status: 'NOT_SENT', items: [2] } },
	});
	expect(accepted).toMatchObject({ value: { request: { status: 'SUBMITTED', items: [0] } } });
});

test('a clock that was set back is waited for no longer than two seconds', async () => {
	const { sender, clock, slept } = createSending(({ query }) =>
		answer(201, { requestId: 'r', clientRequestId: query?.clientRequestId }),
	);
	await sender.send(file('one', clock.now() + HOUR));
	await sender.finish();
	expect(slept).toEqual([2000, 2000]);
});
