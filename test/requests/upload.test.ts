import type { IDataObject } from 'n8n-workflow';
import type { UnsentStatus } from '../../nodes/gong/unsent';
import { createUnsent, type Upload, type UploadedFile } from '../../nodes/requests/request';
import { countOutcomes, uploadKind } from '../../nodes/requests/upload';
import { settings as lenient, strict, upload as anyUpload } from '../waiting/requests';

/** The third file, with which Gong has just done. */
const upload = (change: Partial<Upload> = {}, file: Partial<UploadedFile> = {}): Upload =>
	anyUpload(
		{ status: 'DONE', finishedAt: '1970-01-01T00:00:00.000Z', ...change },
		{ number: 3, ...file },
	);

const refusedLine = {
	status: 'FAILED',
	errors: [{ line: 2, description: 'Locked' }],
	totalErrorCount: 1,
	totalSuccessCount: 1,
	requestId: 'r',
};
const request = {
	integrationId: '7',
	clientRequestId: 'mine',
	requestId: null,
	submittedAt: null,
	finishedAt: '1970-01-01T00:00:00.000Z',
	lastCheckedAt: null,
	statusChecks: 0,
};

describe('the result of an uploaded object', () => {
	test('says what happened to it and to its request', () => {
		const warnings = { 2: ['Left out: x'] };
		const sent = upload({}, { warnings });
		const object = {
			objectType: 'DEAL',
			uploaded: true,
			outcome: 'uploaded',
			fileStatus: 'DONE',
			finished: true,
			timedOut: false,
			recovered: false,
			errors: [],
			file: 3,
			...request,
		};
		expect(uploadKind.results(sent, strict)).toEqual([
			{ json: { objectId: 'a', ...object, warnings: [], line: 1 }, error: null },
			{ json: { objectId: 'b', ...object, warnings: ['Left out: x'], line: 2 }, error: null },
		]);
	});

	test('counts the lines that a warning is about from 1', () => {
		const three = { objectIds: '["a","b","c"]', lines: 3, warnings: { 3: ['w'], 5: ['x'] } };
		expect(uploadKind.summary(upload({}, three)).warnings).toEqual(['Line 3: w', 'Line 2: x']);
	});

	test('is repeated for the items of files with the same bytes, each with its own warnings', () => {
		const warnings = { 2: ['Left out: x'], 3: ['Left out: y'], 4: ['Left out: x'] };
		const sent = upload({ items: [0, 1, 2, 3] }, { warnings });
		expect(uploadKind.results(sent, lenient).map(({ json }) => json.warnings)).toEqual([
			[],
			['Left out: x'],
			['Left out: y'],
			['Left out: x'],
		]);
		expect(uploadKind.summary(sent).warnings).toEqual([
			'Line 2: Left out: x',
			'Line 1: Left out: y',
		]);
		expect(uploadKind.results(sent, lenient).map(({ json }) => [json.objectId, json.line])).toEqual(
			[
				['a', 1],
				['b', 2],
				['a', 1],
				['b', 2],
			],
		);
	});

	test('is an error when Gong refused it, whatever the setting for requests', () => {
		const [taken, refused] = uploadKind.results(upload(refusedLine), lenient);
		expect(taken).toMatchObject({ json: { uploaded: true }, error: null });
		expect(refused).toMatchObject({
			json: {
				uploaded: false,
				outcome: 'refused',
				fileStatus: 'FAILED',
				errors: refusedLine.errors,
			},
			error: {
				message: 'Gong refused object b',
				description: 'Gong says: “Locked”. Gong’s reference: r. Correct it and upload it again.',
				httpCode: null,
			},
		});
	});

	test('says so when its file was refused as a whole', () => {
		const errors = [{ line: 0, description: 'Bad header' }];
		const sent = upload({ status: 'FAILED', errors });
		expect(uploadKind.results(sent, lenient)[0].error?.description).toBe(
			'Gong refused the whole file 3. Gong says: “Bad header”. Correct it and upload it again.',
		);
	});

	test.each<[Partial<Upload>, string | null]>([
		[{ status: 'SUBMITTED', readableBy: '1970-01-01T00:02:00.000Z' }, null],
		[{ status: 'SUBMITTED', statusChecks: 1 }, 'SUBMITTED'],
		[{ status: 'INVALID', statusChecks: 1 }, 'INVALID'],
		[{ status: 'DRY_RUN', statusChecks: 1 }, 'DRY_RUN'],
	])('has only a status that Gong has said: with %j it is %p', (change, fileStatus) => {
		const going = { outcome: 'pending', fileStatus, finished: false };
		const [{ json, error }] = uploadKind.results(upload(change), lenient);
		expect(json).toMatchObject({ ...going, uploaded: null });
		expect(error).toBeNull();
		const file = uploadKind.summary(upload(change, { isGiven: true }));
		expect(file).toMatchObject({ ...going, succeeded: null, failed: null });
	});

	test.each([
		[5, "it lists 1 of 5 errors in this file. Set 'Max Objects per File' to 1 to see all of them."],
		[1, 'its file failed, and Gong’s list'],
		[null, 'its file failed, and Gong’s list'],
	])('says why its outcome is unknown, given %p errors', (totalErrorCount, words) => {
		const sent = upload(
			{ ...refusedLine, totalErrorCount, totalSuccessCount: 0 },
			{ warnings: { 1: ['w'] } },
		);
		const [{ json, error }, { json: refused }] = uploadKind.results(sent, lenient);
		expect(json).toMatchObject({
			uploaded: null,
			outcome: 'unknown',
			warnings: ['w', expect.stringContaining(words)],
		});
		expect(error).toBeNull();
		expect(refused.warnings).toEqual([]);
	});

	test.each([
		[800, 40, "Set 'Max Objects per File' to 20 to see all of them."],
		[
			1000,
			2,
			"Set 'Max Objects per File' to 500 to see all of them, if they are spread evenly. At 20,",
		],
	])(
		'says how many in a file would show all errors: of %d objects, %d were refused',
		(lines, totalErrorCount, words) => {
			const sent = upload(
				{ ...refusedLine, totalErrorCount, totalSuccessCount: lines - totalErrorCount },
				{ lines },
			);
			expect(uploadKind.results(sent, lenient)[0].json.warnings).toEqual([
				expect.stringContaining(words),
			]);
		},
	);

	test('has the note of a dry run, and none otherwise', () => {
		const [{ json }] = uploadKind.results(upload({}, { note: 'Would be sent' }), strict);
		expect(json.note).toBe('Would be sent');
		expect(uploadKind.results(upload(), strict)[0].json).not.toHaveProperty('note');
	});

	test('is an error when it timed out and the settings say so', () => {
		const sent = upload({ status: 'PENDING', timedOut: true });
		expect(uploadKind.results(sent, lenient)[0]).toMatchObject({
			json: { uploaded: null, outcome: 'pending', fileStatus: 'PENDING', warnings: [] },
			error: null,
		});
		expect(uploadKind.results(sent, strict)[0].error).toEqual({
			message: 'Gong is still working on an upload to integration 7',
			description: expect.stringMatching(
				/is over\. The upload of 2 objects \(file 3\) to integration 7 may still.*mine\.$/,
			),
			httpCode: null,
			isOurs: true,
		});
		expect(uploadKind.results({ ...sent, timedOut: false }, strict)[0].error).toBeNull();
	});

	test.each<Partial<Upload>>([
		{ status: 'SUBMITTED', readableBy: '1970-01-01T00:02:00.000Z' },
		{ status: 'PENDING', unreadable: true },
	])('is not said to be worked on where it timed out with %j', (change) => {
		expect(
			uploadKind.results(upload({ ...change, timedOut: true }), strict)[0].error,
		).toMatchObject({
			message: 'Gong did not say what became of an upload to integration 7',
			description: expect.stringContaining('may still be running'),
		});
	});
});

