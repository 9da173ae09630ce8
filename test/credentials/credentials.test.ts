import { CredentialTestContext } from 'n8n-core';
import type { INodeProperties } from 'n8n-workflow';
import { GongCrmApi } from '../../credentials/GongCrmApi.credentials';
import { GongCrmOAuth2Api } from '../../credentials/GongCrmOAuth2Api.credentials';
import { testKey } from '../../nodes/connection/testKey';
import { runWorkflow } from '../engine/runWorkflow';
import { credentialsFor, deletion } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';
const scopes = [
	'api:crm:integration:delete',
	'api:crm:integrations:read',
	'api:crm:upload',
	'api:crm:integration:register',
];

afterEach(stopAll);

const property = (name: string, properties: INodeProperties[]) =>
	properties.find((one) => one.name === name);

async function deleteWith(
	simulator: Simulator,
	authentication: 'accessKey' | 'oAuth2',
	change: Record<string, unknown>,
) {
	const credentials = credentialsFor(simulator);
	const type = authentication === 'accessKey' ? 'gongCrmApi' : 'gongCrmOAuth2Api';
	credentials[type] = { ...credentials[type], ...change } as (typeof credentials)[string];
	return await runWorkflow({
		workflow: deletion({ parameters: { authentication } }),
		credentials,
		items: [{ integrationId }],
	});
}

describe('the access key', () => {
	const { authenticate, properties } = new GongCrmApi();
	const data = { baseUrl: 'https://api.gong.io/v2/', accessKey: 'key', accessKeySecret: 'secret' };

	test('is sent as HTTP Basic to the address of the credential, whatever was asked for', async () => {
		expect(await authenticate(data, { url: '/v2/crm/integrations', baseURL: 'https://x' })).toEqual(
			{
				url: '/v2/crm/integrations',
				baseURL: 'https://api.gong.io',
				disableFollowRedirect: true,
				auth: { username: 'key', password: 'secret' },
			},
		);
	});

	test.each(['http://api.gong.io', 'https://u:p@api.gong.io', 'api.gong.io', ''])(
		'is not sent to %j',
		async (baseUrl) => {
			await expect(authenticate({ ...data, baseUrl }, { url: '/' })).rejects.toThrow('"Base URL"');
		},
	);

	/** What n8n does when a builder saves the credential: the engine's own context. */
	const tested = async (simulator: Simulator, change: Record<string, string> = {}) =>
		await testKey.call(new CredentialTestContext(), {
			id: 'key',
			name: 'Gong key',
			type: 'gongCrmApi',
			data: { ...credentialsFor(simulator).gongCrmApi, ...change },
		});

	test('is tested by asking for the list of integrations', async () => {
		const simulator = await start();
		expect(await tested(simulator)).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(simulator.journal).toMatchObject([
			{ method: 'GET', path: '/v2/crm/integrations', signIn: 'basic', status: 200 },
		]);
	});

	test.each([
		['a wrong key', { accessKeySecret: 'wrong' }, /did not accept the credential.*Admin Center/s],
		[
			'an address that nobody answers at',
			{ baseUrl: 'http://127.0.0.1:9' },
			/could not be reached/,
		],
		['an address without https', { baseUrl: 'http://api.gong.io' }, /must start with https/],
		['no address', { baseUrl: '' }, /"Base URL" is empty/],
	])('its test says in a sentence what is wrong with %s', async (_, change, message) => {
		const simulator = await start();
		const result = await tested(simulator, change);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(result.message).not.toContain(simulator.accessKeySecret);
	});

	test('its test says what is missing in a credential that nobody filled in', async () => {
		const { message } = await testKey.call(new CredentialTestContext(), {
			id: 'key',
			name: 'Gong key',
			type: 'gongCrmApi',
			data: {},
		});
		expect(message).toContain('"Base URL" is empty');
	});

	test('its test says when something else than Gong answers', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'html', status: 200 });
		const { message } = await tested(simulator);
		expect(message).toContain('did not come from Gong’s API');
	});

	test('comes with a notice that names every scope to tick', () => {
		for (const scope of scopes)
			expect(property('scopesNotice', properties)?.displayName).toContain(scope);
	});

	test.each([
		['http://api.gong.io', 'must start with https'],
		['https://user:secret@api.gong.io', 'user name or password'],
		['nonsense', 'not a web address'],
		['', 'is empty'],
		[undefined, 'is empty'],
	])('a node refuses the address %s before anything is sent', async (baseUrl, problem) => {
		const simulator = await start();
		const run = await deleteWith(simulator, 'accessKey', { baseUrl });
		expect(run.error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(problem),
			description: expect.any(String),
		});
		expect(simulator.journal).toHaveLength(0);
	});

	test('a pasted path and a slash at the end do no harm', async () => {
		const simulator = await start();
		const baseUrl = `${simulator.url}/v2/crm/integrations/`;
		expect((await deleteWith(simulator, 'accessKey', { baseUrl })).status).toBe('success');
	});
});

