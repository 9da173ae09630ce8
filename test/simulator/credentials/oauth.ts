import type { Clock } from '../clock';
import { newSecret } from '../identifiers';
import type { Switches } from '../switches';

/** The answer of Gong's token endpoint. */
export type TokenAnswer = {
	access_token: string;
	refresh_token: string;
	/** Seconds the access token is good for. */
	expires_in: number;
	/** Granted scopes, with a space or a comma between. */
	scope: string;
	token_type: 'bearer';
	/** The address that this token must be used at. */
	api_base_url_for_customer: string;
};

/** What the OAuth side is set up with. */
export interface OAuthSettings {
	clientId: string;
	clientSecret: string;
	/** Seconds an access token is good for. */
	tokenLifetime: number;
	/** What `api_base_url_for_customer` says; `undefined` = the simulator's own URL. */
	apiBaseUrl: string | undefined;
	/** The scopes of the OAuth app: no token gets others. */
	offeredScopes: readonly string[];
	tokenScopesSeparatedBy: Switches['tokenScopesSeparatedBy'];
}

interface Grant {
	scopes: readonly string[];
}

interface AccessToken extends Grant {
	/** On the caller's clock, milliseconds since 1970. */
	expiresAt: number;
}

interface Code extends Grant {
	redirectUri: string;
}

/** The OAuth app of the company: its codes, access tokens and refresh tokens. */
export class OAuthApp {
	private readonly codes = new Map<string, Code>();
	private readonly accessTokens = new Map<string, AccessToken>();
	private readonly refreshTokens = new Map<string, Grant>();

	constructor(
		readonly settings: OAuthSettings,
		private readonly clock: Clock,
		private readonly ownUrl: () => string,
	) {}

	/** Those of the scopes that the app has, in the order they were asked for. */
	granted(requested: readonly string[]): string[] {
		return requested.filter((scope) => this.settings.offeredScopes.includes(scope));
	}

	/** A code that is good for one exchange. */
	issueCode(redirectUri: string, requested: readonly string[]): string {
		const code = newSecret();
		this.codes.set(code, { redirectUri, scopes: this.granted(requested) });
		return code;
	}

	/** A new pair of tokens with those of the scopes that the app has. */
	issueToken(requested: readonly string[] = this.settings.offeredScopes): TokenAnswer {
		const scopes = this.granted(requested);
		const answer: TokenAnswer = {
			access_token: newSecret(),
			refresh_token: newSecret(),
			expires_in: this.settings.tokenLifetime,
			scope: scopes.join(this.settings.tokenScopesSeparatedBy === 'commas' ? ',' : ' '),
			token_type: 'bearer',
			api_base_url_for_customer: this.settings.apiBaseUrl ?? this.ownUrl(),
		};
		const expiresAt = this.clock.now() + this.settings.tokenLifetime * 1000;
		this.accessTokens.set(answer.access_token, { scopes, expiresAt });
		this.refreshTokens.set(answer.refresh_token, { scopes });
		return answer;
	}

	/**
	 * Tokens for a code; `undefined` for an unknown or used one, or one that was sent elsewhere
	 * than to `redirectUri` (compared only when the caller tells it).
	 */
	exchangeCode(code: string, redirectUri: string | undefined): TokenAnswer | undefined {
		const grant = this.codes.get(code);
		this.codes.delete(code);
		if (!grant || (redirectUri !== undefined && redirectUri !== grant.redirectUri)) {
			return undefined;
		}
		return this.issueToken(grant.scopes);
	}

	/**
	 * New tokens with the same scopes; `undefined` for an unknown, used or revoked token. Each is good
	 * once: integrators report that Gong has it so (nango.dev, "Gong OAuth refresh token invalid_grant").
	 */
	refresh(refreshToken: string): TokenAnswer | undefined {
		const grant = this.refreshTokens.get(refreshToken);
		if (!grant) return undefined;
		this.refreshTokens.delete(refreshToken);
		return this.issueToken(grant.scopes);
	}

	/** The scopes of an access token; `undefined` for one that has expired, or is unknown or revoked. */
	scopesFor(accessToken: string): readonly string[] | undefined {
		const token = this.accessTokens.get(accessToken);
		return token && this.clock.now() < token.expiresAt ? token.scopes : undefined;
	}

	/** Ends all access tokens issued so far; their refresh tokens stay good. */
	expireTokens(): void {
		for (const token of this.accessTokens.values()) token.expiresAt = 0;
	}

	/** Ends all access and refresh tokens issued so far. */
	revokeTokens(): void {
		this.accessTokens.clear();
		this.refreshTokens.clear();
	}
}
