import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INodeParameters,
} from 'n8n-workflow';
import { GongCrmApi } from '../../credentials/GongCrmApi.credentials';
import { CredentialStore } from '../harness/credentialStore';
import { runOn } from '../harness/runs';
import { type RunOptions, useNodes } from '../harness/runWorkflow';
import { key } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { HttpRequest } from './httpRequest';
import { chain } from '../workflows/build';
import { httpRequest, manualTrigger } from '../workflows/nodes';

useNodes({ 'n8n-nodes-base.httpRequest': new HttpRequest() });
afterEach(stopAll);

describe('the access key used in an HTTP Request node', () => {
	const { authenticate } = new GongCrmApi();
	const data = { baseUrl: 'https://us-1.api.gong.io', accessKey: 'key', accessKeySecret: 'secret' };
	const allowed = 'https://us-1.api.gong.io/v2/calls';

	test.each([
		{ uri: 'https://evil.example/v2/calls' },
		{ url: 'https://evil.example/v2/calls' },
		{ url: '//evil.example/v2/calls' },
		{ url: '\\\\evil.example/v2/calls' },
		{ uri: 'https://api.gong.io/v2/calls' },
		{ uri: 'http://us-1.api.gong.io/v2/calls' },
		{ uri: 'https://us-1.api.gong.io:8443/v2/calls' },
		{ uri: 'https://us-1.api.gong.io@evil.example/' },
		// n8n sends this one to `url`.
		{ uri: allowed, url: 'https://evil.example/v2/calls' },
		{ url: allowed, uri: 'https://evil.example/v2/calls' },
	])('is not sent to %j', async (request) => {
		const url = '/v2/calls';
		await expect(authenticate(data, { url, ...request })).rejects.toMatchObject({
			message: expect.stringContaining('only sent to https://us-1.api.gong.io'),
		});
	});

	test.each([{ url: '/v2/calls' }, { url: allowed }, { uri: allowed }])(
		'is sent to %j',
		async (request) => {
			expect(await authenticate(data, request as IHttpRequestOptions)).toMatchObject({
				auth: { username: 'key', password: 'secret' },
			});
		},
	);
});

interface Redirect {
	status?: 301 | 302 | 303 | 307 | 308;
	openStore?: RunOptions['openStore'];
	method?: string;
	helper?: string;
	options?: INodeParameters;
}

/** Calls a Gong that answers with a redirect to another host, which is returned. */
async function redirected(
	typeVersion: number,
	{ status = 302, openStore, ...parameters }: Redirect = {},
): Promise<{ gong: Simulator; other: Simulator }> {
	const [gong, other] = [await start(), await start()];
	gong.addFault({ kind: 'redirect', location: `${other.url}/v2/crm/integrations`, status });
	const url = `${gong.url}/v2/crm/integrations`;
	await runOn(
		gong,
		chain(manualTrigger(), httpRequest('Call', { url, ...parameters }, key, { typeVersion })),
		{ openStore },
	);
	return { gong, other };
}

const isKeptFrom = ({ gong, other }: Awaited<ReturnType<typeof redirected>>) => {
	expect(gong.journal).toMatchObject([{ signIn: 'basic' }]);
	expect(other.journal).toHaveLength(0);
};

/** The last one that n8n has send credentials across a redirect by default, and the first that it has not. */
const bothKinds = [4.3, 4.4];

describe.each(bothKinds)('the HTTP Request node v%d with the access key', (version) => {
	test.each<Redirect>([
		{ status: 301 },
		{ status: 302 },
		{ status: 303 },
		{ status: 307 },
		{ status: 308 },
		{ status: 307, method: 'POST' },
		{ options: { sendCredentialsOnCrossOriginRedirect: true } },
	])('does not follow a redirect to another host with %j', async (redirect) => {
		isKeptFrom(await redirected(version, redirect));
	});
});

test('n8n’s HTTP Request Tool does not follow a redirect to another host with the access key', async () => {
	isKeptFrom(await redirected(4.5, { helper: 'httpRequestWithAuthentication' }));
});

/** The key as a credential would add it that only has the switch of the newer helper. */
class Careless extends CredentialStore {
	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { auth } = await super.authenticate(credentials, type, request);
		return { ...request, auth, disableFollowRedirect: true };
	}
}

test.each(bothKinds)(
	'control: with disableFollowRedirect alone the HTTP Request node v%d follows the redirect',
	async (version) => {
		const { other } = await redirected(version, { openStore: (data) => new Careless(data) });
		expect(other.journal).toMatchObject([{ signIn: version < 4.4 ? 'basic' : 'none' }]);
	},
);
