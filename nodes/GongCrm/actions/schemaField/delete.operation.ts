import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { integrationProperty } from '../../../connection/integrationProperty';
import { objectTypeProperty } from '../../../connection/objectTypeProperty';
import { readSetting } from '../../../connection/parameters';
import { storedTypes } from '../../../gong/objectFields';
import type { OperationRun } from '../operation';
import { changeSchema } from './changeSchema';

const show = { resource: ['schemaField'], operation: ['delete'] };

export const deleteProperties: INodeProperties[] = [
	{
		...integrationProperty('The CRM integration whose schema to change'),
		displayOptions: { show },
	},
	{
		...objectTypeProperty(storedTypes, { description: 'Whose field it is' }),
		displayOptions: { show },
	},
	{
		displayName: 'Unique Name',
		name: 'uniqueName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. renewal_date',
		description: 'The name of the field in the objects that you upload',
		displayOptions: { show },
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to look the field up and say what would be deleted, but delete nothing',
		displayOptions: { show },
	},
	{
		displayName:
			'This step deletes the field and its values from every object in Gong, for good. Switch on Dry Run to look it up first.',
		name: 'deletesFieldNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...show, dryRun: [false] } },
	},
];

/** Deletes fields of the schema, with their values; all others stay. */
export const deleteField = async (run: OperationRun): Promise<INodeExecutionData[]> => {
	const { context } = run;
	return await changeSchema(run, {
		dryRun: (item) => readSetting(context, item, 'dryRun', 'Dry Run').asBoolean(),
		wish: (item) => ({
			do: 'delete',
			uniqueName: readSetting(context, item, 'uniqueName', 'Unique Name').asText(
				'Enter the name of the field to delete.',
			),
		}),
	});
};
