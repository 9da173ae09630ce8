import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { executionClock, throwIfCanceled } from '../../nodes/n8n/executionClock';

/** A stand-in for the engine, whose signal nobody else gets hold of. */
const stoppedBy = (signal: AbortSignal) =>
	({ getExecutionCancelSignal: () => signal }) as IExecuteFunctions;
const neverStopped = [
	{ getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions,
	// What the editor asks has no execution.
	{} as ILoadOptionsFunctions,
];

// By the message, n8n knows a stopped execution from a failed one.
const canceled = { name: 'ExecutionCanceled', message: 'The execution was canceled' };

test('canceling an execution ends the current sleep at once and rejects every later one', async () => {
	const stop = new AbortController();
	const clock = executionClock(stoppedBy(stop.signal));
	const sleeping = clock.sleep(60_000);
	stop.abort();
	await expect(sleeping).rejects.toMatchObject(canceled);
	await expect(clock.sleep(60_000)).rejects.toMatchObject(canceled);
});

test.each([stoppedBy(new AbortController().signal), ...neverStopped])(
	'a sleep in an execution that is not canceled takes its full time: %#',
	async (context) => {
		const clock = executionClock(context);
		const from = performance.now();
		await clock.sleep(30);
		expect(performance.now() - from).toBeGreaterThan(25);
		expect(() => throwIfCanceled(context)).not.toThrow();
	},
);

test('a finished sleep leaves no abort listener behind', async () => {
	const { signal } = new AbortController();
	const [added, removed] = (['addEventListener', 'removeEventListener'] as const).map(
		(name) => jest.spyOn(signal, name).mock.calls,
	);
	await executionClock(stoppedBy(signal)).sleep(1);
	const kept = added.filter(
		([, one]) => !removed.some(([of, gone]) => of === 'abort' && gone === one),
	);
	expect(kept).toEqual([]);
});

test.each([
	[
		'an AI agent calls as a tool',
		{ isToolExecution: () => true, getNode: () => ({ type: 'x' }) },
		60_000,
	],
	[
		'an AI agent has the engine run, told by its type,',
		{ isToolExecution: () => false, getNode: () => ({ type: 'xTool' }) },
		60_000,
	],
	['a workflow runs', { isToolExecution: () => false, getNode: () => ({ type: 'x' }) }, undefined],
	['the editor asks', {}, undefined],
])('what %s has its own time to be answered in, if any', (_, context, within) => {
	const now = jest.spyOn(Date, 'now').mockReturnValue(1000);
	const { deadline } = executionClock(context as unknown as IExecuteFunctions);
	now.mockRestore();
	expect(deadline).toBe(within && 1000 + within);
});
