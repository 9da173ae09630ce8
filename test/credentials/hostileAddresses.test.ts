import { countConnections } from '../harness/connections';
import type { FinishedRun } from '../harness/runWorkflow';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { deleteWith } from './deleteWith';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await start();
});
afterAll(stopAll);

/** Runs a deletion, and counts what it looked up and connected to. */
async function counted(
	...wanted: [authentication: 'accessKey' | 'oAuth2', change: Record<string, unknown>]
): Promise<{ run: FinishedRun; connections: number }> {
	let run: FinishedRun | undefined;
	const connections = await countConnections(async () => {
		run = await deleteWith(simulator, ...wanted);
	});
	return { run: run as FinishedRun, connections };
}

/** The same, as an address that leads to the simulator: only the rules keep a call from reaching it. */
const leadingHere = (url: string) => {
	const { port } = new URL(url);
	return [
		`http://user:password@127.0.0.1:${port}`,
		`http://127.1:${port}`,
		`http://2130706433:${port}`,
		`http://0x7f000001:${port}`,
		`http://0177.0.0.1:${port}`,
		`http://127.0.0.1.:${port}`,
		`http://127.0.0.2:${port}`,
		`http://0.0.0.0:${port}`,
		`http://[::ffff:127.0.0.1]:${port}`,
		`http://localhost.:${port}`,
		`http://LOCAL\tHOST:${port}`,
		`http://\uff4cocalhost:${port}`,
		`http://127.0.0.1%3a${port}`,
		`http:\\\\127.0.0.1:${port}`,
		`http:///127.0.0.1:${port}`,
		`http://127.0.0.1:${port}\\`,
		`http://127.0.0.1:${port}?`,
		`http://127.0.0.1:${port}#`,
		`http://127.0.0.1:${port}/v3`,
	];
};

const isRefused = ({ run, connections }: Awaited<ReturnType<typeof counted>>) => {
	expect(run.error).toMatchObject({
		name: 'NodeOperationError',
		message: expect.stringMatching(/'Base URL'|address/),
		description: expect.stringMatching(/\.$/),
	});
	expect(connections).toBe(0);
	expect(simulator.journal).toHaveLength(0);
};

const tokenUrl = 'https://app.gong.io/oauth2/generate-customer-token';

const receiving = (address: string) => ({
	accessTokenUrl: tokenUrl,
	oauthTokenData: { ...simulator.issueToken(), api_base_url_for_customer: address },
});

// Which addresses are refused is in the tests of base URLs; these would lead to the simulator.
test.each(leadingHere('http://127.0.0.1:1').map((address, index) => [address, index] as const))(
	'no DNS lookup, connection or request is made for this machine, written as %s',
	async (_, index) => {
		const address = leadingHere(simulator.url)[index];
		isRefused(await counted('accessKey', { baseUrl: address }));
		isRefused(await counted('oAuth2', { baseUrl: address }));
		isRefused(await counted('oAuth2', receiving(address)));
	},
);

test('no DNS lookup, connection or request is made for an address of somebody else, without https, or missing', async () => {
	isRefused(await counted('accessKey', { baseUrl: 'http://api.gong.io' }));
	isRefused(await counted('accessKey', { baseUrl: undefined }));
	isRefused(await counted('oAuth2', receiving('http://api.gong.io')));
	isRefused(await counted('oAuth2', receiving('https://evil.example')));
});

test('control: a connection to an allowed address is observed', async () => {
	const own = await start();
	const { run, connections } = await counted('accessKey', { baseUrl: own.url });
	expect(run.status).toBe('success');
	expect(own.journal).toMatchObject([{ signIn: 'basic', status: 201 }]);
	expect(connections).toBeGreaterThan(0);
});
