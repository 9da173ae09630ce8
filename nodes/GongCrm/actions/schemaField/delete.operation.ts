import { dryRunProperty } from '../../../n8n/dryRunProperty';
import { combine } from '../../../n8n/result';
import type { Operation } from '../operation';
import { changeSchema } from './changeSchema';
import { readUniqueName, whichFieldProperties } from './whichField';

/** Deletes fields of the schema, with their values; all others stay. */
export const deleteField: Operation = {
	name: 'Delete',
	value: 'delete',
	description: 'Delete a field from the schema, with its values in all objects',
	action: 'Delete schema field',
	properties: [
		...whichFieldProperties,
		dryRunProperty('delete', 'deleted'),
		{
			displayName:
				"This step deletes the field and its values from every object in Gong, for good. Switch on 'Dry Run' to look it up first.",
			name: 'deletesFieldNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { dryRun: [false] } },
		},
	],
	run: changeSchema((parameters) =>
		combine({
			dryRun: parameters.get('dryRun', 'Dry Run').asBoolean(),
			edit: combine({
				do: { ok: true, value: 'delete' as const },
				uniqueName: readUniqueName(parameters),
			}),
		}),
	),
};
