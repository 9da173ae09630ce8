import type { Answer } from './answers';

/*
 * The scopes of Gong's CRM API, each with what works only with it, so that "… to" can stand before it
 * (Gong API reference, at each call). They belong to OAuth: Gong's help names none for access keys.
 */

/** All of them, which an OAuth connection asks for unless its owner wants fewer. */
export const scopes = {
	'api:crm:integration:delete': 'delete integrations',
	'api:crm:integrations:read': 'list integrations, pick one by name, and confirm that one is gone',
	'api:crm:upload': 'upload or delete objects, and follow a deletion or an upload to its end',
	'api:crm:integration:register': 'register an integration',
	'api:crm:schema': 'list and change schema fields, and have them as columns of an upload',
	'api:crm:get-objects': 'read objects back from Gong',
} as const;

export type Scope = keyof typeof scopes;

/**
 * Whether Gong refuses a call for lack of this scope: it names it then, e.g. "You don't have permission to
 * use 'api:crm:schema' in your app." (recorded from Gong).
 */
export const lacksScope = (answer: Answer, scope: Scope): boolean =>
	answer.kind === 'refused' &&
	(answer.status === 401 || answer.status === 403) &&
	findScope(answer.errors) === scope;

/** The scope that each call needs, by method and path. */
export const callScopes = {
	'GET /v2/crm/integrations': 'api:crm:integrations:read',
	'PUT /v2/crm/integrations': 'api:crm:integration:register',
	'DELETE /v2/crm/integrations': 'api:crm:integration:delete',
	'GET /v2/crm/entity-schema': 'api:crm:schema',
	'POST /v2/crm/entity-schema': 'api:crm:schema',
	'GET /v2/crm/entities': 'api:crm:get-objects',
	'POST /v2/crm/entities': 'api:crm:upload',
	'GET /v2/crm/request-status': 'api:crm:upload',
} satisfies Record<string, Scope>;

/**
 * The scope that a refusal names: "You don't have permission to use 'api:crm:schema' in your app."
 * (recorded from Gong); `undefined` = none.
 */
export const findScope = (errors: string[]): string | undefined =>
	errors.map((error) => /\bapi:[\w:-]*\w/.exec(error)?.[0]).find(Boolean);

/**
 * The scope that a call needs and its token lacks, by what the token itself says; `null` = it has it, or
 * does not say. A text without any scope of the CRM API says nothing: it may be in another form.
 *
 * @param named the `scope` of the token's answer; Gong does not document what stands between scopes
 */
export function findMissingScope(
	named: unknown,
	{ method, path }: { method: string; path: string },
): Scope | null {
	const needed = new Map<string, Scope>(Object.entries(callScopes)).get(`${method} ${path}`);
	const granted = typeof named === 'string' ? named.split(/[\s,]+/) : [];
	const isNamed = granted.some((scope) => Object.hasOwn(scopes, scope));
	return needed !== undefined && isNamed && !granted.includes(needed) ? needed : null;
}
