import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import {
	addAccount,
	addKey,
	addWorkflow,
	assertDeletedOnce,
	assertPaired,
	ids,
	run,
	startGong,
	untilAsleep,
	untilEnded,
} from '../deletions.mts';
import { temporaryFolder } from '../folders.mts';
import { signInAt } from '../n8n.mts';
import { type Certificate, createCertificate } from '../network/certificates.mts';
import { type ProxyFault, startForwardProxy } from '../network/forwardProxy.mts';
import { startTlsFront, type TlsFront } from '../network/tlsFront.mts';
import type { Simulator } from '../../simulator/startSimulator.ts';

/** Names that lead to this machine for those who use the proxy, and nowhere for anybody else. */
const hosts = {
	key: 'us-1.api.gong.io',
	account: 'us-2.api.gong.io',
	token: 'app.gong.io',
	refused: 'us-3.api.gong.io',
	untrusted: 'us-4.api.gong.io',
};
/** What is called over the proxy for plain HTTP, which the credential allows on this machine only. */
const plain = 'localhost:8080';

/** A lost connection and the proxy's own answers, which are not Gong's. */
const faults: ProxyFault[] = ['drop', { status: 407 }, { status: 403 }, { status: 404 }];

const MINUTE = 60_000;

export default defineCase({
	number: 48,
	title:
		'through a proxy with a password, what the proxy answers or loses is ridden out, with both credentials, by CONNECT and without; NO_PROXY goes past it',
	canary: true,
	everyN8n: 'canary',
	long: true,
	async run(stage) {
		const authority = createCertificate({ name: 'Test Authority', isAuthority: true });
		const trusted = join(temporaryFolder('authority'), 'authority.pem');
		writeFileSync(trusted, authority.cert);
		const start = async (certificate: Certificate, gong: Simulator): Promise<TlsFront> => {
			const front = await startTlsFront(certificate, gong.url);
			stage.defer(front.stop);
			return front;
		};
		const signed = (name: string) => createCertificate({ name, signedBy: authority });

		const never = [{ deleteTakes: 60 * MINUTE }];
		const ofKey = await startGong(stage, never);
		const ofAccount = await startGong(stage, never, {
			oauth: { apiBaseUrl: `https://${hosts.account}` },
		});
		const ofPlain = await startGong(stage, never);
		const ofRefused = await startGong(stage, never);
		const past = await startGong(stage, [{ deleteTakes: 2000 }]);

		const keyFront = await start(signed(hosts.key), ofKey);
		const strangersFront = await start(createCertificate({ name: hosts.key }), ofKey);
		const ports: Record<string, number> = {
			[`${hosts.key}:443`]: keyFront.port,
			[`${hosts.account}:443`]: (await start(signed(hosts.account), ofAccount)).port,
			[`${hosts.token}:443`]: (await start(signed(hosts.token), ofAccount)).port,
			[`${hosts.refused}:443`]: (await start(signed(hosts.refused), ofRefused)).port,
			[`${hosts.untrusted}:443`]: (
				await start(createCertificate({ name: hosts.untrusted }), ofRefused)
			).port,
			[plain]: Number(new URL(ofPlain.url).port),
		};
		const proxy = await startForwardProxy({
			user: 'n8n',
			password: 'p@ss word',
			lead: (target) => (ports[target] ? `127.0.0.1:${ports[target]}` : undefined),
		});
		stage.defer(proxy.stop);

		const n8n = await stage.startN8n({
			environment: {
				HTTPS_PROXY: proxy.url,
				HTTP_PROXY: proxy.url,
				NO_PROXY: '127.0.0.1',
				NODE_EXTRA_CA_CERTS: trusted,
				...signInAt({
					authorizeUrl: ofAccount.oauth.authorizeUrl,
					tokenUrl: `https://${hosts.token}/oauth2/generate-customer-token`,
				}),
			},
		});
		const account = await addAccount(n8n, ofAccount);
		const keys = {
			key: await addKey(n8n, ofKey, `https://${hosts.key}`),
			plain: await addKey(n8n, ofPlain, `http://${plain}`),
			past: await addKey(n8n, past),
			refused: await addKey(n8n, ofRefused, `https://${hosts.refused}`, 'Refused'),
			untrusted: await addKey(n8n, ofRefused, `https://${hosts.untrusted}`, 'Untrusted'),
		};

		/**
		 * A wait through the proxy that loses calls in the first seconds, and again once it is parked: there
		 * each may take until n8n's next tick.
		 */
		const ridesOut = async (
			gong: Simulator,
			credential: typeof account,
			target: string,
			parkedFaults: ProxyFault[],
			whileParked: () => Promise<void> = async () => {},
		): Promise<void> => {
			const workflow = await addWorkflow(n8n, credential);
			const id = await run(n8n, workflow);
			while (gong.deletions().length === 0) await sleep(20);
			proxy.playOn(target, ...faults);
			await untilAsleep(n8n, id);
			proxy.playOn(target, ...parkedFaults);
			await whileParked();
			gong.setDeletion({ integrationId: ids[0], takes: 0 });
			assertPaired(await untilEnded(n8n, id, 10 * MINUTE), [[ids[0], 'DONE']]);
			assertDeletedOnce(gong, [ids[0]]);
			const played = proxy.calls(target).flatMap(({ fault }) => (fault ? [fault] : []));
			assert.deepEqual(played, [...faults, ...parkedFaults], target);
		};

		/** A certificate that is not trusted, for a while: somebody looks into the traffic, or renews it. */
		const meetsAStranger = async (): Promise<void> => {
			const target = `${hosts.key}:443`;
			ports[target] = strangersFront.port;
			const before = proxy.calls(target).filter(({ fault }) => !fault).length;
			while (proxy.calls(target).filter(({ fault }) => !fault).length === before) await sleep(100);
			await sleep(1000);
			ports[target] = keyFront.port;
		};

		/** What the node says where it never comes to Gong. */
		const complaintOf = async (credential: typeof account): Promise<string> => {
			const workflow = await addWorkflow(n8n, credential);
			const execution = await untilEnded(n8n, await run(n8n, workflow), 3 * MINUTE);
			assert.equal(execution.status, 'error');
			const { message = '', description } = execution.data.resultData.error ?? {};
			return `${message} ${description}`;
		};

		const failures: string[] = [];
		const attempt = async (about: string, work: () => Promise<void>) =>
			await work().catch((error: Error) => failures.push(`${about}: ${error.message}`));
		proxy.playOn(`${hosts.refused}:443`, ...Array.from({ length: 50 }, () => ({ status: 407 })));
		await Promise.all([
			attempt(
				'key',
				async () =>
					await ridesOut(
						ofKey,
						keys.key,
						`${hosts.key}:443`,
						['drop', { status: 403 }],
						meetsAStranger,
					),
			),
			attempt('account', async () => {
				const onRefresh: ProxyFault[] = ['drop', { status: 407 }];
				await ridesOut(
					ofAccount,
					account,
					`${hosts.account}:443`,
					[{ status: 407 }, { status: 404 }],
					async () => {
						ofAccount.expireTokens();
						proxy.playOn(`${hosts.token}:443`, ...onRefresh);
					},
				);
				const refreshes = proxy.calls(`${hosts.token}:443`).map(({ fault }) => fault);
				// The sign-in; then the refresh, until one comes through.
				assert.deepEqual(refreshes, [undefined, ...onRefresh, undefined]);
			}),
			attempt(
				'without CONNECT',
				async () => await ridesOut(ofPlain, keys.plain, plain, ['drop', { status: 404 }]),
			),
			attempt('NO_PROXY', async () => {
				const id = await run(n8n, await addWorkflow(n8n, keys.past));
				assertPaired(await untilEnded(n8n, id), [[ids[0], 'DONE']]);
				assert.deepEqual(proxy.calls(new URL(past.url).host), []);
			}),
			attempt('a proxy that wants another password', async () => {
				const said = await complaintOf(keys.refused);
				stage.figure('a proxy that wants another password', said);
				assert.match(said, /407/);
				assert.match(said, /proxy/i);
				assert.equal(ofRefused.deletions().length, 0);
			}),
			attempt('a certificate that is not trusted', async () => {
				const said = await complaintOf(keys.untrusted);
				stage.figure('a certificate that is not trusted', said);
				assert.match(said, /certificate/i);
				assert.equal(ofRefused.deletions().length, 0);
			}),
		]);
		assert.deepEqual(failures, []);
	},
});
