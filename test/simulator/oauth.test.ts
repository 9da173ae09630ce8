import axios from 'axios';
import { connect } from './client';
import { start, stopAll } from './simulators';
import type { Simulator, TokenAnswer } from './startSimulator';

const CALLBACK = 'https://n8n.example.com/rest/oauth2-credential/callback';
const READ = 'api:crm:integrations:read';
const UPLOAD = 'api:crm:upload';

afterEach(stopAll);

const browser = axios.create({ maxRedirects: 0, validateStatus: () => true });

function question(simulator: Simulator, changes: Record<string, string> = {}) {
	return {
		client_id: simulator.oauth.clientId,
		redirect_uri: CALLBACK,
		response_type: 'code',
		scope: `${READ} ${UPLOAD}`,
		state: 'a&b=c',
		...changes,
	};
}

/** Opens the page, presses the button, and gives the address the browser is sent to. */
async function allow(simulator: Simulator, changes: Record<string, string> = {}): Promise<URL> {
	const params = question(simulator, changes);
	const page = await browser.get<string>(simulator.oauth.authorizeUrl, { params });
	const [, href] = /href="([^"]+)"/.exec(page.data) ?? [];
	const answer = await browser.get(simulator.url + href.replaceAll('&amp;', '&'));
	expect(answer.status).toBe(302);
	return new URL(String(answer.headers.location));
}

async function askForToken(
	simulator: Simulator,
	parameters: Record<string, string>,
	{ secret = simulator.oauth.clientSecret, inQuery = false } = {},
) {
	return await browser.post<TokenAnswer & { error?: string }>(
		simulator.oauth.tokenUrl,
		inQuery ? undefined : new URLSearchParams(parameters),
		{
			params: inQuery ? parameters : {},
			auth: { username: simulator.oauth.clientId, password: secret },
		},
	);
}

async function exchange(simulator: Simulator, code: string) {
	return await askForToken(simulator, {
		grant_type: 'authorization_code',
		code,
		redirect_uri: CALLBACK,
	});
}

async function refresh(simulator: Simulator, token: string) {
	return await askForToken(simulator, { grant_type: 'refresh_token', refresh_token: token });
}

describe('the authorize page', () => {
	it('shows the scopes that are asked for, and a button', async () => {
		const simulator = await start({ scopes: [READ] });

		const page = await browser.get<string>(simulator.oauth.authorizeUrl, {
			params: question(simulator),
		});

		expect(page.status).toBe(200);
		expect(page.headers['content-type']).toContain('text/html');
		expect(page.data).toContain(`<code>${READ}</code></li>`);
		expect(page.data).toContain(`<code>${UPLOAD}</code> (this app does not have it)`);
		expect(page.data).toMatch(/<a class="button" href="[^"]+">Allow<\/a>/);
	});

	it('shows what comes in the address as text, never as markup', async () => {
		const simulator = await start();

		const page = await browser.get<string>(simulator.oauth.authorizeUrl, {
			params: question(simulator, { scope: '<script>', state: '"><script>' }),
		});

		expect(page.data).not.toContain('<script>');
	});

	it('sends the browser back with a code and the state', async () => {
		const target = await allow(await start(), { redirect_uri: `${CALLBACK}?keep=1` });

		expect(target.origin + target.pathname).toBe(CALLBACK);
		expect(target.searchParams.get('keep')).toBe('1');
		expect(target.searchParams.get('state')).toBe('a&b=c');
		expect(target.searchParams.get('code')).toMatch(/^[\w-]{32}$/);
	});

	it.each([
		['another client', { client_id: 'other' }],
		['no address to return to', { redirect_uri: '' }],
		['an address that is not http', { redirect_uri: 'javascript:alert(1)' }],
		['an address that is none', { redirect_uri: 'https://' }],
		['another response type', { response_type: 'token' }],
	])('answers 400 with a page for %s', async (_, changes) => {
		const simulator = await start();

		for (const path of ['', '/allow']) {
			const answer = await browser.get<string>(simulator.oauth.authorizeUrl + path, {
				params: question(simulator, changes),
			});
			expect(answer.status).toBe(400);
			expect(answer.headers['content-type']).toContain('text/html');
		}
	});
});

