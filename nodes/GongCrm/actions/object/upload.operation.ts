import { dryRunProperty } from '../../../n8n/dryRunProperty';
import { integrationProperty } from '../../../n8n/integrationProperty';
import { requestsPerSecondOption } from '../../../n8n/requestsPerSecondOption';
import { objectTypeProperty } from '../../../n8n/objectTypeProperty';
import { objectTypes } from '../../../gong/objectFields';
import { waitProperties } from '../../../waiting/waitProperties';
import type { Operation } from '../operation';
import { createObjectReader } from './readObject';
import { uploadObjects } from './uploadObjects';
import { DEFAULT_FILE_MB, LARGEST_FILE_MB, readUpload, readUploadSettings } from './uploadSettings';

/** Uploads objects, from items or from files. */
export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	description: 'Create, update or delete objects: each is checked first and followed to its end',
	action: 'Upload CRM objects',
	properties: [
		integrationProperty('The CRM integration that the objects belong to'),
		objectTypeProperty(objectTypes, {
			description:
				'What the objects are. Upload business users and stages first, then accounts, then contacts, leads and deals.',
		}),
		{
			displayName: 'Source',
			name: 'source',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'File',
					value: 'file',
					description: 'Each input item brings a file with one JSON object a line (LDJSON)',
				},
				{
					name: 'Input Items',
					value: 'items',
					description: 'Each input item is an object; the node writes the files',
				},
			],
			default: 'items',
			description: 'Where the objects come from',
			// No notice: n8n's mapper has one of its own while it maps automatically.
			hint: 'Made from Gong’s documentation, and not tried on a live Gong account yet. Try it on a few objects first.',
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
		dryRunProperty('upload', 'uploaded'),
		...waitProperties({ subject: 'the upload', waits: true, hasOnFailed: false }),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Empty Values',
					name: 'emptyValues',
					type: 'options',
					displayOptions: { show: { '/source': ['items'] } },
					options: [
						{
							name: 'Clear',
							value: 'clear',
							description:
								'Send null for fields that are null or empty text in an item, and for columns whose expression gives that. Gong does not document whether this clears the value.',
						},
						{
							name: 'Leave Out',
							value: 'leaveOut',
							description: 'Send no empty value, so that Gong keeps what it has',
						},
					],
					default: 'leaveOut',
					description: 'What to do with a field that has no value',
				},
				{
					displayName: 'Max File Size (MB)',
					name: 'maxFileSizeMb',
					type: 'number',
					displayOptions: { show: { '/source': ['items'] } },
					typeOptions: { minValue: 0, maxValue: LARGEST_FILE_MB },
					default: DEFAULT_FILE_MB,
					description:
						'The node starts a new file at this size. A smaller one takes less memory. Gong allows up to 200.',
				},
				{
					displayName: 'Max Objects per File',
					name: 'maxObjectsPerFile',
					type: 'number',
					displayOptions: { show: { '/source': ['items'] } },
					typeOptions: { minValue: 1 },
					default: 1000,
					description:
						'The node starts a new file after this many objects. Gong lists 20 errors per file, so small files show more of them. They also take more calls: about four each, of 10,000 a day.',
				},
				requestsPerSecondOption,
			],
		},
	],
	async run(run) {
		const settings = await readUploadSettings(run, readUpload);
		return settings.ok
			? await uploadObjects(run, settings.value, createObjectReader(run))
			: settings;
	},
};
