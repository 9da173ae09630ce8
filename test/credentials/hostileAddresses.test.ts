import { countConnections } from '../harness/connections';
import type { FinishedRun } from '../harness/runWorkflow';
import { hostileAddresses } from '../gong/hostileAddresses';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { deleteWith } from './deleteWith';

const tokenUrl = 'https://app.gong.io/oauth2/generate-customer-token';

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

test.each(hostileAddresses.filter((row) => row.entered === null))(
	'no DNS lookup, connection or request is made for the base URL $what',
	async ({ address }) => {
		isRefused(await counted('accessKey', { baseUrl: address }));
	},
);

test.each(hostileAddresses.filter((row) => row.received === null))(
	'no DNS lookup, connection or request is made for a token that came with $what',
	async ({ address }) => {
		const oauthTokenData = { ...simulator.issueToken(), api_base_url_for_customer: address };
		isRefused(await counted('oAuth2', { accessTokenUrl: tokenUrl, oauthTokenData }));
	},
);

test.each(leadingHere('http://127.0.0.1:1').map((address, index) => [address, index] as const))(
	'nothing is sent to a loopback address by %s',
	async (_, index) => {
		const baseUrl = leadingHere(simulator.url)[index];
		isRefused(await counted('accessKey', { baseUrl }));
		isRefused(await counted('oAuth2', { baseUrl }));
	},
);

test('control: a connection to an allowed address is observed', async () => {
	const own = await start();
	const { run, connections } = await counted('accessKey', { baseUrl: own.url });
	expect(run.status).toBe('success');
	expect(own.journal).toMatchObject([{ signIn: 'basic', status: 201 }]);
	expect(connections).toBeGreaterThan(0);
});
