import type { INodeProperties } from 'n8n-workflow';

/** The *Integration* picker: by name from Gong's list, or by ID. */
export const integrationProperty = (description: string): INodeProperties => ({
	displayName: 'Integration',
	name: 'integrationId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an integration…',
			typeOptions: { searchListMethod: 'searchIntegrations', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 5517027188234205706',
			hint: 'Digits only, passed as text so that none is lost',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^[1-9][0-9]{0,18}$',
						errorMessage: "'Integration' must be an ID of 1 to 19 digits, e.g. 5517027188234205706",
					},
				},
			],
		},
	],
});