describe('the token endpoint', () => {
	it('gives tokens for a code, with the scopes that were allowed', async () => {
		const simulator = await start({ scopes: [READ] });
		const code = String((await allow(simulator)).searchParams.get('code'));

		const answer = await exchange(simulator, code);

		expect(answer.status).toBe(200);
		expect(answer.data).toEqual({
			access_token: expect.any(String),
			refresh_token: expect.any(String),
			expires_in: 86_400,
			scope: READ,
			token_type: 'bearer',
			api_base_url_for_customer: simulator.url,
		});
		const client = connect(simulator, `Bearer ${answer.data.access_token}`);
		expect((await client.list()).status).toBe(200);
	});

	it('names the address of the customer', async () => {
		const simulator = await start({
			oauth: { apiBaseUrl: 'https://us-12345.api.gong.io', tokenLifetime: 60 },
		});

		expect(simulator.issueToken()).toMatchObject({
			api_base_url_for_customer: 'https://us-12345.api.gong.io',
			expires_in: 60,
		});
	});

	it('takes its parameters from the query as well', async () => {
		const simulator = await start();
		const { refresh_token } = simulator.issueToken([READ]);

		const answer = await askForToken(
			simulator,
			{ grant_type: 'refresh_token', refresh_token },
			{ inQuery: true },
		);

		expect(answer.data).toMatchObject({ scope: READ, access_token: expect.any(String) });
	});

	it('takes a code once only, from the address it was sent to', async () => {
		const simulator = await start();
		const code = String((await allow(simulator)).searchParams.get('code'));
		await exchange(simulator, code);
		const elsewhere = await allow(simulator, { redirect_uri: 'https://other.example.com/' });

		for (const bad of [code, String(elsewhere.searchParams.get('code')), 'made-up', '']) {
			const answer = await exchange(simulator, bad);
			expect(answer.status).toBe(400);
			expect(answer.data.error).toBe('invalid_grant');
		}
	});

	it('answers 401 for a wrong client, and 400 for another grant', async () => {
		const simulator = await start();

		const client = await askForToken(simulator, { grant_type: 'x' }, { secret: 'wrong' });
		expect([client.status, client.data.error]).toEqual([401, 'invalid_client']);
		const grant = await askForToken(simulator, { grant_type: 'password' });
		expect([grant.status, grant.data.error]).toEqual([400, 'unsupported_grant_type']);
	});

	it('refreshes expired tokens', async () => {
		const simulator = await start();
		const old = simulator.issueToken([READ]);
		simulator.expireTokens();

		const answer = await refresh(simulator, old.refresh_token);

		expect(answer.data).toMatchObject({ scope: READ, api_base_url_for_customer: simulator.url });
		expect(answer.data.access_token).not.toBe(old.access_token);
		const client = connect(simulator, `Bearer ${answer.data.access_token}`);
		expect((await client.list()).status).toBe(200);
	});

	it('takes a refresh token once only, and the new one after it', async () => {
		const simulator = await start();
		const { refresh_token } = simulator.issueToken();
		const second = await refresh(simulator, refresh_token);

		expect((await refresh(simulator, refresh_token)).data.error).toBe('invalid_grant');
		expect((await refresh(simulator, second.data.refresh_token)).status).toBe(200);
	});

	it('refuses revoked tokens of both kinds', async () => {
		const simulator = await start();
		const token = simulator.issueToken();

		simulator.revokeTokens();

		const answer = await refresh(simulator, token.refresh_token);
		expect([answer.status, answer.data.error]).toEqual([400, 'invalid_grant']);
		expect((await connect(simulator, `Bearer ${token.access_token}`).list()).status).toBe(401);
	});
});
