import type { Authentication } from '../../nodes/n8n/authentication';
import { explain, type Purpose, purposes, quoteAnswer } from '../../nodes/n8n/explain';
import { toCallError } from '../../nodes/n8n/nodeErrors';
import type { Failure } from '../../nodes/gong/client';
import { node } from '../workflows/build';

const refused = (status: number, ...errors: string[]) => ({
	kind: 'refused' as const,
	status,
	errors,
	requestId: null,
	retryAfter: null,
	location: null,
});
const described = (status: number, purpose: Purpose, by: Authentication, ...errors: string[]) =>
	explain(refused(status, ...errors), purpose, by).description;

/** As recorded from Gong. */
const lacksScope = "You don't have permission to use 'api:crm:schema' in your app.";

/** Gong API reference, at each call. */
const scopeOf: Record<Purpose, string> = {
	delete: 'api:crm:integration:delete',
	status: 'api:crm:upload',
	list: 'api:crm:integrations:read',
	test: 'api:crm:integrations:read',
	register: 'api:crm:integration:register',
	upload: 'api:crm:upload',
	schema: 'api:crm:schema',
	getObjects: 'api:crm:get-objects',
};
const all = Object.keys(scopeOf) as Purpose[];

describe.each([401, 403])('the error for status %i', (status) => {
	test.each(all)(
		'with OAuth names the scope that is needed when Gong names none: %s',
		(purpose) => {
			expect(described(status, purpose, 'oAuth2')).toMatch(
				`The connection is no longer valid, or it lacks the scope "${scopeOf[purpose]}", which is needed to ${purposes[purpose].verbPhrase}. `,
			);
			expect(described(status, purpose, 'oAuth2')).toMatch(/'Base URL' is empty or.*connect again/);
		},
	);

	test.each(all)('with OAuth names the scope that Gong names: %s', (purpose) => {
		const description = described(status, purpose, 'oAuth2', 'No.', lacksScope);
		expect(description).toContain('The connection lacks the scope "api:crm:schema"');
		expect(description).toMatch(/'Custom Scopes' is on.*'Enabled Scopes'/);
		expect(description).toContain('connect again');
		expect(description).toContain(`“No.”, “${lacksScope}”`);
		expect(description).not.toContain('no longer valid');
	});

	test.each(all)(
		'with an access key talks about the key alone when Gong names no scope: %s',
		(purpose) => {
			const description = described(status, purpose, 'accessKey', 'Access denied.');
			expect(description).toMatch(
				/wrong.*expired.*deleted.*not among the key’s Trusted IPs.*'Base URL' is not exactly/s,
			);
			expect(description).toContain('“Access denied.”');
			expect(description).not.toMatch(/scope|tick/i);
		},
	);

	test.each(all)('with an access key quotes the scope that Gong names: %s', (purpose) => {
		const description = described(status, purpose, 'accessKey', lacksScope);
		expect(description).toContain('lacks the scope "api:crm:schema"');
		expect(description).toContain(`“${lacksScope}”`);
		expect(description).not.toMatch(/tick|Trusted IPs|expired|Base URL/i);
	});
});

test.each([
	["'api:crm:get-objects'", 'api:crm:get-objects'],
	['scope api:crm:integrations:read is missing.', 'api:crm:integrations:read'],
	['“api:calls:read:basic”.', 'api:calls:read:basic'],
])('a scope is found in Gong’s error %s', (words, scope) => {
	expect(described(401, 'list', 'oAuth2', words)).toContain(`lacks the scope "${scope}"`);
});

test.each(['Call https://us-1.api.gong.io/v2', 'The API: call it', 'rapi:d'])(
	'no scope is found in Gong’s error %s',
	(words) => {
		expect(described(401, 'list', 'oAuth2', words)).toContain('api:crm:integrations:read');
		expect(described(401, 'list', 'accessKey', words)).toContain('Trusted IPs');
	},
);

test('a refused call is explained by what it was for, for every call of the Gong API', () => {
	const messages = all.map((purpose) => explain(refused(400), purpose, 'oAuth2').message);
	for (const message of messages) expect(message).toMatch(/^Gong .*\(status 400\)$/);
	// A credential is tested by listing.
	expect(new Set(messages).size).toBe(all.length - 1);
});

