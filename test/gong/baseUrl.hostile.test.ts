import fc from 'fast-check';
import { BaseUrlRefused, readBaseUrl, readBaseUrlFromToken } from '../../nodes/gong/baseUrl';
import { hostileAddresses } from './hostileAddresses';

const tokenUrl = 'https://app.gong.io/oauth2/generate-customer-token';

/** What a way to read an address makes of it; `null` = refused. */
function outcomeOf(read: () => string): string | null {
	try {
		return read();
	} catch (error) {
		expect(error).toBeInstanceOf(BaseUrlRefused);
		return null;
	}
}

describe('a hostile base URL that a user enters is refused or made harmless', () => {
	test.each(hostileAddresses)('$what', ({ address, entered }) => {
		expect(outcomeOf(() => readBaseUrl(address))).toBe(entered);
	});
});

describe('a hostile base URL that came with a token is refused or made harmless', () => {
	test.each(hostileAddresses)('$what', ({ address, received }) => {
		expect(outcomeOf(() => readBaseUrlFromToken(address, tokenUrl))).toBe(received);
	});
});

/** Pieces that addresses are made of, put together in any way. */
const anyAddress = fc
	.array(
		fc.oneof(
			fc.constantFrom('https://', 'http://', 'gong.io', '.gong.io', 'api.', 'evil.example', '@'),
			fc.constantFrom('127.0.0.1', '[::1]', 'localhost', '/v2/', '/', '\\', ':', ':443', '%2e'),
			fc.string({ unit: 'binary', maxLength: 3 }),
		),
		{ maxLength: 8 },
	)
	.map((pieces) => pieces.join(''));
const anyUrl = fc.webUrl({ withQueryParameters: true });

const manyRuns = { numRuns: 10_000 };

test('any accepted base URL has the host that was entered, with HTTPS or on this machine', () => {
	fc.assert(
		fc.property(fc.oneof(anyAddress, anyUrl), (address) => {
			const used = outcomeOf(() => readBaseUrl(address));
			if (used === null) return;
			const { hostname } = new URL(used);
			expect(address.toLowerCase()).toContain(`//${hostname}`);
			expect(used).toMatch(/^https?:\/\/[a-z0-9._:[\]-]+$/);
			expect(used).toMatch(/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/);
		}),
		manyRuns,
	);
});

test('a token is only ever sent to gong.io and its subdomains, over HTTPS', () => {
	fc.assert(
		fc.property(anyAddress, (address) => {
			const used = outcomeOf(() => readBaseUrlFromToken(address, tokenUrl));
			if (used === null) return;
			expect(used).toMatch(/^https:\/\/([a-z0-9_-]+\.)*gong\.io(:\d+)?$/);
		}),
		manyRuns,
	);
});

test('any value as a base URL is either refused or read, without any other error', () => {
	fc.assert(
		fc.property(fc.anything(), (value) => {
			outcomeOf(() => readBaseUrl(value));
			outcomeOf(() => readBaseUrlFromToken(value, tokenUrl));
		}),
		manyRuns,
	);
});
