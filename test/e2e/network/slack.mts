import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import type { Stage } from '../case.mts';
import { temporaryFolder } from '../folders.mts';
import { createCertificate } from './certificates.mts';
import { startForwardProxy } from './forwardProxy.mts';
import { startTlsFront } from './tlsFront.mts';

/** What n8n's Slack node has sent. */
export interface SlackMessage {
	channel: string;
	text: string;
}

/**
 * A stand-in for Slack's `chat.postMessage`. n8n's node calls `https://slack.com` and nothing else, so an
 * n8n with this environment comes here through a proxy, and trusts who signed the certificate.
 */
export async function startSlack(stage: Stage) {
	const messages: SlackMessage[] = [];
	const app = express();
	app.use(express.json());
	app.post('/api/chat.postMessage', ({ body, headers }, response) => {
		if (headers.authorization !== 'Bearer xoxb-for-tests') {
			response.json({ ok: false, error: 'invalid_auth' });
			return;
		}
		messages.push(body as SlackMessage);
		response.json({ ok: true, channel: 'C1', ts: `${messages.length}.0`, message: body as object });
	});
	const server = app.listen(0, '127.0.0.1');
	await new Promise<void>((resolve) => server.once('listening', () => resolve()));
	const { port } = server.address() as AddressInfo;

	const authority = createCertificate({ name: 'Test Authority', isAuthority: true });
	const trusted = join(temporaryFolder('authority'), 'authority.pem');
	writeFileSync(trusted, authority.cert);
	const front = await startTlsFront(
		createCertificate({ name: 'slack.com', signedBy: authority }),
		`http://127.0.0.1:${port}`,
	);
	const proxy = await startForwardProxy({
		lead: (target) => (target === 'slack.com:443' ? `127.0.0.1:${front.port}` : undefined),
	});
	stage.defer(async () => {
		await proxy.stop();
		await front.stop();
		server.close();
		server.closeAllConnections();
	});
	return {
		messages,
		/** What was sent to one channel. */
		textsIn: (wanted: string) =>
			messages.filter(({ channel }) => channel === wanted).map(({ text }) => text),
		environment: {
			HTTPS_PROXY: proxy.url,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: trusted,
		},
	};
}
