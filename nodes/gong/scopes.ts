import type { Answer } from './answers';

/*
 * The scopes of Gong's CRM API, each with what works only with it, so that "… to" can stand before it
 * (Gong API reference, at each call). They belong to OAuth: Gong's help names none for access keys.
 */

/** What an OAuth connection asks for unless its owner chooses. */
export const defaultScopes = {
	'api:crm:integration:delete': 'delete integrations',
	'api:crm:integrations:read': 'list integrations, pick one by name, and confirm that one is gone',
	'api:crm:upload': 'upload objects, and follow a deletion or an upload to its end',
	'api:crm:integration:register': 'register an integration',
} as const;

/** What it asks for on wish only. */
export const furtherScopes = {
	'api:crm:schema': 'list and change schema fields, and have them as columns of an upload',
	'api:crm:get-objects': 'read objects back from Gong',
} as const;

export type Scope = keyof typeof defaultScopes | keyof typeof furtherScopes;

/**
 * Whether Gong refuses a call for lack of this scope: it names it then, e.g. "You don't have permission to
 * use 'api:crm:schema' in your app." (recorded from Gong).
 */
export const lacksScope = (answer: Answer, scope: Scope): boolean =>
	answer.kind === 'refused' &&
	(answer.status === 401 || answer.status === 403) &&
	answer.errors.some((error) => error.includes(scope));
