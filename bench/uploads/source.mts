import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The CRM that the objects come from: answers `GET /` with all of them. */
export interface Source {
	url: string;
	/** When the last answer was out, as of `performance.now()`. */
	answeredAt(): number;
	stop(): Promise<void>;
}

/** A line of LDJSON with its end, in bytes, is as long as `size`. */
export function accounts(count: number, size: number): string[] {
	const account = (index: number, name: string) =>
		JSON.stringify({
			objectId: `account-${index}`,
			modifiedDate: '2026-11-25T08:00:00Z',
			name,
			domains: [`a${index}.acme.example`, `b${index}.acme.example`],
			url: `https://crm.example.com/accounts/${index}`,
		});
	return Array.from({ length: count }, (_, index) =>
		account(index, 'n'.repeat(size - 1 - account(index, '').length)),
	);
}

export async function startSource(lines: string[]): Promise<Source> {
	const body = Buffer.from(`[${lines.join(',')}]`);
	let answeredAt = NaN;
	const server = createServer((_request, response) => {
		response.setHeader('Content-Type', 'application/json');
		response.end(body, () => (answeredAt = performance.now()));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/`,
		answeredAt: () => answeredAt,
		stop: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
