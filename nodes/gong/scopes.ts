/** A scope of Gong's OAuth apps for the CRM API (Gong API reference, "Scopes"), and what it is for. */
export interface Scope {
	name: string;
	/** To be put after the name: "… to delete integrations". */
	purpose: string;
	/** Asked for unless the builder chooses. */
	isDefault: boolean;
}

/** All scopes of the CRM API. */
export const scopes = [
	{
		name: 'api:crm:integration:delete',
		purpose: 'to delete integrations',
		isDefault: true,
	},
	{
		name: 'api:crm:upload',
		purpose: 'to upload objects, and to follow deletions and uploads to their end',
		isDefault: true,
	},
	{
		name: 'api:crm:integrations:read',
		purpose: 'to pick an integration by name, for Dry Run and for Expected Integration Name',
		isDefault: true,
	},
	{
		name: 'api:crm:integration:register',
		purpose: 'to register a new integration',
		isDefault: true,
	},
	{
		name: 'api:crm:schema',
		purpose: 'to read and change schema fields, and to upload values for them',
		isDefault: false,
	},
	{
		name: 'api:crm:get-objects',
		purpose: 'to read objects back',
		isDefault: false,
	},
] as const satisfies Scope[];

/** Any of the scopes, by its name. */
export type ScopeName = (typeof scopes)[number]['name'];