describe('the result of an uploaded file', () => {
	const given = (change: Partial<Upload>, about: Partial<UploadedFile> = {}) =>
		upload(change, { isGiven: true, ...about });

	test.each([
		['DONE', null, null, 'uploaded', 2, 0],
		['FAILED', 1, 1, 'partly', 1, 1],
		['PENDING', null, null, 'pending', null, null],
	])(
		'that is %s counts its objects',
		(status, totalSuccessCount, totalErrorCount, outcome, succeeded, failed) => {
			const sent = given({ status, totalSuccessCount, totalErrorCount });
			expect(uploadKind.results(sent, lenient)).toHaveLength(2);
			expect(uploadKind.results(sent, lenient)[1].json).toEqual({
				objectType: 'DEAL',
				objects: 2,
				succeeded,
				failed,
				outcome,
				fileStatus: status,
				finished: status !== 'PENDING',
				timedOut: false,
				recovered: false,
				errors: [],
				warnings: [],
				file: 3,
				...request,
			});
		},
	);

	test('that Gong refused as a whole counts all its objects, not its one error', () => {
		const errors = [{ line: 0, description: 'Bad header' }];
		const sent = given({ status: 'FAILED', errors, totalErrorCount: 1, totalSuccessCount: 0 });
		const [{ json, error }] = uploadKind.results(sent, lenient);
		expect(json).toMatchObject({ outcome: 'refused', objects: 2, succeeded: 0, failed: 2 });
		expect(error?.description).toContain('Refused objects: 2.');
	});

	test('names the objects that Gong refused, in one error', () => {
		const errors = [...refusedLine.errors, { line: 9, description: 'Nowhere' }];
		const [{ json, error }] = uploadKind.results(given({ ...refusedLine, errors }), lenient);
		expect(json.errors).toEqual([
			{ line: 2, objectId: 'b', description: 'Locked' },
			{ line: 9, objectId: null, description: 'Nowhere' },
		]);
		expect(error).toEqual({
			message: 'Gong did not accept all objects of an upload to integration 7',
			description:
				'Refused objects: 1. Gong says: “Locked” (line 2), “Nowhere” (line 9). Gong’s reference: r.',
			httpCode: null,
		});
	});

	test('has each warning once, with its lines, and no more than 20', () => {
		const warnings = { 1: ['both', 'one'], 2: ['both'] };
		expect(uploadKind.summary(given({}, { warnings })).warnings).toEqual([
			'Lines 1, 2: both',
			'Line 1: one',
		]);
		const many = { 1: Array.from({ length: 25 }, (_unused, index) => `w${index}`) };
		expect(uploadKind.summary(given({}, { warnings: many })).warnings).toHaveLength(20);
	});

	test('counts the lines of a warning that are not kept with those that are', () => {
		const first = Array.from({ length: 10 }, (_unused, index) => index + 1);
		const warnings = { ...Object.fromEntries(first.map((line) => [line, ['many']])), 12: ['one'] };
		const objectIds = JSON.stringify(Array(2000).fill('a'));
		const about = { lines: 2000, objectIds, warnings };
		expect(uploadKind.summary(given({}, { ...about, moreLines: { many: 1990 } })).warnings).toEqual(
			['Lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1990 more: many', 'Line 12: one'],
		);
		expect(uploadKind.summary(given({}, about)).warnings).toEqual([
			'Lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10: many',
			'Line 12: one',
		]);
	});

	test('takes no look at the IDs of its objects, of which there may be a million, if none is named', () => {
		const unread = { objectIds: 'Not looked at', warnings: { 2: ['w'] } };
		expect(uploadKind.summary(given({}, unread)).warnings).toEqual(['Line 2: w']);
	});

	test('is finished in a dry run', () => {
		expect(uploadKind.summary(given({ status: 'DRY_RUN' })).finished).toBe(true);
	});
});

