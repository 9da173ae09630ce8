import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { integrationProperty } from '../../../connection/integrationProperty';
import { objectTypeProperty } from '../../../connection/objectTypeProperty';
import { createSend } from '../../../connection/send';
import { GongClient } from '../../../gong/client';
import type { ObjectType } from '../../../gong/objectFields';
import { conclude } from '../../../waiting/follow';
import {
	DEFAULT_REQUESTS_PER_SECOND,
	readRunSettings,
	type RunSettings,
} from '../../../waiting/readWaitSettings';
import { waitProperties } from '../../../waiting/waitProperties';
import type { OperationRun } from '../operation';
import { readUploadOption } from './uploadOptions';
import { prepareUpload } from './prepareUpload';
import { sendFiles } from './sendFiles';
import { uploadHints } from './uploadHints';

const show = { resource: ['object'], operation: ['upload'] };

const uploadedTypes: ObjectType[] = [
	'ACCOUNT',
	'BUSINESS_USER',
	'CONTACT',
	'DEAL',
	'LEAD',
	'STAGE',
];

export const uploadProperties: INodeProperties[] = [
	{
		...integrationProperty('The CRM integration that the objects belong to'),
		displayOptions: { show },
	},
	{
		...objectTypeProperty(uploadedTypes, {
			description:
				'What the objects are. Upload business users and stages first, then accounts, then contacts, leads and deals.',
		}),
		displayOptions: { show },
	},
	{
		displayName:
			'This operation was made from Gong’s documentation and has not been tried on a live Gong account yet. Try it on a few objects first.',
		name: 'notLiveNotice',
		type: 'notice',
		default: '',
		displayOptions: { show },
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
		displayOptions: { show },
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
		displayOptions: { show: { ...show, source: ['items'] } },
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
		displayOptions: { show: { ...show, source: ['file'] } },
	},
	...waitProperties({ subject: 'the upload', waits: true, hasOnFailed: false, show }),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
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
				default: 20,
				description:
					'The node starts a new file at this size. A smaller one takes less memory. Gong allows up to 200.',
			},
			{
				displayName: 'Max Objects per File',
				name: 'maxObjectsPerFile',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 20,
				description:
					'The node starts a new file after so many objects. Gong lists at most 20 errors a file, so with 20 you see all of them.',
			},
			{
				displayName: 'Requests per Second',
				name: 'requestsPerSecond',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: DEFAULT_REQUESTS_PER_SECOND,
				description:
					'How many calls this node starts in a second at most. Gong allows 3 for the whole company by default.',
			},
		],
	},
];

/**
 * Uploads objects: checks all of them, writes them to files, sends those, follows them to their end if
 * that is wanted, and puts out one item per input item.
 *
 * @throws NodeApiError or NodeOperationError where the node's *On Error* setting is *Stop Workflow*.
 */
export async function upload(run: OperationRun): Promise<INodeExecutionData[]> {
	const { context, clock } = run;
	const settings: RunSettings = readRunSettings(context, readUploadOption(context, 0), clock.now());
	const client = new GongClient(
		createSend(context, settings.authentication),
		clock,
		settings.requestsPerSecond,
	);
	const prepared = await prepareUpload({ ...run, client });
	const state = await sendFiles({ ...run, client }, prepared, settings);
	context.addExecutionHints(...uploadHints(state, prepared));
	return await conclude({ context, client, clock, settings }, state);
}
