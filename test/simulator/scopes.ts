/** The scopes of Gong's API that the CRM calls need (source: Gong's API reference, per call). */
export const SCOPES = {
	deleteIntegration: 'api:crm:integration:delete',
	listIntegrations: 'api:crm:integrations:read',
	/** Also the scope for asking about any request, a deletion too. */
	upload: 'api:crm:upload',
	registerIntegration: 'api:crm:integration:register',
	/** One for reading and writing. */
	schema: 'api:crm:schema',
	getObjects: 'api:crm:get-objects',
} as const;

/** All of them. */
export const ALL_SCOPES: readonly string[] = Object.values(SCOPES);

/** Splits a `scope` parameter at its spaces. */
export function parseScopes(text: string): string[] {
	return text.split(/\s+/).filter((scope) => scope !== '');
}
