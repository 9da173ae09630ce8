/** The access key and secret that a Gong technical administrator created, with its scopes. */
export class AccessKey {
	private revoked = false;
	private scopes: readonly string[];

	constructor(
		readonly key: string,
		readonly secret: string,
		scopes: readonly string[],
	) {
		this.scopes = [...scopes];
	}

	/** The scopes of the pair, or `undefined` when it is wrong or revoked. */
	scopesFor(key: string, secret: string): readonly string[] | undefined {
		const good = key === this.key && secret === this.secret && !this.revoked;
		return good ? this.scopes : undefined;
	}

	setScopes(scopes: readonly string[]): void {
		this.scopes = [...scopes];
	}

	revoke(): void {
		this.revoked = true;
	}
}
