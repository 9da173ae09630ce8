import type { Call } from '../call';
import type { AccessKey } from './accessKey';
import { parseBasic } from './basic';
import type { OAuthApp } from './oauth';

/** Why a call is refused with 401, or `undefined` when it may do what needs this scope. */
export function refusal(
	call: Call,
	scope: string,
	accessKey: AccessKey,
	oauth: OAuthApp,
): string | undefined {
	const scopes = scopesOf(call, accessKey, oauth);
	if (typeof scopes === 'string') return scopes;
	return scopes.includes(scope) ? undefined : missingScope(scope);
}

/** Gong's words, from a recorded answer of the live service. */
const missingScope = (scope: string) => `You don't have permission to use '${scope}' in your app.`;

/** The scopes that a call has, or a sentence on what is wrong with its sign-in. */
function scopesOf(call: Call, accessKey: AccessKey, oauth: OAuthApp): readonly string[] | string {
	switch (call.signIn) {
		case 'basic': {
			const pair = parseBasic(call.authorization);
			const scopes = pair && accessKey.scopesFor(pair.user, pair.password);
			return scopes ?? 'Access denied: the access key or its secret is wrong, or was revoked.';
		}
		case 'bearer': {
			const scopes = oauth.scopesFor(call.authorization.replace(/^bearer\s+/i, ''));
			if (scopes === 'expired') return 'Access denied: the access token has expired.';
			if (scopes === 'unknown') return 'Access denied: the access token is unknown or revoked.';
			return scopes;
		}
		case 'none':
			return 'Access denied: the call carries no access key and no access token.';
	}
}