describe('an object that is to be deleted', () => {
	const deletes = (change: Partial<Upload>, file: Partial<UploadedFile> = {}) =>
		upload({ items: [0, 1], ...change }, { deletes: true, ...file });

	test.each([
		['DONE', 'deleted', true, null],
		['PENDING', 'pending', null, null],
		['UNKNOWN', 'unknown', null, null],
		['INVALID', 'invalid', false, 'Item 0 (object a) cannot be deleted'],
		['FAILED', 'refused', false, 'Gong refused to delete object a'],
	])('whose file is %s is %s', (status, outcome, deleted, message) => {
		const errors = [{ line: 1, description: 'Locked' }];
		const [{ json, error }] = uploadKind.results(deletes({ status, errors }), lenient);
		expect(json).toMatchObject({ deleted, outcome });
		expect(Object.keys(json).slice(0, 4)).toEqual(['objectId', 'objectType', 'deleted', 'outcome']);
		expect(error?.message ?? null).toBe(message);
	});

	test('is spoken of as deleted, not as uploaded', () => {
		const late = deletes({ status: 'PENDING', timedOut: true });
		expect(uploadKind.results({ ...late, unreadable: true }, strict)[0].error?.message).toBe(
			'Gong did not say what became of objects to delete from integration 7',
		);
		expect(uploadKind.label(late)).toBe('The deletion of 2 objects (file 3) from integration 7');
		expect(uploadKind.verbPhrase(late)).toBe('delete objects of 7');
		expect(uploadKind.results(late, strict)[0].error?.message).toBe(
			'Gong is still deleting objects of integration 7',
		);
		expect(countOutcomes([{ deleted: true, outcome: 'deleted' }], 2)).toBe(
			'Deleted: 1 of 2 objects. Not known: 1.',
		);
		expect(countOutcomes([{ deleted: true, outcome: 'deleted' }, {}], 2)).toMatch(
			/^Deleted: 1 of 2/,
		);
		const error = { message: 'm', description: 'd', httpCode: null, itemIndex: 0 };
		const messageOf = (outcome: string, deleted: boolean | null) =>
			uploadKind.summarizeErrors(
				[error, { ...error, message: 'n' }],
				Array(2).fill({ outcome, deleted }),
				3,
			).message;
		expect(messageOf('invalid', false)).toBe('2 of 3 items cannot be deleted');
		expect(messageOf('refused', false)).toBe('2 of 3 objects not deleted');
		expect(messageOf('pending', null)).toBe('3 of 3 objects not confirmed as deleted');
		expect(messageOf('deleted', true)).toBe('1 of 3 objects not confirmed as deleted');
	});
});

