import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { FaultTarget, Simulator, SimulatorOptions } from '../../simulator/startSimulator.ts';
import { defineCase, type Stage } from '../case.mts';
import {
	addAccount,
	addKey,
	addWorkflow,
	checksOf,
	ids,
	keyOf,
	run,
	startGong,
	untilEnded,
	untilParked,
	type Wishes,
} from '../deletions.mts';
import { type Gate, openGate } from '../gate.mts';
import { signInAt } from '../n8n.mts';
import type { Credential, Execution } from '../n8nApi.mts';
import { startOtherHost } from '../../faults/otherHost.ts';
import { Secrets } from '../../faults/secrets.ts';

const DELETE: FaultTarget = 'DELETE /v2/crm/integrations';
const LIST: FaultTarget = 'GET /v2/crm/integrations';
const STATUS: FaultTarget = 'GET /v2/crm/request-status';
const TOKEN: FaultTarget = 'POST /oauth2/generate-customer-token';

const inExecution = { waitOptions: { suspend: false } };
const withoutWait = { waitForCompletion: false };

/** A Gong with secrets of its own, behind a gate that keeps all that passes. */
interface Planted {
	gong: Simulator;
	gate: Gate;
	credential: Credential;
}

/**
 * The one address where n8n connects accounts and refreshes tokens: hidden fields of the credential, the
 * same for all. Hands each call on to the Gong that the client belongs to.
 */
