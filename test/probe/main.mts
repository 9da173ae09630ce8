import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import { type Ask, hasConsent, readAccess, whatCleaningDoes, whatItDoes } from './consent.js';
import { cleanUp, probe } from './probe.js';
import { asIssue, asSwitches } from './report.js';

const program = new Command('npm run probe --')
	.description(
		'Asks a Gong sandbox account how it answers where Gong’s documents say nothing, with a small integration of its own that it deletes in the end.',
	)
	.option('--clean-up', 'only delete what an earlier run has left', false)
	.addHelpText(
		'after',
		`
What it needs comes from the environment, or it asks:
  GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET
  GONG_OWNER_EMAIL    of the Gong user who will own the integration

To see it work without an account, start "npm run simulator -- --integrations 0" beside it.`,
	)
	.parse();

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

const print = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
const clock = {
	now: () => Date.now(),
	sleep: async (ms: number) => await new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

try {
	await main();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
terminal.close();

async function main(): Promise<void> {
	const { cleanUp: onlyCleansUp } = program.opts<{ cleanUp: boolean }>();
	const access = await readAccess(process.env, ask);
	const what = onlyCleansUp ? whatCleaningDoes(access.baseUrl) : whatItDoes(access.baseUrl);
	if (!(await hasConsent(what, ask))) throw new Error('Nothing was done.');
	const account = { ...access, clock };
	if (onlyCleansUp) {
		const wasThere = await cleanUp({ account, print });
		if (!wasThere) print('There is nothing to clean up.');
		return;
	}
	const ownerEmail =
		process.env.GONG_OWNER_EMAIL ?? (await ask('Email address of the Gong user who will own it: '));
	const findings = await probe({ account, ownerEmail, print });
	console.log(`\nAs switches of the simulator:\n\n${asSwitches(findings)}\n`);
	const date = new Date().toISOString().slice(0, 10);
	console.log(`For an issue; please read it before you post it:\n`);
	console.log(asIssue(findings, date, [ownerEmail, new URL(access.baseUrl).host]));
}
