import type { INodeProperties } from 'n8n-workflow';
import { integrationProperty } from '../../../n8n/integrationProperty';
import type { ItemParameters } from '../../../n8n/parameters';
import type { Result } from '../../../n8n/result';
import { objectTypeProperty } from '../../../n8n/objectTypeProperty';
import { storedTypes } from '../../../gong/objectFields';

/** The name of the field, as it stands in objects. */
export const readUniqueName = (parameters: ItemParameters): Result<string> =>
	parameters.get('uniqueName', 'Unique Name').accept((value) => {
		const name = typeof value === 'string' ? value.trim() : '';
		return name !== '' && !/\s/.test(name) ? name : undefined;
	}, 'Enter the name of the field, without spaces.');

/** The parameters that say which field of the schema an operation changes. */
export const whichFieldProperties: INodeProperties[] = [
	integrationProperty('The CRM integration whose schema to change'),
	objectTypeProperty(storedTypes, { description: 'Whose field it is' }),
	{
		displayName: 'Unique Name',
		name: 'uniqueName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. renewal_date',
		description: 'The name of the field in the objects that you upload',
	},
];
