import { randomBytes } from 'node:crypto';
import { Paces } from '../../nodes/gong/pace';
import type { Finding, ProbeRun } from '../recorded/runs';
import { SWITCH_NAMES, type SwitchName } from '../simulator/switches';
import { type Account, GongCalls, Recording, Unanswered } from './calls';
import { hideSecrets } from './hideSecrets';
import {
	type Answer,
	NOT_ASKED,
	QUESTIONS,
	whenItIsGone,
	whileItIsBeingDeleted,
	whileItIsThere,
	withAnother,
} from './questions';
import { PATIENCE, type Patience, PROBE_NAME, readList, said, Sandbox } from './sandbox';

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
	/** Ends the questions; what the probe has made is deleted all the same. */
	signal?: AbortSignal;
}

/** What came of a probe. */
export interface Probed {
	/** What was asked and answered, without secrets, however it ended. */
	run: ProbeRun;
	/** What a person has to know of an integration that may still be there; `null` = there is none. */
	left: string | null;
}

/** The account is not one to be asked. Nothing was changed. */
export class Refused extends Error {}

/** How long a deletion is waited for once somebody wants to leave, in ms. */
const SHORTLY = 10_000;

/**
 * Asks an account every question that Gong's documents leave open, with small integrations of its own,
 * which it deletes in the end, whatever happens.
 *
 * @throws Refused where the account has an integration already, or cannot have one: then nothing was
 * changed
 */
export async function probe(options: ProbeOptions): Promise<Probed> {
	const { account, print, signal } = options;
	const recording = new Recording(account.clock);
	const paces = new Paces();
	const own = new GongCalls(account, recording, paces);
	const asking = new GongCalls(account, recording, paces, signal ?? new AbortController().signal);
	await refuseOthers(own);

	const findings: Finding[] = [];
	const askAll = async (questions: object, sandbox: Sandbox): Promise<void> => {
		type Question = (sandbox: Sandbox) => Promise<Answer>;
		for (const [about, question] of Object.entries(questions) as Array<[SwitchName, Question]>) {
			recording.about = about;
			const { position = null, seen } = await answerTo(async () => await question(sandbox));
			recording.about = null;
			findings.push({ about, position, seen });
			print(`${about}: ${position === null ? '?' : String(position)} (${seen})`);
		}
	};
	const askWith = async (work: (sandbox: Sandbox) => Promise<void>): Promise<void> => {
		await withSandbox(options, own, asking, work);
	};

	let endedEarly: string | null = null;
	let left: string | null = null;
	try {
		const known: Pick<Sandbox, 'part' | 'usedUpload'> = { part: undefined, usedUpload: undefined };
		await askWith(async (sandbox) => {
			await askAll(whileItIsThere, sandbox);
			Object.assign(known, { part: sandbox.part, usedUpload: sandbox.usedUpload });
			await sandbox.requestDeletion();
			await askAll(whileItIsBeingDeleted, sandbox);
			await askAll(whenItIsGone, sandbox);
		});
		await askWith(async (another) => {
			Object.assign(another, known);
			await askAll(withAnother, another);
		});
	} catch (error) {
		const hasFound = findings.length > 0 || error instanceof Left || signal?.aborted;
		// Nothing was asked, and nothing is there.
		// No node throws here: it is a command of the repository.
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
		if (error instanceof Refused && !hasFound) throw error;
		endedEarly = signal?.aborted ? 'It was stopped.' : (error as Error).message;
		if (error instanceof Left) left = error.message;
	}
	const run: ProbeRun = {
		format: 'gong-probe',
		version: 1,
		date: new Date(account.clock.now()).toISOString().slice(0, 10),
		of: isThisMachine(account.baseUrl) ? 'a simulator' : 'Gong',
		endedEarly,
		findings: [...findings, ...SWITCH_NAMES.flatMap((name) => notAsked(name, findings))],
		exchanges: recording.exchanges,
	};
	return { run: hideSecrets(run, { ...account, ownerEmail: options.ownerEmail }), left };
}

const isThisMachine = (baseUrl: string): boolean =>
	['localhost', '127.0.0.1', '[::1]'].includes(new URL(baseUrl).hostname);

/** Why there is no answer about a switch. */
function notAsked(about: SwitchName, findings: readonly Finding[]): Finding[] {
	if (findings.some((finding) => finding.about === about)) return [];
	const seen =
		about in QUESTIONS ? 'It was not asked.' : NOT_ASKED[about as keyof typeof NOT_ASKED];
	return [{ about, position: null, seen }];
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
	const calls = new GongCalls(account, new Recording(account.clock), new Paces());
	const [found] = readList(await calls.list());
	if (!found) return false;
	if (!found.name.startsWith(PROBE_NAME))
		throw new Refused(`The integration “${found.name}” was not made by a probe.`);
	await remove(new Sandbox(calls, patience, found.integrationId), calls, print);
	return true;
}

