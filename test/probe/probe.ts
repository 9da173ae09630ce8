import { randomBytes } from 'node:crypto';
import type { SwitchName, SwitchValue } from '../simulator/switches';
import { type Account, GongCalls } from './calls';
import {
	whenItIsGone,
	whileItIsBeingDeleted,
	whileItIsThere,
	withAnother,
	type Answer,
} from './questions';
import {
	PATIENCE,
	type Patience,
	PROBE_NAME,
	readList,
	said,
	Sandbox,
	Unanswered,
} from './sandbox';

/** What was found out about one switch. */
export interface Finding {
	about: SwitchName;
	position: SwitchValue | undefined;
	seen: string;
}

/** Whose account it is, and how to wait. */
export interface CleanUpOptions {
	account: Account;
	patience?: Patience;
	print: (line: string) => void;
}

/** Whom to ask, and how. */
export interface ProbeOptions extends CleanUpOptions {
	/** Of a Gong user, who will own the integration. */
	ownerEmail: string;
}

/** The account is not one to be asked. Nothing was changed. */
export class Refused extends Error {}

/**
 * Asks an account every question that Gong's documents leave open, with a small integration of its own,
 * which it deletes in the end, whatever happens.
 *
 * @throws Refused where the account has an integration already: then nothing was changed
 * @throws Error where Gong does not let it do its work
 */
export async function probe(options: ProbeOptions): Promise<Finding[]> {
	const { account, print } = options;
	const calls = new GongCalls(account);
	await refuseOthers(calls);

	const findings: Finding[] = [];
	const ask = async (about: SwitchName, question: () => Promise<Answer>): Promise<void> => {
		const { position, seen } = await answerTo(question);
		findings.push({ about, position, seen });
		print(`${about}: ${position === undefined ? '?' : String(position)} (${seen})`);
	};
	const askAll = async (questions: object, sandbox: Sandbox): Promise<void> => {
		type Question = (sandbox: Sandbox) => Promise<Answer>;
		for (const [about, question] of Object.entries(questions) as Array<[SwitchName, Question]>)
			await ask(about, async () => await question(sandbox));
	};

	const usedId = await withSandbox(options, calls, async (sandbox) => {
		await askAll(whileItIsThere, sandbox);
		await requestDeletion(sandbox);
		await askAll(whileItIsBeingDeleted, sandbox);
		await askAll(whenItIsGone, sandbox);
		return sandbox.deletion;
	});
	await withSandbox(options, calls, async (another) => {
		await ask('requestIdsUniquePer', async () => {
			if (usedId === undefined) throw new Unanswered('no deletion was accepted');
			return await withAnother.requestIdsUniquePer(another, usedId);
		});
	});
	return findings;
}

/**
 * Deletes the integration that an earlier probe left, and waits for the end.
 *
 * @returns whether there was one
 * @throws Refused where the account's integration is not a probe's
 */
export async function cleanUp({
	account,
	patience = PATIENCE,
	print,
}: CleanUpOptions): Promise<boolean> {
	const calls = new GongCalls(account);
	const [found] = readList(await calls.list());
	if (!found) return false;
	if (!found.name.startsWith(PROBE_NAME))
		throw new Refused(`The integration “${found.name}” was not made by a probe.`);
	await remove(new Sandbox(calls, account.clock, patience, found.id), print);
	return true;
}

async function answerTo(question: () => Promise<Answer>): Promise<Answer> {
	try {
		return await question();
	} catch (error) {
		if (error instanceof Unanswered) return { position: undefined, seen: error.message };
		// No node throws here: it is a command of the repository.
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
		throw error;
	}
}

async function refuseOthers(calls: GongCalls): Promise<void> {
	const [found] = readList(await calls.list());
	if (!found) return;
	throw new Refused(
		found.name.startsWith(PROBE_NAME)
			? `The account still has “${found.name}”, which an earlier probe has left. Delete it with --clean-up.`
			: `The account has the integration “${found.name}”. The probe only works on an account without one.`,
	);
}

/** Registers an integration, works with it, and deletes it however the work ends. */
async function withSandbox<T>(
	{ account, ownerEmail, patience = PATIENCE, print }: ProbeOptions,
	calls: GongCalls,
	work: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
	const name = `${PROBE_NAME} ${randomBytes(4).toString('hex')}`;
	const integrationId = await register(calls, name, ownerEmail);
	print(`Registered the integration “${name}”.`);
	const sandbox = new Sandbox(calls, account.clock, patience, integrationId);
	try {
		return await work(sandbox);
	} finally {
		await remove(sandbox, print);
	}
}

/** Registers under a name that nobody else has, by which it is found again if the answer gets lost. */
async function register(calls: GongCalls, name: string, ownerEmail: string): Promise<string> {
	const reply = await calls.register(name, ownerEmail).catch((error: Error) => error);
	if (!(reply instanceof Error) && reply.status === 200) return String(reply.body.integrationId);
	const lost = readList(await calls.list()).find((one) => one.name === name);
	if (lost) return lost.id;
	throw reply instanceof Error ? reply : new Error(`Registering was answered ${said(reply)}`);
}

async function requestDeletion(sandbox: Sandbox): Promise<void> {
	const id = sandbox.newId();
	const reply = await sandbox.calls.remove(sandbox.integrationId, id);
	if (reply.status !== 201) throw new Error(`The deletion was answered ${said(reply)}`);
	sandbox.deletion = id;
}

/** Makes sure that the integration is deleted, and waits for the end. */
async function remove(sandbox: Sandbox, print: (line: string) => void): Promise<void> {
	if (sandbox.isGone) return;
	try {
		if (sandbox.deletion === undefined) await requestDeletion(sandbox);
		const { status, errors } = await sandbox.end(String(sandbox.deletion));
		if (status !== 'DONE') throw new Error(`The deletion ended ${status}. ${errors.join(' ')}`);
	} catch (error) {
		// No node throws here: it is a command of the repository.
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
		throw new Error(
			`The probe’s integration may still be there: ${(error as Error).message} Delete it with --clean-up.`,
			{ cause: error },
		);
	}
	print('Deleted the integration.');
}
