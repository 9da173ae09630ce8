import type { CredentialData } from '../engine/credentialStore';

/** Secrets that are told from anything else at sight. */
export const planted = {
	accessKey: 'PLANTED-ACCESS-KEY',
	accessKeySecret: 'PLANTED-ACCESS-KEY-SECRET',
	oauth: { clientId: 'PLANTED-CLIENT-ID', clientSecret: 'PLANTED-CLIENT-SECRET' },
};

const basic = (user: string, password: string): string =>
	Buffer.from(`${user}:${password}`).toString('base64');

/** All secrets of credentials, in every form in which they travel. */
export function secretsOf(...credentials: CredentialData[]): string[] {
	const { accessKey, accessKeySecret, oauth } = planted;
	const tokens = credentials.flatMap(({ gongCrmOAuth2Api }) => {
		const token = gongCrmOAuth2Api.oauthTokenData as Record<string, string>;
		return [token.access_token, token.refresh_token];
	});
	return [
		accessKey,
		accessKeySecret,
		oauth.clientId,
		oauth.clientSecret,
		basic(accessKey, accessKeySecret),
		basic(oauth.clientId, oauth.clientSecret),
		...new Set(tokens),
	];
}

/**
 * Where a secret occurs in a value: in all own properties, enumerable or not, of all that hangs on it,
 * `cause` of errors, maps, sets and bytes included. Paths such as `error.cause.config.headers`.
 */
export function findSecrets(value: unknown, secrets: string[]): string[] {
	const found: string[] = [];
	const seen = new Set<unknown>();
	const open: Array<[path: string, value: unknown]> = [['', value]];
	const look = (path: string, text: string) => {
		if (secrets.some((secret) => text.includes(secret))) found.push(path);
	};
	for (let next = open.pop(); next; next = open.pop()) {
		const [path, at] = next;
		if (typeof at === 'string') look(path, at);
		if ((typeof at !== 'object' && typeof at !== 'function') || at === null || seen.has(at))
			continue;
		seen.add(at);
		if (ArrayBuffer.isView(at)) {
			look(path, Buffer.from(at.buffer, at.byteOffset, at.byteLength).toString('latin1'));
			continue;
		}
		if (at instanceof Map || at instanceof Set)
			for (const [index, entry] of [...at].entries()) open.push([`${path}.${index}`, entry]);
		for (const key of Reflect.ownKeys(at)) {
			const property = Object.getOwnPropertyDescriptor(at, key);
			look(`${path}.${String(key)} (name)`, String(key));
			if (property && 'value' in property) open.push([`${path}.${String(key)}`, property.value]);
		}
	}
	return found;
}
