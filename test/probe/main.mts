import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import { type ProbeRun, readRun } from '../recorded/runs.js';
import { compare, describeComparison } from './compare.js';
import { type Ask, hasConsent, readAccess, whatCleaningDoes, whatItDoes } from './consent.js';
import { cleanUp, probe } from './probe.js';
import { probeSimulator } from './simulatedAccount.js';

const program = new Command('npm run probe --')
	.description(
		'Asks a Gong sandbox account how it answers where Gong’s documents say nothing, with small integrations of its own that it deletes in the end.',
	)
	.option('--file <file>', 'where to write the answers (default: gong-probe-<day and time>.json)')
	.option('--compare <file>', 'only compare the answers in a file with the simulator’s')
	.option('--clean-up', 'only delete what an earlier run has left', false)
	.addHelpText(
		'after',
		`
What it needs comes from the environment, or it asks:
  GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET
  GONG_OWNER_EMAIL    of the Gong user who will own the integration

To see it work without an account, start "npm run simulator -- --integrations 0" beside it.`,
	)
	.allowExcessArguments(false)
	.parse();
const options = program.opts<{ file?: string; compare?: string; cleanUp: boolean }>();

const print = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
const clock = {
	now: () => Date.now(),
	sleep: async (ms: number) => await new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

try {
	if (options.compare !== undefined) await printComparison(readRunFile(options.compare));
	else await askGong();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}

function readRunFile(file: string): ProbeRun {
	return readRun(readFileSync(file, 'utf8'));
}

async function printComparison(run: ProbeRun): Promise<void> {
	console.log(describeComparison(run, compare(run, await probeSimulator())));
}

async function askGong(): Promise<void> {
	const person = startAsking();
	const { access, ownerEmail } = await askPerson(person.ask).finally(person.end);
	const account = { ...access, clock };
	if (options.cleanUp) {
		const wasThere = await cleanUp({ account, print });
		if (!wasThere) print('There is nothing to clean up.');
		return;
	}
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (stop.signal.aborted) {
				print('The probe’s integration may still be there. Delete it with --clean-up.');
				process.exit(1);
			}
			stop.abort();
			print('Stopping: what the probe has made is deleted. Once more to leave at once.');
		});
	}
	const { run, left } = await probe({ account, ownerEmail, print, signal: stop.signal });
	const at = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
	const file = options.file ?? `gong-probe-${at}.json`;
	writeFileSync(file, `${JSON.stringify(run, null, '\t')}\n`);
	console.log(`\nThe answers are in ${file}. Please read it before you pass it on.`);
	console.log(`See what they change: npm run probe -- --compare ${file}`);
	if (run.endedEarly !== null) throw new Error(left ?? run.endedEarly);
}

async function askPerson(ask: Ask) {
	const access = await readAccess(process.env, ask);
	const what = options.cleanUp ? whatCleaningDoes(access.baseUrl) : whatItDoes(access.baseUrl);
	if (!(await hasConsent(what, ask))) throw new Error('Nothing was done.');
	const ownerEmail = options.cleanUp
		? ''
		: (process.env.GONG_OWNER_EMAIL ??
			(await ask('Email address of the Gong user who will own it: ')));
	return { access, ownerEmail };
}

/** The terminal is given back before anything is done: until then it keeps Ctrl-C to itself. */
function startAsking(): { ask: Ask; end: () => void } {
	let isHidden = false;
	const screen = new Writable({
		write(chunk: Buffer, _, done) {
			if (!isHidden) process.stdout.write(chunk);
			done();
		},
	});
	const terminal = createInterface({
		input: process.stdin,
		output: screen,
		terminal: process.stdin.isTTY,
	});
	const lines = terminal[Symbol.asyncIterator]();
	const ask: Ask = async (question, { hidden } = { hidden: false }) => {
		process.stdout.write(question);
		isHidden = hidden;
		const { done, value } = await lines.next();
		isHidden = false;
		if (hidden) process.stdout.write('\n');
		if (done) throw new Error('\nNothing was done: there is nobody to ask.');
		return value.trim();
	};
	return { ask, end: () => terminal.close() };
}
