import fc from 'fast-check';
import { BaseUrlRefused, readBaseUrl, readBaseUrlFromToken } from '../../nodes/gong/baseUrl';

test.each([
	['https://api.gong.io', 'https://api.gong.io'],
	['https://us-12345.api.gong.io/', 'https://us-12345.api.gong.io'],
	['https://us-12345.api.gong.io///', 'https://us-12345.api.gong.io'],
	['https://api.gong.io/v2', 'https://api.gong.io'],
	['https://api.gong.io/v2/crm/integrations', 'https://api.gong.io'],
	['  https://api.gong.io  ', 'https://api.gong.io'],
	['HTTPS://API.GONG.IO', 'https://api.gong.io'],
	['https://gong.proxy.example.com:8443', 'https://gong.proxy.example.com:8443'],
	['http://localhost:4010', 'http://localhost:4010'],
	['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
	['http://[::1]:4010', 'http://[::1]:4010'],
])('the base URL %j is read as %s', (entered, expected) => {
	expect(readBaseUrl(entered)).toBe(expected);
});

test.each<[unknown, RegExp]>([
	[null, /is empty/],
	[undefined, /is empty/],
	[7, /is not text/],
	['', /is empty/],
	['   ', /is empty/],
	['api.gong.io', /not a web address/],
	['https://', /not a web address/],
	['http://api.gong.io', /must start with https/],
	['http://localhost.example.com', /must start with https/],
	['http://127.0.0.1.example.com', /must start with https/],
	['ftp://api.gong.io', /must start with https/],
	['javascript:alert(1)', /not a web address/],
	['https://user:password@api.gong.io', /user name or password/],
	['https://user@api.gong.io', /user name or password/],
	['https://:password@api.gong.io', /user name or password/],
	['https://api.gong.io?x=1', /"\?" or "#"/],
	['https://api.gong.io/?', /"\?" or "#"/],
	['https://api.gong.io/#top', /"\?" or "#"/],
	['https://api.gong.io/v3', /path/],
	['https://api.gong.io/v2x', /path/],
	['https://api.gong.io/company', /path/],
])('the base URL %j is refused', (entered, problem) => {
	expect(() => readBaseUrl(entered)).toThrow(BaseUrlRefused);
	expect(() => readBaseUrl(entered)).toThrow(problem);
});

test('the refusal of a base URL never repeats a password', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[a-z0-9]{8,20}$/), (password) => {
			let refusal = '';
			try {
				readBaseUrl(`https://someone:${password}@api.gong.io`);
			} catch (error) {
				refusal = `${(error as BaseUrlRefused).message} ${(error as BaseUrlRefused).advice}`;
			}
			expect(refusal).not.toBe('');
			expect(refusal).not.toContain(password);
		}),
	);
});

describe('the base URL that came with a token', () => {
	const gong = 'https://app.gong.io/oauth2/generate-customer-token';
	const local = 'http://127.0.0.1:4010/oauth2/generate-customer-token';

	test.each([
		['https://us-12345.api.gong.io', gong],
		['https://gong.io', gong],
		['http://127.0.0.1:4010', local],
		['http://localhost:4010', local],
	])('%s is used with a token from %s', (received, tokenUrl) => {
		expect(readBaseUrlFromToken(received, tokenUrl)).toBe(received);
	});

	const foreign = 'not one of Gong’s';
	const missing = 'did not say which address';

	test.each([
		['http://127.0.0.1:4010', gong, foreign],
		['https://evil.example.com', local, foreign],
		['http://127.0.0.1:4010', 'nonsense', foreign],
		['', gong, missing],
		[undefined, gong, missing],
		[42, gong, missing],
	])('%j is refused with a token from %s', (received, tokenUrl, problem) => {
		expect(() => readBaseUrlFromToken(received, tokenUrl)).toThrow(BaseUrlRefused);
		expect(() => readBaseUrlFromToken(received, tokenUrl)).toThrow(problem);
	});
});
