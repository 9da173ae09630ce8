import { randomBytes } from 'node:crypto';
import type { CredentialData } from '../harness/credentialStore';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const hexadecimal = (text: string) => Buffer.from(text).toString('hex');

/** What must not be seen, by what it is. */
export class Secrets {
	/** By secret: what it is, and itself as it is, in base64, in hexadecimal and with % in a URL. */
	private readonly known = new Map<string, { what: string; forms: string[] }>();

	/** Makes a secret that cannot be taken for anything else, and remembers it. */
	plant(what: string): string {
		const secret = `PLANTED-${randomBytes(16).toString('hex')}`;
		this.add(what, secret);
		return secret;
	}

	/** Remembers a secret that somebody else made. */
	add(what: string, secret: string): void {
		const forms = [secret, base64(secret), hexadecimal(secret), encodeURIComponent(secret)];
		this.known.set(secret, { what, forms: [...new Set(forms)] });
	}

	/** Remembers a pair as HTTP Basic sends it. */
	addPair(what: string, user: string, password: string): void {
		this.add(`${what} as HTTP Basic`, base64(`${user}:${password}`));
	}

	get count(): number {
		return this.known.size;
	}

	/** Which of them a text contains. */
	foundIn(text: string): string[] {
		const found = [...this.known.values()].filter(({ forms }) =>
			forms.some((form) => text.includes(form)),
		);
		return [...new Set(found.map(({ what }) => what))].sort();
	}

	/**
	 * Where one occurs in a value: in all own properties, enumerable or not, of all that hangs on it,
	 * `cause` of errors, maps, sets and bytes included. Paths such as `error.cause.config.headers`.
	 */
	placesIn(value: unknown): string[] {
		const found: string[] = [];
		const seen = new Set<unknown>();
		const open: Array<[path: string, value: unknown]> = [['', value]];
		const look = (path: string, text: string) => {
			if (this.foundIn(text).length > 0) found.push(path);
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
}

/** Secrets of a simulator that are told from anything else at sight. */
export const planted = {
	accessKey: 'PLANTED-ACCESS-KEY',
	accessKeySecret: 'PLANTED-ACCESS-KEY-SECRET',
	oauth: { clientId: 'PLANTED-CLIENT-ID', clientSecret: 'PLANTED-CLIENT-SECRET' },
};

/** Those, and the tokens of credentials. */
export function secretsOf(...credentials: CredentialData[]): Secrets {
	const { accessKey, accessKeySecret, oauth } = planted;
	const secrets = new Secrets();
	for (const secret of [accessKey, accessKeySecret, oauth.clientId, oauth.clientSecret])
		secrets.add('planted', secret);
	secrets.addPair('access key', accessKey, accessKeySecret);
	secrets.addPair('client', oauth.clientId, oauth.clientSecret);
	for (const { gongCrmOAuth2Api } of credentials) {
		const token = gongCrmOAuth2Api.oauthTokenData as Record<string, string>;
		for (const name of ['access_token', 'refresh_token']) secrets.add(name, token[name]);
	}
	return secrets;
}