async function startSignIn(stage: Stage, gateOf: Map<string, string>): Promise<string> {
	const server = createServer((request, response) => {
		const { authorization = '' } = request.headers;
		const [, basic = ''] = authorization.split('Basic ');
		const client =
			new URL(request.url ?? '', 'http://here').searchParams.get('client_id') ??
			Buffer.from(basic, 'base64').toString().split(':')[0];
		const onward = send(
			`${gateOf.get(client)}${request.url}`,
			{ method: request.method, headers: request.headers },
			(answer) => {
				response.writeHead(answer.statusCode ?? 0, answer.headers);
				answer.pipe(response);
			},
		);
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	stage.defer(() => server.closeAllConnections());
	stage.defer(() => void server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth2`;
}

/** All files below a folder, as text, without the installed packages. */
function* filesBelow(folder: string): Generator<[string, string]> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && entry.name !== 'node_modules') yield* filesBelow(path);
		if (entry.isFile()) yield [path, readFileSync(path, 'latin1')];
	}
}

/** What reached Gong, without the two places where secrets belong: see RFC 6749, sections 6 and 7. */
const withoutSignIn = (sent: string) =>
	sent.replace(/^authorization: .*$/gim, '').replace(/(?<=[&\n])(refresh_token|code)=[^&\s]*/g, '');

export default defineCase({
	number: 19,
	title: 'secrets are in the sign-in to the right host, and nowhere else',
	long: true,
	async run(stage) {
		const secrets = new Secrets();
		const elsewhere = await startOtherHost();
		stage.defer(elsewhere.stop);
		await axios.get(elsewhere.url);
		assert.equal(elsewhere.take().length, 1, 'the other host hears calls');
		const gates: Gate[] = [];
		const gateOf = new Map<string, string>();
		const signIn = await startSignIn(stage, gateOf);
		const n8n = await stage.startN8n({
			environment: {
				N8N_LOG_LEVEL: 'debug',
				N8N_LOG_OUTPUT: 'console',
				...signInAt({
					authorizeUrl: `${signIn}/authorize`,
					tokenUrl: `${signIn}/generate-customer-token`,
				}),
			},
		});
		const answers: unknown[] = [];
		let clients = 0;

		const plant = async (options: SimulatorOptions = {}, takes = 1000) => {
			const accessKey = secrets.plant('access key');
			const accessKeySecret = secrets.plant('access key secret');
			const clientSecret = secrets.plant('client secret');
			const clientId = `client-app-${++clients}`;
			secrets.addPair('access key', accessKey, accessKeySecret);
			secrets.addPair('client secret', clientId, clientSecret);
			const gate = await openGate(stage, () => gong.url);
			gates.push(gate);
			gateOf.set(clientId, gate.url);
			const gong: Simulator = await startGong(stage, [{ deleteTakes: takes }], {
				accessKey,
				accessKeySecret,
				...options,
				oauth: { clientId, clientSecret, apiBaseUrl: gate.url, ...options.oauth },
			});
			return { gong, gate };
		};
		const withKey = async (...planted: Parameters<typeof plant>): Promise<Planted> => {
			const { gong, gate } = await plant(...planted);
			return { gong, gate, credential: await addKey(n8n, gong, gate.url) };
		};
		const withAccount = async (...planted: Parameters<typeof plant>): Promise<Planted> => {
			const { gong, gate } = await plant(...planted);
			return { gong, gate, credential: await addAccount(n8n, gong) };
		};
		const begin = async ({ credential }: Planted, parameters = {}, wishes: Wishes = {}) =>
			await run(n8n, await addWorkflow(n8n, credential, { parameters, ...wishes }));
		const ended = async (
			planted: Planted,
			status: Execution['status'],
			...wanted: [parameters?: object, wishes?: Wishes]
		) => {
			const execution = await untilEnded(n8n, await begin(planted, ...wanted));
			assert.equal(execution.status, status, execution.data.resultData.error?.message);
			return execution;
		};

		const redirect = { kind: 'redirect', location: `${elsewhere.url}/elsewhere` } as const;
		const byKey = {
			'without a wait': async () => await ended(await withKey(), 'success', withoutWait),
			'waiting in the execution': async () => {
				await ended(await withKey(), 'success', inExecution);
			},
			'suspended, with answers that go wrong': async () => {
				const planted = await withKey({}, 20_000);
				planted.gong.addFault({ on: STATUS, kind: 'status', status: 500 });
				planted.gong.addFault({ on: STATUS, kind: 'html' });
				planted.gong.addFault({ on: STATUS, kind: 'lostAnswer' });
				const id = await begin(planted);
				await untilParked(n8n, id);
				assert.equal((await untilEnded(n8n, id)).status, 'success');
			},
			'revoked while suspended': async () => {
				const planted = await withKey({}, 3_600_000);
				const id = await begin(planted);
				await untilParked(n8n, id);
				planted.gong.revokeKey();
				assert.equal((await untilEnded(n8n, id)).status, 'error');
			},
			'refused with 401': async () => {
				const planted = await withKey();
				planted.gong.revokeKey();
				await ended(planted, 'error');
				await ended(planted, 'success', {}, { node: { onError: 'continueErrorOutput' } });
			},
			'500 to the end': async () => {
				const planted = await withKey();
				planted.gong.addFault({ kind: 'status', status: 500, times: Infinity });
				await ended(planted, 'error');
			},
			'HTML, a reset and a lost answer': async () => {
				const planted = await withKey();
				planted.gong.addFault({ on: DELETE, kind: 'html' });
				planted.gong.addFault({ on: DELETE, kind: 'reset' });
				planted.gong.addFault({ on: DELETE, kind: 'lostAnswer' });
				await ended(planted, 'success', inExecution);
			},
			redirected: async () => {
				const planted = await withKey();
				planted.gong.addFault({ on: DELETE, ...redirect, status: 307 });
				await ended(planted, 'error');
				planted.gong.addFault({ on: LIST, ...redirect });
				await ended(planted, 'error', { options: { expectedName: 'Integration 1' } });
				planted.gong.addFault({ on: STATUS, ...redirect });
				await ended(planted, 'error', inExecution);
				planted.gong.addFault({ on: LIST, ...redirect });
				const data = keyOf(planted.gong, planted.gate.url);
				const tested = await n8n.api.testCredential(planted.credential, data);
				assert.match(tested.message, /redirects to another one/);
				answers.push(tested);
			},
		};
		const byAccount = {
			'refreshed while suspended': async () => {
				const planted = await withAccount({}, 20_000);
				const id = await begin(planted);
				await untilParked(n8n, id);
				planted.gong.expireTokens();
				assert.equal((await untilEnded(n8n, id)).status, 'success');
			},
			'refreshed while waiting in the execution': async () => {
				const planted = await withAccount({}, 3_600_000);
				const id = await begin(planted, inExecution);
				while (checksOf(planted.gong) === 0) await sleep(100);
				planted.gong.expireTokens();
				planted.gong.setDeletion({ integrationId: ids[0], takes: 0 });
				assert.equal((await untilEnded(n8n, id)).status, 'success');
			},
			'revoked while suspended': async () => {
				const planted = await withAccount({}, 3_600_000);
				const id = await begin(planted);
				await untilParked(n8n, id);
				planted.gong.revokeTokens();
				assert.equal((await untilEnded(n8n, id)).status, 'error');
			},
			'a token answer that is cut off': async () => {
				const planted = await withAccount();
				planted.gong.expireTokens();
				const token = secrets.plant('access token');
				const body = `{"access_token":"${token}","refresh_token":"${secrets.plant('refresh token')}`;
				planted.gong.addFault({ on: TOKEN, kind: 'status', status: 200, body, times: Infinity });
				await ended(planted, 'error', withoutWait);
			},
			'a refresh that answers HTML': async () => {
				const planted = await withAccount();
				planted.gong.expireTokens();
				planted.gong.addFault({ on: TOKEN, kind: 'html', status: 200, times: Infinity });
				await ended(planted, 'error', withoutWait);
			},
			redirected: async () => {
				const planted = await withAccount();
				planted.gong.addFault({ on: DELETE, ...redirect });
				await ended(planted, 'error');
			},
			'told to use another address': async () => {
				const planted = await withAccount({ oauth: { apiBaseUrl: 'https://gong.evil.example' } });
				await ended(planted, 'error');
			},
		};
		const ways = [...Object.entries(byKey), ...Object.entries(byAccount)];
		const isSuspended = ([way]: (typeof ways)[number]) => way.includes('suspended');
		const quick = ways.filter((way) => !isSuspended(way));
		// While some wait in the database, the others take turns: at once they would only be slow.
		const takeTurns = async () => {
			for (let next = quick.pop(); next; next = quick.pop()) await next[1]();
		};
		await Promise.all([
			...ways.filter(isSuspended).map(async ([, way]) => await way()),
			...[1, 2, 3].map(takeTurns),
		]);

		for (const gate of gates)
			for (const [, what, token] of gate
				.answered()
				.matchAll(/"(access_token|refresh_token)":"([^"]+)/g))
				secrets.add(what.replace('_', ' '), token);
		// Where they belong, they are; and the search finds them there.
		const sent = gates.map((gate) => gate.sent()).join('\n');
		const signIns = [...sent.matchAll(/^authorization: (\S+) (.*)$/gim)].map(
			([, , value]) => value,
		);
		assert.deepEqual(secrets.foundIn(signIns.join('\n')), [
			'access key as HTTP Basic',
			'access token',
			'client secret as HTTP Basic',
		]);
		assert.deepEqual(secrets.foundIn(`${sent}\n${gates.map((gate) => gate.answered()).join()}`), [
			'access key as HTTP Basic',
			'access token',
			'client secret as HTTP Basic',
			'refresh token',
		]);

		/** Fails if a place holds a secret, or if it was not searched: it holds this as well. */
		const assertClean = (place: string, text: string, also: string) => {
			assert.ok(text.includes(also), `${place} was searched`);
			assert.deepEqual(secrets.foundIn(text), [], place);
			stage.figure(`${place}, without a secret`, `${(text.length / 1024).toFixed(0)} kB`);
		};
		assertClean('what Gong got beside the sign-in', withoutSignIn(sent), ids[0]);
		assert.deepEqual(elsewhere.take(), [], 'another host got nothing');

		const executions = await n8n.api.listExecutions({});
		answers.push(executions);
		for (const { id } of executions)
			answers.push(await n8n.api.call('GET', `/rest/executions/${id}`));
		assertClean('what the REST API says of executions', JSON.stringify(answers), ids[0]);

		const tables = await n8n.query("SELECT name FROM sqlite_master WHERE type = 'table'");
		const contents = await n8n.queryAll(tables.map(({ name }) => `SELECT * FROM "${name}"`));
		const rows = tables.map(({ name }, index) => `${name} ${JSON.stringify(contents[index])}`);
		assertClean(`the rows of all ${tables.length} tables`, rows.join('\n'), ids[0]);
		for (const table of ['execution_data', 'credentials_entity'])
			assert.ok(
				rows.some((row) => row.startsWith(`${table} [{`)),
				`${table} has rows`,
			);
		const files = [...filesBelow(n8n.userFolder)];
		const texts = files.map(([path, text]) => `${path}\n${text}`).join('\n');
		assertClean(`${files.length} files of n8n, the database among them`, texts, ids[0]);
		assertClean('the log at debug level', readFileSync(n8n.logFile, 'latin1'), 'debug');
		stage.figure(
			'ways to end, executions, secrets',
			[ways.length, executions.length, secrets.count].join(', '),
		);
	},
});