describe('the status of an upload made elsewhere', () => {
	const elsewhere = (change?: Partial<Upload>) => upload({ ...change, file: null });

	test('is an error only when the settings say so', () => {
		expect(uploadKind.results(elsewhere(refusedLine), lenient)[0].error).toBeNull();
		const bare = { ...refusedLine, totalErrorCount: null, requestId: null };
		expect(uploadKind.results(elsewhere(bare), strict)[0].error?.description).toBe(
			'Gong says: “Locked” (line 2).',
		);
		expect(uploadKind.results(elsewhere(), strict)[0].error).toBeNull();
	});

	test('is an error when it timed out and the settings say so', () => {
		const late = elsewhere({ status: 'PENDING', timedOut: true });
		expect(uploadKind.results(late, strict)[0].error?.message).toBe(
			'Gong is still working on an upload to integration 7',
		);
	});

	test('has its own shape and messages', () => {
		expect(uploadKind.summary(elsewhere({ ...refusedLine, timedOut: true }))).toEqual({
			integrationId: '7',
			clientRequestId: 'mine',
			requestId: 'r',
			status: 'FAILED',
			finished: true,
			timedOut: true,
			succeeded: 1,
			failed: 1,
			errors: refusedLine.errors,
			lastCheckedAt: null,
			statusChecks: 0,
		});
		expect(uploadKind.label(elsewhere())).toBe('The upload to integration 7');
		expect(uploadKind.verbPhrase(elsewhere())).toBe('process an upload to 7');
		expect(uploadKind.purpose).toBe('upload');
		expect(uploadKind.failsFast).toBe(false);
	});
});

