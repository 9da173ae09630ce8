import { CredentialTestContext } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type INodeParameters,
	type INodeProperties,
	Workflow,
} from 'n8n-workflow';
import { GongCrmApi } from '../../credentials/GongCrmApi.credentials';
import { GongCrmOAuth2Api } from '../../credentials/GongCrmOAuth2Api.credentials';
import { testKey } from '../../nodes/n8n/testKey';
import type { CredentialData } from '../harness/credentialStore';
import { runOn } from '../harness/runs';
import { nodeTypes } from '../harness/runWorkflow';
import { credentialsFor, deletion } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Fault, Simulator } from '../simulator/startSimulator';
import { deleteWith } from './deleteWith';
import { noOp } from '../workflows/nodes';

/** As in Gong's API reference. */
const scopes = [
	'api:crm:integration:delete',
	'api:crm:integrations:read',
	'api:crm:upload',
	'api:crm:integration:register',
	'api:crm:schema',
	'api:crm:get-objects',
];

/** As recorded from Gong. */
const lacksScope = "You don't have permission to use 'api:crm:schema' in your app.";

afterEach(stopAll);

const property = (name: string, properties: INodeProperties[]) =>
	properties.find((one) => one.name === name);

/** What n8n makes of an expression in a credential: `$self` is what was entered. */
function askFor(expression: string, $self: ICredentialDataDecryptedObject): unknown {
	const node = noOp('Node');
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getParameterValue(
		expression,
		null,
		0,
		0,
		node.name,
		[],
		'internal',
		{},
		undefined,
		false,
		$self as INodeParameters,
	);
}

const byAccount = async (simulator: Simulator, credentials: CredentialData) =>
	await runOn(simulator, deletion({ parameters: { authentication: 'oAuth2' } }), { credentials });

describe('the access key credential', () => {
	const { authenticate, properties } = new GongCrmApi();
	const data = { baseUrl: 'https://api.gong.io/v2/', accessKey: 'key', accessKeySecret: 'secret' };

	test('is sent as HTTP Basic to the credential’s own base URL, whatever the request asked for', async () => {
		expect(await authenticate(data, { url: '/v2/crm/integrations', baseURL: 'https://x' })).toEqual(
			{
				url: '/v2/crm/integrations',
				baseURL: 'https://api.gong.io',
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
				auth: { username: 'key', password: 'secret' },
			},
		);
	});

	test('is not sent to an address without https', async () => {
		const request = authenticate({ ...data, baseUrl: 'http://api.gong.io' }, { url: '/' });
		await expect(request).rejects.toThrow("'Base URL'");
	});

	/** What n8n does when a builder saves the credential: the engine's own context. */
	const tested = async (simulator: Simulator, change: Record<string, string | undefined> = {}) =>
		await testKey.call(new CredentialTestContext(), {
			id: 'key',
			name: 'Gong key',
			type: 'gongCrmApi',
			data: {
				...credentialsFor(simulator).gongCrmApi,
				...change,
			} as ICredentialDataDecryptedObject,
		});

	test('is tested by listing the integrations', async () => {
		const simulator = await start();
		expect(await tested(simulator)).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(simulator.journal).toMatchObject([
			{ method: 'GET', path: '/v2/crm/integrations', signIn: 'basic', status: 200 },
		]);
	});

	test.each([
		[
			'a wrong key',
			{ accessKeySecret: 'wrong' },
			/did not accept the credential.*expired or was deleted.*Trusted IPs.*Admin center/s,
		],
		[
			'an address that nobody answers at',
			{ baseUrl: 'http://127.0.0.1:9' },
			/could not be reached.*ECONNREFUSED: /,
		],
		['an address without https', { baseUrl: 'http://api.gong.io' }, /must start with https/],
		['no address', { baseUrl: '' }, /^[^.]*'Base URL' is empty/],
		['an address that nobody filled in', { baseUrl: undefined }, /'Base URL' is empty/],
	])('explains in a sentence when its test fails with %s', async (_, change, message) => {
		const simulator = await start();
		const result = await tested(simulator, change);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(result.message).not.toContain(simulator.accessKeySecret);
	});

	test.each<[string, Fault, RegExp]>([
		[
			'something else than Gong answers',
			{ kind: 'html', status: 200 },
			/did not come from Gong’s API/,
		],
		[
			'Gong names a scope, and what to do about it',
			{ kind: 'status', status: 401, errors: [lacksScope] },
			new RegExp(`lacks the scope "api:crm:schema".*support.*OAuth2.*“${lacksScope}”`, 's'),
		],
	])('explains when its test finds %s', async (_, fault, message) => {
		const simulator = await start();
		simulator.addFault(fault);
		expect(await tested(simulator)).toEqual({
			status: 'Error',
			message: expect.stringMatching(message),
		});
	});

	test.each([302, 307] as const)(
		'does not follow a redirect with status %i during its test',
		async (status) => {
			const other = await start();
			const simulator = await start();
			const location = `${other.url}/v2/crm/integrations`;
			simulator.addFault({ kind: 'redirect', location, status });
			expect(await tested(simulator)).toEqual({
				status: 'Error',
				message: expect.stringContaining(`redirect to ${other.url} was not followed`),
			});
			expect(simulator.journal).toHaveLength(1);
			expect(other.journal).toHaveLength(0);
		},
	);

	test('has a notice about how to create a key in Gong, and none about scopes', () => {
		const notice = String(property('keyNotice', properties)?.displayName);
		for (const step of [
			'Admin center > Settings > API',
			'Ecosystem',
			'+ Get API key',
			'Key name',
			'TTL (days)',
			'When it ends, so does all that works with the key',
			'Trusted IPs',
		])
			expect(notice).toContain(step);
		expect(JSON.stringify(properties)).not.toMatch(/scope|tick/i);
	});
});