describe('OAuth', () => {
	const { properties } = new GongCrmOAuth2Api();

	test('asks for all four scopes, each explained', () => {
		const scope = String(property('scope', properties)?.default);
		for (const one of scopes) {
			expect(scope).toContain(one);
			expect(property('scopesNotice', properties)?.displayName).toContain(one);
		}
	});

	test('lets people who want fewer scopes choose', () => {
		expect(property('customScopes', properties)).toMatchObject({ type: 'boolean', default: false });
		expect(property('enabledScopes', properties)).toMatchObject({
			default: scopes.join(' '),
			displayOptions: { show: { customScopes: [true] } },
		});
		expect(property('scope', properties)?.default).toMatch(
			/^=\{\{ \$self\["customScopes"\] \? \$self\["enabledScopes"\] : ".*" \}\}$/,
		);
	});

	test('refreshes an expired token, keeps its new address, and goes on', async () => {
		const simulator = await start();
		const credentials = credentialsFor(simulator);
		simulator.expireTokens();
		const run = await runWorkflow({
			workflow: deletion({ parameters: { authentication: 'oAuth2' } }),
			credentials,
			items: [{ integrationId }],
		});
		expect(run.json('Next')).toMatchObject([{ status: 'SUBMITTED', recovered: false }]);
		expect(simulator.calls('POST', '/oauth2/generate-customer-token')).toHaveLength(1);
		expect(simulator.deletions()).toHaveLength(1);
		const before = credentials.gongCrmOAuth2Api.oauthTokenData as Record<string, string>;
		const after = run.credentials.gongCrmOAuth2Api.oauthTokenData as Record<string, string>;
		expect(after.access_token).not.toBe(before.access_token);
		expect(after.api_base_url_for_customer).toBe(simulator.url);
	});

	test('says to connect again when the connection was revoked', async () => {
		const simulator = await start();
		const credentials = credentialsFor(simulator);
		simulator.revokeTokens();
		const run = await runWorkflow({
			workflow: deletion({ parameters: { authentication: 'oAuth2' } }),
			credentials,
			items: [{ integrationId }],
		});
		expect(run.error).toMatchObject({
			message: 'Gong did not accept the credential',
			description: expect.stringMatching(/started nothing.*no longer valid.*connect again/s),
		});
		expect(simulator.deletions()).toHaveLength(0);
	});

	test('a token endpoint that is away is waited for like Gong itself', async () => {
		const simulator = await start();
		const credentials = credentialsFor(simulator);
		simulator.expireTokens();
		simulator.addFault({ on: 'POST /oauth2/generate-customer-token', kind: 'status', status: 503 });
		const run = await runWorkflow({
			workflow: deletion({ parameters: { authentication: 'oAuth2' } }),
			credentials,
			items: [{ integrationId }],
		});
		expect(run.json('Next')).toMatchObject([{ status: 'SUBMITTED' }]);
	});

	test('an address typed into the credential wins over the one that came with the token', async () => {
		const simulator = await start({ oauth: { apiBaseUrl: 'https://us-1.api.gong.io' } });
		const run = await deleteWith(simulator, 'oAuth2', { baseUrl: `${simulator.url}/` });
		expect(run.status).toBe('success');
	});

	test.each([
		['https://evil.example.com', 'not one of Gong’s'],
		[undefined, 'did not say which address'],
	])('a token that came with the address %s is not sent anywhere', async (address, problem) => {
		const simulator = await start();
		const run = await deleteWith(simulator, 'oAuth2', {
			oauthTokenData: { ...simulator.issueToken(), api_base_url_for_customer: address },
		});
		expect(run.error?.message).toContain(problem);
		expect(simulator.journal).toHaveLength(0);
	});

	test('a credential that was never connected says so', async () => {
		const simulator = await start();
		const run = await deleteWith(simulator, 'oAuth2', { oauthTokenData: undefined });
		expect(run.error).toMatchObject({
			message: 'The Gong credential is not connected yet',
			description: expect.stringContaining('select "Connect"'),
		});
	});
});
