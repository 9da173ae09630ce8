import type { Call } from '../call';
import type { AccessKey } from './accessKey';
import { parseBasic } from './basic';
import type { OAuthApp } from './oauth';

/** The scopes that a call has, or `undefined` where nobody is signed in: no, a wrong or an ended sign-in. */
export function scopesOf(
	call: Call,
	accessKey: AccessKey,
	oauth: OAuthApp,
): readonly string[] | undefined {
	switch (call.signIn) {
		case 'basic': {
			const pair = parseBasic(call.authorization);
			return pair && accessKey.scopesFor(pair.user, pair.password);
		}
		case 'bearer':
			return oauth.scopesFor(call.authorization.replace(/^bearer\s+/i, ''));
		case 'none':
			return undefined;
	}
}