describe('the OAuth credential', () => {
	const { properties } = new GongCrmOAuth2Api();

	test.each([
		['authUrl', 'https://app.gong.io/oauth2/authorize'],
		['accessTokenUrl', 'https://app.gong.io/oauth2/generate-customer-token'],
	])('signs in at the addresses in Gong’s API reference: %s', (name, address) => {
		expect(property(name, properties)).toMatchObject({ type: 'hidden', default: address });
	});

	test.each(['scopesNotice', 'customScopesNotice'])(
		'says in a line of %s what works only with each of the six scopes',
		(name) => {
			const notice = String(property(name, properties)?.displayName);
			const lines = [...notice.matchAll(/<li>(\S+) to ([^<]+)<\/li>/g)];
			expect(lines.map(([, scope]) => scope)).toEqual(scopes);
			expect(new Set(lines.map(([, , use]) => use)).size).toBe(6);
		},
	);

	test.each([
		[{ customScopes: false, enabledScopes: 'api:crm:schema' }, scopes.join(' ')],
		[{ customScopes: true, enabledScopes: 'api:crm:schema' }, 'api:crm:schema'],
	])('with %j requests %s', (entered, asked) => {
		expect(property('customScopes', properties)).toMatchObject({ type: 'boolean', default: false });
		expect(property('enabledScopes', properties)).toMatchObject({
			default: scopes.join(' '),
			displayOptions: { show: { customScopes: [true] } },
		});
		const expression = String(property('scope', properties)?.default);
		expect(askFor(expression, entered)).toBe(asked);
	});

	test('names the scope that a token does not have, and makes no such call', async () => {
		const simulator = await start();
		const others = scopes.filter((one) => one !== 'api:crm:integration:delete');
		const oauthTokenData = { ...simulator.issueToken(others) };
		const run = await deleteWith(simulator, 'oAuth2', { oauthTokenData });
		expect(run.error).toMatchObject({
			message: 'Gong did not accept the credential',
			description: expect.stringContaining(
				'The connection lacks the scope "api:crm:integration:delete"',
			),
		});
		expect(simulator.journal).toEqual([]);
	});

	test('refreshes an expired token, stores its new base URL, and repeats the call', async () => {
		const simulator = await start();
		const credentials = credentialsFor(simulator);
		simulator.expireTokens();
		const run = await byAccount(simulator, credentials);
		expect(run.json('Next')).toMatchObject([{ status: 'SUBMITTED', recovered: false }]);
		expect(simulator.calls('POST', '/oauth2/generate-customer-token')).toHaveLength(1);
		expect(simulator.deletions()).toHaveLength(1);
		const before = credentials.gongCrmOAuth2Api.oauthTokenData as Record<string, string>;
		const after = run.credentials.gongCrmOAuth2Api.oauthTokenData as Record<string, string>;
		expect(after.access_token).not.toBe(before.access_token);
		expect(after.api_base_url_for_customer).toBe(simulator.url);
	});

	test('asks the user to connect again after the connection was revoked', async () => {
		const simulator = await start();
		const credentials = credentialsFor(simulator);
		simulator.revokeTokens();
		const run = await byAccount(simulator, credentials);
		expect(run.error).toMatchObject({
			message: 'Gong did not accept the credential',
			description: expect.stringMatching(
				/nothing was started.*no longer valid, or it lacks the scope "api:crm:integration:delete".*connect again/s,
			),
		});
		expect(simulator.deletions()).toHaveLength(0);
	});

	test('prefers a base URL entered in the credential over the one that came with the token', async () => {
		const simulator = await start({ oauth: { apiBaseUrl: 'https://us-1.api.gong.io' } });
		const run = await deleteWith(simulator, 'oAuth2', { baseUrl: `${simulator.url}/` });
		expect(run.status).toBe('success');
	});

	test('says so when it was never connected', async () => {
		const simulator = await start();
		const run = await deleteWith(simulator, 'oAuth2', { oauthTokenData: undefined });
		expect(run.error).toMatchObject({
			message: 'The Gong credential is not connected yet',
			description: expect.stringContaining("select 'Connect'"),
		});
	});
});
