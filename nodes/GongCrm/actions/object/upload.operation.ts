import type { NodeExecutionHint } from 'n8n-workflow';
import { integrationProperty } from '../../../connection/integrationProperty';
import { requestsPerSecondOption } from '../../../connection/requestsPerSecondOption';
import { objectTypeProperty } from '../../../connection/objectTypeProperty';
import type { ObjectType } from '../../../gong/objectFields';
import { MOST_ERRORS } from '../../../gong/uploadOutcome';
import type { RunState } from '../../../requests/runState';
import { followGroups } from '../../../waiting/follow';
import { toOutputHint } from '../../../waiting/hints';
import { waitProperties } from '../../../waiting/waitProperties';
import type { Operation } from '../operation';
import { prepareFiles } from './prepareFiles';
import { createSender } from './sendFiles';
import { DEFAULT_FILE_MB, readUploadSettings } from './uploadSettings';

const uploadedTypes: ObjectType[] = [
	'ACCOUNT',
	'BUSINESS_USER',
	'CONTACT',
	'DEAL',
	'LEAD',
	'STAGE',
];

/**
 * Uploads objects: checks all of them, writes them to files, sends those, follows them to their end if
 * that is wanted, and puts out one item per input item.
 */
export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	description: 'Create, update or delete objects: each is checked first and followed to its end',
	action: 'Upload CRM objects',
	isForAgents: false,
	properties: [
		integrationProperty('The CRM integration that the objects belong to'),
		objectTypeProperty(uploadedTypes, {
			description:
				'What the objects are. Upload business users and stages first, then accounts, then contacts, leads and deals.',
		}),
		{
			displayName:
				'This operation was made from Gong’s documentation and has not been tried on a live Gong account yet. Try it on a few objects first.',
			name: 'notLiveNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Input Items',
					value: 'items',
					description: 'Each input item is an object; the node writes the files',
				},
				{
					name: 'File',
					value: 'file',
					description: 'Each input item brings a file with one JSON object a line (LDJSON)',
				},
			],
			default: 'items',
			description: 'Where the objects come from',
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'autoMapInputData', value: null },
			required: true,
			typeOptions: {
				loadOptionsDependsOn: ['objectType', 'integrationId.value', 'authentication'],
				resourceMapper: {
					resourceMapperMethod: 'mapObjectFields',
					mode: 'add',
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: false,
					multiKeyMatch: false,
					supportAutoMap: true,
				},
			},
			displayOptions: { show: { source: ['items'] } },
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			hint: 'The name of the input field that contains the file',
			description: 'A file with one JSON object a line (LDJSON), sent as it is',
			displayOptions: { show: { source: ['file'] } },
		},
		...waitProperties({ subject: 'the upload', waits: true, hasOnFailed: false }),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Dry Run',
					name: 'dryRun',
					type: 'boolean',
					default: false,
					description: 'Whether to check all objects and upload nothing',
				},
				{
					displayName: 'Max File Size (MB)',
					name: 'maxFileSizeMb',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 200 },
					default: DEFAULT_FILE_MB,
					description:
						'The node starts a new file at this size. A smaller one takes less memory. Gong allows up to 200.',
				},
				{
					displayName: 'Max Objects per File',
					name: 'maxObjectsPerFile',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: MOST_ERRORS,
					description:
						'The node starts a new file after so many objects. Gong lists at most 20 errors a file, so with 20 you see all of them.',
				},
				requestsPerSecondOption,
			],
		},
	],
	async run(run) {
		const settings = await readUploadSettings(run);
		if (!settings.ok) return settings;
		const prepared = await prepareFiles(run, settings.value);
		if (!prepared.ok) return prepared;
		const { grouping, warnings } = prepared.value;
		const sender = createSender(run, settings.value);
		return await followGroups(run, grouping, sender.send, async (state) => {
			await sender.finish();
			return [
				...warnings.map((warning) => toOutputHint(warning, 'warning')),
				...(settings.value.dryRun ? [describeDryRun(state)] : []),
			];
		});
	},
};

function describeDryRun({ followed }: RunState): NodeExecutionHint {
	const files = followed.filter(({ request }) => request.status === 'DRY_RUN');
	const objects = files.reduce((sum, { request }) => sum + request.items.length, 0);
	return toOutputHint(
		`Dry run: nothing was uploaded. It would upload ${objects} objects in ${files.length} files.`,
	);
}