describe('the result of an object that was not sent', () => {
	const unsent = {
		...request,
		clientRequestId: null,
		finishedAt: null,
		objectType: 'DEAL',
		uploaded: false,
		outcome: 'notSent',
		fileStatus: null,
		finished: true,
		timedOut: false,
		recovered: false,
		warnings: [],
		file: null,
		line: null,
	};
	const { file } = upload({}, { number: null });
	const notSent = (
		errors: Upload['errors'],
		change: Partial<UploadedFile> = {},
		status: UnsentStatus = 'NOT_SENT',
	) =>
		createUnsent(
			{
				integrationId: '7',
				clientRequestId: status === 'UNKNOWN' ? 'mine' : null,
				items: [4, 9],
			},
			status,
			{ ...(file as UploadedFile), ...change },
			errors,
		);

	test('has the shape of a sent object’s, and says what is wrong with it', () => {
		const own = [
			{ line: 1, description: '"name" is missing' },
			{ line: 2, description: '"closeDate" is "3/4/2026"' },
		];
		const why = (place: number) => [{ line: 0, description: own[place].description }];
		const results = uploadKind.results(notSent(own, { objectIds: '["a",""]' }, 'INVALID'), lenient);
		expect(results).toEqual([
			{
				json: { ...unsent, outcome: 'invalid', objectId: 'a', errors: why(0) },
				error: {
					message: 'Item 4 (object a) cannot be uploaded',
					description: '"name" is missing. It was not sent.',
					httpCode: null,
					isOurs: true,
				},
			},
			{
				json: { ...unsent, outcome: 'invalid', objectId: null, errors: why(1) },
				error: {
					message: 'Item 9 cannot be uploaded',
					description: '"closeDate" is "3/4/2026". It was not sent.',
					httpCode: null,
					isOurs: true,
				},
			},
		]);
		const [{ json }] = uploadKind.results(upload(), lenient);
		expect(Object.keys(results[0].json)).toEqual(Object.keys(json));
	});

	test('is a deletion that cannot be made where its file deletes, of an object without an ID too', () => {
		const change = { objectIds: '["a",""]', deletes: true };
		const none = [1, 2].map((line) => ({ line, description: 'No' }));
		const results = uploadKind.results(notSent(none, change, 'INVALID'), lenient);
		expect(results.map(({ error }) => error?.message)).toEqual([
			'Item 4 (object a) cannot be deleted',
			'Item 9 cannot be deleted',
		]);
	});

	test('says what kept its whole file back', () => {
		const whole = [{ line: 0, description: 'Gong refused to take the upload' }];
		for (const { json, error } of uploadKind.results(notSent(whole), lenient)) {
			expect(json).toMatchObject({ uploaded: false, outcome: 'notSent', errors: whole });
			expect(error?.description).toBe('Gong refused to take the upload. It was not sent.');
		}
	});

	test('is not known where the answer to its file was lost', () => {
		const lost = [{ line: 0, description: 'Gong could not be reached' }];
		expect(uploadKind.results(notSent(lost, {}, 'UNKNOWN'), strict)).toMatchObject(
			['a', 'b'].map((objectId) => ({
				json: {
					...unsent,
					objectId,
					clientRequestId: 'mine',
					uploaded: null,
					outcome: 'unknown',
					finished: false,
					errors: lost,
				},
				error: null,
			})),
		);
	});

	test.each<[UnsentStatus, string, number | null, number | null, number | null, boolean]>([
		['NOT_SENT', 'notSent', 2, 0, 2, true],
		['INVALID', 'invalid', null, 0, null, true],
		['UNKNOWN', 'unknown', 2, null, null, false],
	])(
		'is that of its file where the file was given: %s is %s, with %p lines',
		(status, outcome, lines, succeeded, failed, finished) => {
			const errors = [
				{ line: 2, description: 'Locked' },
				{ line: 0, description: 'Not read' },
			];
			const given = notSent(errors, { isGiven: true, lines }, status);
			const { uploaded, line, ...rest } = unsent;
			expect([uploaded, line]).toEqual([false, null]);
			const json = {
				...rest,
				outcome,
				finished,
				clientRequestId: status === 'UNKNOWN' ? 'mine' : null,
				objects: lines,
				succeeded,
				failed,
				errors: [
					{ line: 2, objectId: 'b', description: 'Locked' },
					{ line: 0, objectId: null, description: 'Not read' },
				],
			};
			expect(uploadKind.results(given, strict)).toEqual([
				{ json, error: null },
				{ json, error: null },
			]);
			const [sent] = uploadKind.results(upload({}, { isGiven: true }), lenient);
			expect(Object.keys(uploadKind.summary(given))).toEqual(Object.keys(sent.json));
		},
	);
});

