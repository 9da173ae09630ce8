import { randomBytes } from 'node:crypto';

/** What must not be seen, by what it is. */
export class Secrets {
	private readonly values = new Map<string, string>();

	/** Makes a secret that cannot be taken for anything else, and remembers it. */
	plant(what: string): string {
		const secret = `PLANTED-${randomBytes(16).toString('hex')}`;
		this.add(what, secret);
		return secret;
	}

	/** Remembers a secret that somebody else made. */
	add(what: string, secret: string): void {
		this.values.set(secret, what);
	}

	/** Remembers a pair as HTTP Basic sends it, as well as its parts. */
	addPair(what: string, user: string, password: string): void {
		this.add(`${what} as HTTP Basic`, base64(`${user}:${password}`));
	}

	get count(): number {
		return this.values.size;
	}

	/** Which of them a text contains: as they are, in base64, in hexadecimal or with % in a URL. */
	foundIn(text: string): string[] {
		const found = [...this.values].filter(([secret]) =>
			[secret, base64(secret), hexadecimal(secret), encodeURIComponent(secret)].some((form) =>
				text.includes(form),
			),
		);
		return [...new Set(found.map(([, what]) => what))].sort();
	}
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const hexadecimal = (text: string) => Buffer.from(text).toString('hex');
