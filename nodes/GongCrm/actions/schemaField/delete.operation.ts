import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { readSetting } from '../../../connection/parameters';
import type { OperationRun } from '../operation';
import { changeSchema } from './changeSchema';
import { whichFieldProperties } from './whichField';

const show = { resource: ['schemaField'], operation: ['delete'] };

export const deleteProperties: INodeProperties[] = [
	...whichFieldProperties(show),
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
