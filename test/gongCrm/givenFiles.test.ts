import { prepareGivenFiles } from '../../nodes/GongCrm/actions/object/prepareGivenFiles';
import type { PreparedFile } from '../../nodes/GongCrm/actions/object/preparedFile';
import { type ObjectRules, objectRules } from '../../nodes/gong/checkObject';
import { LARGEST_FILE } from '../../nodes/gong/objectFiles';
import { createUnsent } from '../../nodes/requests/request';
import { uploadKind } from '../../nodes/requests/upload';
import { scripted } from '../gong/scripted';
import { createScriptedRun } from '../items/scriptedRun';
import { node } from '../workflows/build';
import { integrationId, lines } from './uploading';

/** Prepares the file that one item brings. */
async function prepareFile(bytes: Buffer, change: Partial<ObjectRules> = {}) {
	const asked = {
		getInputData: () => [{ json: {} }],
		getNode: () => node('Upload', 'n8n-nodes-gong-crm.gongCrm', { binaryPropertyName: 'data' }),
		getNodeParameter: () => 'data',
		getExecutionCancelSignal: () => undefined,
		helpers: { assertBinaryData: () => undefined, getBinaryDataBuffer: async () => bytes },
	};
	const { client, clock, slept } = scripted({ noAnswer: 'Nobody is to be called' });
	const run = createScriptedRun(asked, { client, clock });
	const settings = {
		integrationId,
		objectType: 'DEAL',
		source: 'file',
		deletes: false,
		dryRun: false,
		limits: { maxBytes: 1_000_000, maxObjects: 1 },
		emptyValues: 'leaveOut',
	} as const;
	const rules = { ...objectRules('DEAL', [], 'UTC'), ...change };
	const { grouping } = await prepareGivenFiles(run, settings, rules);
	const files: PreparedFile[] = [];
	for await (const file of grouping.groups) files.push(file);
	return { files, slept };
}

test('a file that is too large to be read is refused as a file, and its objects are not counted', async () => {
	const message = `The file cannot be uploaded: it has ${LARGEST_FILE + 1} bytes, more than the ${LARGEST_FILE} that Gong allows`;
	const { files } = await prepareFile(Buffer.alloc(LARGEST_FILE + 1, ' '));
	expect(files).toEqual([
		expect.objectContaining({
			file: expect.objectContaining({ lines: null, objectIds: '[]' }),
			content: {
				kind: 'invalid',
				errors: [{ line: 0, description: message }],
				error: expect.objectContaining({
					message,
					description: expect.stringMatching(/^The file was not sent\. Split it/),
				}),
			},
		}),
	]);
});

test('everything else in n8n has its turn every so often while one file is checked', async () => {
	// Time passes in the checks of lines only.
	let now = 0;
	const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
	const day = {
		format: (moment: Date) => {
			now += 25;
			return moment.toISOString().slice(0, 10);
		},
	};
	const deals = ['d-1', 'd-2', 'd-3'].map((objectId) => ({
		objectId,
		closeDate: '2026-11-25T12:00:00Z',
	}));
	const { slept } = await prepareFile(Buffer.from(lines(...deals)), { day });
	clock.mockRestore();
	expect(slept).toEqual([0, 0, 0]);
});

test('what is kept of a file’s warnings does not grow with its lines, and all of them are counted', async () => {
	const deals = Array.from({ length: 1000 }, (_, index) => ({
		objectId: `d_${index}`,
		modifiedDate: '2026-11-25T12:00:00Z',
		accountId: 'a',
		ownerId: 'u',
		closeDate: '2026-12-31',
	}));
	const {
		files: [{ file }],
	} = await prepareFile(Buffer.from(lines(...deals)));
	expect(Object.keys(file.warnings)).toHaveLength(10);
	const request = createUnsent(
		{ integrationId, clientRequestId: null, items: [0] },
		'DRY_RUN',
		file,
	);
	expect(uploadKind.summary(request).warnings).toEqual([
		expect.stringMatching(/^Lines 1, .*, 10 and 990 more: objectId contains "_"/),
	]);
});
