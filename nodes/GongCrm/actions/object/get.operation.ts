import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { integrationProperty } from '../../../connection/integrationProperty';
import { toCallError } from '../../../connection/nodeErrors';
import { objectTypeProperty } from '../../../connection/objectTypeProperty';
import { readIntegrationId, readObjectId, readSetting } from '../../../connection/parameters';
import { storedTypes } from '../../../gong/objectFields';
import { toErrorItem } from '../../../requests/settle';
import { attempt } from '../../../submitting/attempt';
import type { OperationRun } from '../operation';

const show = { resource: ['object'], operation: ['get'] };

export const getProperties: INodeProperties[] = [
	{
		...integrationProperty('The CRM integration that the object belongs to'),
		displayOptions: { show },
	},
	{
		...objectTypeProperty(storedTypes, { description: 'What the object is' }),
		displayOptions: { show },
	},
	{
		displayName: 'Object ID',
		name: 'objectId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 0015e00002bPxyz',
		description: 'The ID that the object was uploaded with',
		displayOptions: { show },
	},
];

/** What an item asks for. */
interface Wanted {
	item: number;
	integrationId: string;
	objectType: string;
	objectId: string;
}

/** Reads objects back, a hundred a call; one item for each input item, in its order. */
export async function get(run: OperationRun): Promise<INodeExecutionData[]> {
	const { context, client, authentication, stopOnError } = run;
	const output: INodeExecutionData[] = [];
	const groups = new Map<string, Wanted[]>();
	for (const [item] of context.getInputData().entries()) {
		const read = await attempt(() => readWanted(run, item), stopOnError);
		if (!read.ok) {
			output[item] = toErrorItem(read.refusal, null, item);
			continue;
		}
		const key = `${read.value.integrationId} ${read.value.objectType}`;
		const group = groups.get(key);
		if (group) group.push(read.value);
		else groups.set(key, [read.value]);
	}
	for (const group of groups.values()) {
		const [{ item: first, integrationId, objectType }] = group;
		const objectIds = [...new Set(group.map(({ objectId }) => objectId))];
		const got = await attempt(async () => {
			const outcome = await client.getObjects(integrationId, objectType, objectIds);
			if (outcome.ok) return outcome.value;
			throw toCallError(context, first, outcome.answer, {
				purpose: 'getObjects',
				authentication,
			});
		}, stopOnError);
		for (const { item, objectId } of group) {
			const fields = got.ok ? (got.value.get(objectId) ?? null) : null;
			output[item] = got.ok
				? {
						json: { objectId, objectType, found: fields !== null, fields: fields as IDataObject },
						pairedItem: { item },
					}
				: toErrorItem(got.refusal, null, item);
		}
	}
	return output;
}

const readWanted = ({ context }: OperationRun, item: number): Wanted => ({
	item,
	integrationId: readIntegrationId(context, item),
	objectType: readSetting(context, item, 'objectType', 'Object Type').asOneOf(storedTypes),
	objectId: readObjectId(context, item),
});
