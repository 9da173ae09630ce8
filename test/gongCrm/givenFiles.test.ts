import { prepareGivenFiles } from '../../nodes/GongCrm/actions/object/prepareGivenFiles';
import type { PreparedFile } from '../../nodes/GongCrm/actions/object/preparedFile';
import { objectRules } from '../../nodes/gong/checkObject';
import { LARGEST_FILE } from '../../nodes/gong/objectFiles';
import { scripted } from '../gong/scripted';
import { createScriptedRun } from '../items/scriptedRun';
import { node } from '../workflows/build';
import { integrationId } from './uploading';

/** Prepares the file that one item brings. */
async function prepareFile(bytes: Buffer): Promise<PreparedFile[]> {
	const asked = {
		getInputData: () => [{ json: {} }],
		getNode: () => node('Upload', 'n8n-nodes-gong-crm.gongCrm', { binaryPropertyName: 'data' }),
		getNodeParameter: () => 'data',
		getExecutionCancelSignal: () => undefined,
		helpers: { assertBinaryData: () => undefined, getBinaryDataBuffer: async () => bytes },
	};
	const { client, clock } = scripted({ noAnswer: 'Nobody is to be called' });
	const run = createScriptedRun(asked, { client, clock });
	const settings = {
		integrationId,
		objectType: 'ACCOUNT',
		source: 'file',
		deletes: false,
		dryRun: false,
		limits: { maxBytes: 1_000_000, maxObjects: 1 },
		emptyValues: 'leaveOut',
	} as const;
	const { grouping } = await prepareGivenFiles(run, settings, objectRules('ACCOUNT', [], 'UTC'));
	const files: PreparedFile[] = [];
	for await (const file of grouping.groups) files.push(file);
	return files;
}

test('a file that is too large to be read is refused as a file, and its objects are not counted', async () => {
	const message = `The file cannot be uploaded: it has ${LARGEST_FILE + 1} bytes, more than the ${LARGEST_FILE} that Gong allows`;
	expect(await prepareFile(Buffer.alloc(LARGEST_FILE + 1, ' '))).toEqual([
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
