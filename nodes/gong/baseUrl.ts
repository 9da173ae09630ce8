/** Where Gong's API lives unless a customer has an address of their own. */
export const DEFAULT_BASE_URL = 'https://api.gong.io';

/** An address that a secret must not be sent to. The message says why, in the user's words. */
export class BaseUrlRefused extends Error {
	override readonly name = 'BaseUrlRefused';

	constructor(
		message: string,
		/** What to do about it. */
		readonly advice: string,
	) {
		super(message);
	}
}

/**
 * A host written plainly. Anything else, such as `api.gong.io;.example.com`, is read as one host by one
 * program and as another by the next.
 */
const plainHost = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;

/** More than any address of Gong's has; a host alone has at most 253 characters (RFC 1035). */
const LONGEST = 300;

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const example =
	'Enter the address that Gong shows on its API page, e.g. https://us-12345.api.gong.io.';

/**
 * The address that requests start with, without a trailing slash, from what a user entered.
 *
 * `https` always; plain `http` only for localhost, 127.0.0.1 and [::1]. Trailing slashes and a pasted
 * `/v2…` path are dropped. User names, passwords, queries, fragments and other paths are refused, and
 * so is a host that a program would rewrite before it calls it: look-alike letters, `%2e`, numbers and
 * odd forms for an IP address, tabs, backslashes, a dot at the end.
 *
 * @throws BaseUrlRefused before any secret is sent anywhere.
 */
export function readBaseUrl(entered: unknown): string {
	if (typeof entered !== 'string' && entered !== null && entered !== undefined)
		throw new BaseUrlRefused("The 'Base URL' is not text", example);
	const text = entered?.trim() ?? '';
	if (text === '') throw new BaseUrlRefused("The 'Base URL' is empty", example);

	let url: URL | undefined;
	if (text.length <= LONGEST && /^[a-z][a-z0-9+.-]*:\/\//i.test(text) && URL.canParse(text))
		url = new URL(text);
	if (!url) throw new BaseUrlRefused("The 'Base URL' is not a web address", example);

	if (url.username !== '' || url.password !== '')
		throw new BaseUrlRefused(
			"The 'Base URL' contains a user name or password",
			'Remove everything between "//" and "@": the credential has its own fields for the key.',
		);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.has(url.hostname)))
		throw new BaseUrlRefused(
			`The 'Base URL' must start with https:// (it starts with ${url.protocol}//)`,
			'Your key would travel unprotected. Plain http:// works only for localhost.',
		);
	if (/[?#]/.test(text))
		throw new BaseUrlRefused('The \'Base URL\' must not contain "?" or "#"', example);
	const host = text.split('/')[2].replace(/:\d+$/, '').toLowerCase();
	if (host !== url.hostname || !plainHost.test(host))
		throw new BaseUrlRefused(
			`The 'Base URL' is spelled unusually and would lead to ${url.hostname}`,
			`Write the host with ordinary letters, digits, dots and hyphens only. ${example}`,
		);
	if (!/^\/*(v2(\/.*)?)?$/.test(url.pathname))
		throw new BaseUrlRefused(
			`The 'Base URL' has a path Gong does not use: ${url.pathname}`,
			example,
		);
	return url.origin;
}

/**
 * The address that came with an OAuth token (`api_base_url_for_customer`), under the same rules and
 * only if it is gong.io or below it: nothing but Gong must ever receive the token. The one exception
 * is a token that itself came from this machine (a stand-in for Gong): it may stay on this machine.
 *
 * @param received what the token answer said
 * @param tokenUrl the address that issued the token
 * @throws BaseUrlRefused before any token is sent anywhere.
 */
export function readBaseUrlFromToken(received: unknown, tokenUrl: string): string {
	if (typeof received !== 'string' || received === '')
		throw new BaseUrlRefused(
			'Gong did not say which address this connection must use',
			"Open the credential, fill in 'Base URL' with the address that Gong shows on its API page, and connect again.",
		);
	const host = readHost(received);
	const isGong = host === 'gong.io' || host.endsWith('.gong.io');
	if (!isGong && !(loopback.has(host) && loopback.has(readHost(tokenUrl))))
		throw new BaseUrlRefused(
			'The address that came with the OAuth token is not one of Gong’s',
			"Nothing was sent. If your company reaches Gong at another address, enter it as 'Base URL' in the credential.",
		);
	return readBaseUrl(received);
}

const readHost = (address: string): string =>
	URL.canParse(address) ? new URL(address).hostname : '';
