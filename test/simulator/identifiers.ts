import { randomBytes, randomInt } from 'node:crypto';

const MAX_INT64 = 9223372036854775807n;

/** True for the decimal text of 1 to 9223372036854775807, without sign or leading zeros. */
export function isIntegrationId(text: string): boolean {
	return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= MAX_INT64;
}

/** True for letters, digits, `-` and `_`, at least one (source: Gong's API reference). */
export function isClientRequestId(text: string): boolean {
	return /^[A-Za-z0-9_-]+$/.test(text);
}

/**
 * A random integration ID above 2^53 that a JavaScript number cannot hold: code that lets one
 * pass through a number always comes out with a different ID.
 */
export function newIntegrationId(): string {
	for (;;) {
		const id = randomBytes(8).readBigUInt64BE() & MAX_INT64;
		if (id > 2n ** 53n && BigInt(Number(id)) !== id) return id.toString();
	}
}

/** Gong's own reference for a call: 19 lowercase letters and digits, like `4al018gzaztcr8nbukw`. */
export function newRequestId(): string {
	return Array.from({ length: 19 }, () => randomInt(36).toString(36)).join('');
}

/** A secret of 32 characters that is safe in a URL, for codes and tokens. */
export function newSecret(): string {
	return randomBytes(24).toString('base64url');
}