test('an error quotes up to ten of Gong’s messages and counts the rest', () => {
	const errors = Array.from({ length: 1000 }, (_, index) => `Line ${index}.`);
	expect(quoteAnswer(refused(400, ...errors))).toMatch(
		/^Gong says: “Line 0.”, .*“Line 9.” and 990 more\.$/,
	);
});

describe('the error for an answer that is neither 401 nor 403', () => {
	const away: Failure = { kind: 'noAnswer', reason: 'ECONNRESET: gone' };
	const unreadable = (isTooLarge: boolean): Failure => ({
		kind: 'unreadable',
		status: 200,
		isTooLarge,
	});
	const full = (retryAfter: number | null) => ({ ...refused(429), retryAfter });

	test.each<[Failure, Purpose, RegExp, RegExp]>([
		[
			away,
			'list',
			/not be reached/,
			/^The network says: ECONNRESET: gone\. .*run the node again\.$/,
		],
		[away, 'delete', /not be reached/, /can reach it\.$/],
		[away, 'test', /not be reached/, /can reach it\.$/],
		[unreadable(true), 'getObjects', /too large/, /^This object has more than 50 MB/],
		[unreadable(true), 'list', /too large/, /^Something between n8n and Gong/],
		[unreadable(false), 'list', /did not come from/, /^It has status 200, but .*credential\.$/],
		[full(null), 'list', /^Rate limit reached$/, /^By default/],
		[
			full(119_999),
			'list',
			/^Rate limit reached$/,
			/^Gong asks you to wait 120 seconds\. By default/,
		],
		[full(120_000), 'list', /^Rate limit reached$/, /wait 2 minutes\./],
		[full(120_001), 'list', /^Rate limit reached$/, /wait 3 minutes\./],
		[refused(299), 'list', /\(status 299\)/, /^Gong gave no reason\./],
		[refused(300), 'list', /redirects/, /^The redirect was not followed, so that/],
		[
			{ ...refused(399), location: 'https://x.y' },
			'list',
			/redirects/,
			/^The redirect to https:\/\/x\.y was /,
		],
		[refused(400), 'list', /\(status 400\)/, /^Gong gave no reason\./],
		[
			{ ...refused(400, 'No'), requestId: 'r' },
			'list',
			/400/,
			/^Gong says: “No”\. Gong’s reference: r\.$/,
		],
		[{ ...refused(400), requestId: 'r' }, 'list', /400/, /^Gong’s reference: r\.$/],
		[refused(409), 'register', /already has an active/, /^A company can have one/],
		[refused(409), 'list', /\(status 409\)/, /^Gong gave no reason\./],
		[refused(400), 'register', /\(status 400\)/, /^Gong gave no reason\./],
		[
			refused(500),
			'list',
			/cannot answer/,
			/^Give Gong a few minutes\. Then run the node again\.$/,
		],
		[
			refused(503, 'Maintenance'),
			'delete',
			/cannot answer/,
			/minutes\. Gong says: “Maintenance”\.$/,
		],
	])(
		'%j to the call %s has its own message and description',
		(answer, purpose, message, description) => {
			expect(explain(answer, purpose, 'oAuth2')).toEqual({
				message: expect.stringMatching(message),
				description: expect.stringMatching(description),
				httpCode: 'status' in answer ? String(answer.status) : null,
			});
		},
	);

	test('quotes nothing when there was no answer', () => {
		expect(quoteAnswer(away)).toBe('');
	});
});

test('an error starts with what happened to the data, when that is known', () => {
	const answer = refused(500);
	const context = { getNode: () => node('Gong', 'n8n-nodes-gong-crm.gongCrm', {}) };
	const about = { purpose: 'list', authentication: 'oAuth2' } as const;
	const { description } = explain(answer, about.purpose, about.authentication);
	const error = (state?: string) => toCallError(context, answer, { ...about, state });
	expect(error().description).toBe(description);
	expect(error('Nothing was sent.').description).toBe(`Nothing was sent. ${description}`);
});
