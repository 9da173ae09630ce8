import { readBody } from '../../nodes/n8n/readBody';

/** A body that comes in these parts, and notes whether it was given up. */
function body(...parts: string[]) {
	const ended = { destroyed: false };
	return Object.assign(ended, {
		async *[Symbol.asyncIterator]() {
			for (const part of parts) yield await Promise.resolve(Buffer.from(part));
		},
		destroy: () => {
			ended.destroyed = true;
		},
	});
}

const never = new AbortController().signal;

test.each([
	['nothing', undefined, ''],
	['what has been read already', '{}', '{}'],
	['parts of a character', body('{"a":"', '…', '"}'), '{"a":"…"}'],
])('a response body is read: %s', async (_, given, text) => {
	expect(await readBody(given, never)).toBe(text);
});

test('a response body is read up to the size limit, and no byte beyond', async () => {
	expect(await readBody(body('1234', '5'), never, 5)).toBe('12345');
	expect(await readBody(body('1234', '56'), never, 5)).toBeNull();
});

test('reading a response body stops when its call is aborted, before the body starts or halfway through', async () => {
	const late = body('1');
	await readBody(late, AbortSignal.abort());
	expect(late.destroyed).toBe(true);

	const over = new AbortController();
	const slow = body('1', '2');
	const reading = readBody(slow, over.signal);
	expect(slow.destroyed).toBe(false);
	over.abort();
	expect(slow.destroyed).toBe(true);
	await reading;
});
