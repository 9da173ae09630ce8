/** The scopes of Gong's API that the CRM calls need (source: Gong's API reference, per call). */
export const SCOPES = {
	deleteIntegration: 'api:crm:integration:delete',
	listIntegrations: 'api:crm:integrations:read',
	/** Also the scope for asking about a deletion: request status is shared with uploads. */
	requestStatus: 'api:crm:upload',
	registerIntegration: 'api:crm:integration:register',
} as const;

/** All of them, in the order in which a deletion needs them. */
export const ALL_SCOPES: readonly string[] = Object.values(SCOPES);

/** Splits a `scope` parameter at its spaces. */
export function parseScopes(text: string): string[] {
	return text.split(/\s+/).filter((scope) => scope !== '');
}