test('eight times the objects that were not sent take eight times as long, and no more', () => {
	const timeOf = (count: number) => {
		const places = Array.from({ length: count }, (_, place) => place);
		const request = upload(
			{
				status: 'NOT_SENT',
				items: places,
				errors: places.map((place) => ({ line: place + 1, description: `Wrong ${place}` })),
			},
			{ number: null, lines: count, objectIds: JSON.stringify(places.map(String)) },
		);
		const from = performance.now();
		uploadKind.results(request, lenient);
		return performance.now() - from;
	};
	timeOf(2000);
	const [few, many] = [2000, 16_000].map((count) =>
		Math.min(timeOf(count), timeOf(count), timeOf(count)),
	);
	expect(many / few).toBeLessThan(32);
});

describe('with Stop the error of a run', () => {
	const said = (count: number) =>
		Array.from({ length: count }, (_unused, index) => ({
			message: `m${index}`,
			description: 'd',
			httpCode: '400',
			itemIndex: index,
		}));

	const held = (count: number) => Array<IDataObject>(count).fill({ outcome: 'invalid' });
	const unsent = (count: number) => Array<IDataObject>(count).fill({ outcome: 'notSent' });

	test('says what is wrong with a single item', () => {
		const [first] = said(1);
		expect(uploadKind.summarizeErrors([first], [{ uploaded: false }], 5)).toBe(first);
	});

	/** What the results of the run are, in how many items, and what the error says of two of them. */
	test.each<[string, IDataObject[], number, string, string]>([
		[
			'counts the objects by outcome',
			[
				{ uploaded: true, outcome: 'uploaded' },
				{ uploaded: false, outcome: 'refused' },
				{ uploaded: false, outcome: 'notSent' },
				{ uploaded: null, outcome: 'unknown' },
			],
			4,
			'2 of 4 objects not uploaded',
			'Uploaded: 1 of 4 objects. Refused by Gong: 1. Not sent: 1. Not known: 1. m0: d, m1: d',
		],
		[
			'says of objects that nobody waited for that they are not known to be uploaded',
			Array<IDataObject>(2).fill({ uploaded: null, outcome: 'pending' }),
			3,
			'3 of 3 objects not confirmed as uploaded',
			'Uploaded: 0 of 3 objects. Not known: 1. Not finished: 2. m0: d, m1: d',
		],
		[
			'counts the items that did not finish, those refused before there was a request too',
			[{ uploaded: false }, {}, {}],
			4,
			'3 of 4 items did not finish successfully',
			'Item 0: m0. d, Item 1: m1. d',
		],
		[
			'counts the items that cannot be uploaded where nothing was sent',
			held(2),
			5,
			'2 of 5 items cannot be uploaded',
			'Nothing was sent. Item 0: m0. d, Item 1: m1. d',
		],
		[
			'counts them where a file was not sent for another reason besides',
			[...held(1), ...unsent(1)],
			5,
			'2 of 5 items cannot be uploaded',
			'Nothing was sent. Item 0: m0. d, Item 1: m1. d',
		],
		[
			'says why the first file was not sent, where that is why the others were not',
			unsent(2),
			2,
			'm0',
			'd Nothing else was sent either.',
		],
		[
			'counts the items of a status of an upload and one of a deletion, which knows of no object',
			[{ status: 'FAILED' }, { status: 'DONE', deleted: null }],
			2,
			'2 of 2 items did not finish successfully',
			'Item 0: m0. d, Item 1: m1. d',
		],
	])('%s', (_, results, items, message, description) => {
		expect(uploadKind.summarizeErrors(said(2), results, items)).toMatchObject({
			message,
			description,
			httpCode: '400',
		});
	});

	test('is ours only where all of them are', () => {
		const [gongs] = said(1);
		const ours = { ...gongs, isOurs: true as const };
		const results = Array<IDataObject>(2).fill({ uploaded: false, outcome: 'refused' });
		expect(uploadKind.summarizeErrors([ours, ours], results, 2).isOurs).toBe(true);
		expect(uploadKind.summarizeErrors([ours, gongs], results, 2).isOurs).toBeUndefined();
	});

	test('says that nothing else was sent where another item has a reason of its own', () => {
		const [first] = said(1);
		const errors = [first, { ...first, description: 'e', itemIndex: 1 }];
		expect(uploadKind.summarizeErrors(errors, unsent(2), 2).description).toBe(
			'd Nothing else was sent either.',
		);
	});

	test('says two reasons that have only their beginning in common', () => {
		const [first] = said(1);
		const errors = [first, { ...first, description: 'e', itemIndex: 1 }];
		expect(uploadKind.summarizeErrors(errors, held(2), 2)).toMatchObject({
			message: '2 of 2 items cannot be uploaded',
			description: 'Nothing was sent. Item 0: m0. d, Item 1: m0. e',
		});
	});

	test.each([
		[1, 'm0', 'd'],
		[5, 'Item 0: m0', 'd Nothing else was sent either.'],
	])(
		'says why a single file of %d cannot be uploaded, and which it is if there are several',
		(items, message, description) => {
			const [first] = said(1);
			expect(uploadKind.summarizeErrors([first], held(1), items)).toEqual({
				...first,
				message,
				description,
			});
		},
	);

	test('counts the items that one and the same reason is about', () => {
		const [first] = said(1);
		const errors = [first, { ...first, itemIndex: 2 }];
		expect(uploadKind.summarizeErrors(errors, held(2), 3)).toMatchObject({
			message: '2 of 3 items cannot be uploaded',
			description: 'Nothing was sent. Item 0: m0. d, Item 2: m0. d',
		});
	});

	describe('names the item', () => {
		const inItems = (...items: number[]) =>
			items.map((itemIndex) => ({ ...said(1)[0], description: 'd.', itemIndex }));

		test.each<[string, IDataObject]>([
			['files that cannot be uploaded', { outcome: 'invalid' }],
			['files that Gong refused', { outcome: 'refused' }],
		])('of %s, since they do not say themselves which one it is', (_, result) => {
			const { description } = uploadKind.summarizeErrors(inItems(0, 3), [result, result], 5);
			expect(description).toMatch(/^(Nothing was sent\. )?Item 0: m0\. d\. Item 3: m0\. d\.$/);
		});

		test('not of objects, which are named by their IDs', () => {
			for (const outcome of ['invalid', 'refused']) {
				const results = Array<IDataObject>(2).fill({ uploaded: false, outcome });
				const { description } = uploadKind.summarizeErrors(inItems(0, 3), results, 5);
				expect(description).toMatch(/m0: d\. m0: d\.$/);
			}
			const one = { uploaded: false, outcome: 'invalid' };
			expect(uploadKind.summarizeErrors(inItems(3), [one], 5).message).toBe('m0');
		});

		test('not of a file that was not sent, which says why none was', () => {
			expect(uploadKind.summarizeErrors(inItems(0, 3), unsent(2), 2).message).toBe('m0');
		});
	});

	test('names ten of many errors and counts the rest', () => {
		const { description } = uploadKind.summarizeErrors(said(1000), held(1000), 1000);
		expect(description).toMatch(/Item 9: m9\. d and 990 more$/);
	});
});