async function answerTo(
	question: () => Promise<Answer>,
): Promise<Partial<Answer> & { seen: string }> {
	try {
		return await question();
	} catch (error) {
		if (error instanceof Unanswered) return { seen: error.message };
		// No node throws here: it is a command of the repository.
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
		throw error;
	}
}

async function refuseOthers(calls: GongCalls): Promise<void> {
	const listed = await calls
		.list()
		.then(readList)
		.catch((error: Error) => {
			throw new Refused(`Nothing was changed: ${error.message}.`, { cause: error });
		});
	const [found] = listed;
	if (!found) return;
	throw new Refused(
		found.name.startsWith(PROBE_NAME)
			? `The account still has “${found.name}”, which an earlier probe has left. Delete it with --clean-up.`
			: `The account has the integration “${found.name}”. The probe only works on an account without one.`,
	);
}

/** An integration of the probe's may still be there. */
class Left extends Error {}

/**
 * Registers an integration, works with it, and deletes it however the work ends.
 *
 * @param own makes the calls that have to be made even when the probe is stopped
 * @throws Left where it is not certain that the integration is deleted
 */
async function withSandbox(
	{ ownerEmail, patience = PATIENCE, print, signal }: ProbeOptions,
	own: GongCalls,
	asking: GongCalls,
	work: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
	signal?.throwIfAborted();
	const name = `${PROBE_NAME} ${randomBytes(4).toString('hex')}`;
	const integrationId = await register(own, name, ownerEmail);
	print(`Registered the integration “${name}”.`);
	const sandbox = new Sandbox(asking, patience, integrationId);
	try {
		await work(sandbox);
	} finally {
		await remove(sandbox, own, print, signal);
	}
}

/**
 * Registers under a name that nobody else has, by which it is found again if the answer gets lost.
 *
 * @throws Refused where Gong does not take it
 */
async function register(calls: GongCalls, name: string, ownerEmail: string): Promise<string> {
	let answer: string;
	try {
		const reply = await calls.register(name, ownerEmail);
		if (reply.status === 200) {
			reply.tag('it works');
			return String(reply.body.integrationId);
		}
		answer = `Registering was answered ${said(reply)}`;
	} catch (error) {
		answer = (error as Error).message;
	}
	const list = await calls
		.list()
		.then(readList)
		.catch((error: Error) => {
			throw new Left(
				`${answer}. Whether “${name}” was registered is not known: ${error.message}. Look with --clean-up.`,
				{ cause: error },
			);
		});
	const lost = list.find((one) => one.name === name);
	if (lost) return lost.integrationId;
	throw new Refused(answer);
}

/**
 * Makes sure that the integration is deleted, and waits for the end; not for long where somebody wants
 * to leave.
 *
 * @param own makes the calls that have to be made even when the probe is stopped
 * @throws Left where it may still be there
 */
async function remove(
	sandbox: Sandbox,
	own: GongCalls,
	print: (line: string) => void,
	signal?: AbortSignal,
): Promise<void> {
	if (sandbox.isGone) return;
	const asking = sandbox.calls;
	let problem: string;
	try {
		sandbox.calls = own;
		if (sandbox.deletion === undefined) await sandbox.requestDeletion();
		sandbox.calls = asking;
		const { status, errors } = await endUnlessStopped(sandbox, own, signal);
		if (sandbox.isGone) {
			print('Deleted the integration.');
			return;
		}
		problem =
			status === 'FAILED'
				? `the deletion ended FAILED. ${errors.join(' ')}`
				: 'Gong has accepted its deletion and has not finished it.';
	} catch (error) {
		problem = `${(error as Error).message}.`;
	}
	throw new Left(
		`The probe’s integration may still be there: ${problem} See with --clean-up, which deletes it.`,
	);
}

/** Waits for the end of a deletion, and no longer than shortly once somebody wants to leave. */
async function endUnlessStopped(
	sandbox: Sandbox,
	own: GongCalls,
	signal?: AbortSignal,
): ReturnType<Sandbox['endDeletion']> {
	if (!signal?.aborted) {
		try {
			return await sandbox.endDeletion();
		} catch (error) {
			// No node throws here: it is a command of the repository.
			// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
			if (!signal?.aborted) throw error;
		}
	}
	sandbox.calls = own;
	sandbox.patience = { ...sandbox.patience, deletion: SHORTLY, visible: SHORTLY };
	return await sandbox.endDeletion();
}
