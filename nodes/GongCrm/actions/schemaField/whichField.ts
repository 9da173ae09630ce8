import type { INodeProperties } from 'n8n-workflow';
import { integrationProperty } from '../../../connection/integrationProperty';
import { objectTypeProperty } from '../../../connection/objectTypeProperty';
import { storedTypes } from '../../../gong/objectFields';

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
