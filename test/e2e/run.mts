import { readdirSync, rmSync, writeSync } from 'node:fs';
import { suite } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
	describeResults,
	endOnSignals,
	registerCase,
	type CaseDefinition,
	type CaseResult,
	type Mode,
} from './case.mts';
import { logFolder, suiteFolder } from './folders.mts';
import { chooseN8n, ensureInstalled, type N8nVersion, n8nVersions, numberOf } from './install.mts';
import { useSettingsOf3 } from './n8n.mts';
import { packPackage, usePackage } from './pack.mts';
import { say } from './progress.mts';
import { compareVersions } from './versions.mts';

interface Options {
	only?: number[];
	all: boolean;
	queue: boolean;
	engine: '1' | '2';
	like3: boolean;
	browser: boolean;
	n8n: N8nVersion;
	concurrency: number;
	ci: boolean;
	package?: string;
	installOnly: boolean;
}

function wholeNumber(text: string): number {
	if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Whole numbers only.');
	return Number(text);
}

function n8nVersion(text: string): N8nVersion {
	if (!(text in n8nVersions) && !/^\d+\.\d+\.\d+/.test(text))
		throw new InvalidArgumentError('"oldest", "newest" or a number such as 2.41.1.');
	const pinned = Object.entries(n8nVersions).find(([, number]) => number === text)?.[0];
	return (pinned ?? text) as N8nVersion;
}

const options = new Command('e2e')
	.description(
		'Runs the package in a real n8n, which is installed on first use: on SQLite, and in its editor.',
	)
	.option('--only <numbers>', 'the cases to run, for example 3,4', (text) =>
		text.split(',').map(wholeNumber),
	)
	.option('--all', 'also the cases that only the canary runs', false)
	.option('--queue', 'the cases for queue mode, on Postgres, Redis, a main and two workers', false)
	.addOption(
		new Option('--engine <version>', 'which engine runs the workflows; 2 is on Postgres too')
			.choices(['1', '2'])
			.default('1'),
	)
	.option('--like-3', 'what n8n 3.0 may change, with the settings it will have', false)
	.option('--browser', 'only the walk through the editor, in Chromium', false)
	.option(
		'--n8n <version>',
		'the n8n to run them on: oldest, newest, or any other by its number',
		n8nVersion,
		'newest',
	)
	.option('--concurrency <count>', 'cases at once, beside those in browsers', wholeNumber, 6)
	.option('--ci', 'what CI runs: the newest n8n, queue mode too, and the oldest, in one go', false)
	.option('--install-only', 'installs that n8n, if it is not there yet, and runs nothing', false)
	.option('--package <tarball>', 'a packed package to test instead of this checkout')
	.parse()
	.opts<Options>();

const modes: Mode[] = options.browser
	? ['browser']
	: options.engine === '2'
		? ['engine2']
		: options.queue
			? ['queue']
			: ['sqlite', 'browser'];

/** What the cases run on. */
interface Target {
	version: N8nVersion;
	modes: Mode[];
}

const targets: Target[] = options.ci
	? [
			{ version: 'newest', modes: ['sqlite', 'browser', 'queue'] },
			{ version: 'oldest', modes: ['sqlite'] },
		]
	: [{ version: options.n8n, modes }];

interface ChosenCase {
	definition: CaseDefinition;
	mode: Mode;
	version: N8nVersion;
}

const results: CaseResult[] = [];

endOnSignals();
const found = await findCases();
const cases = targets.flatMap(chooseCases);
chooseN8n(options.n8n);
for (const { version } of targets) await ensureInstalled(version);
if (options.installOnly) process.exit();
if (options.like3) useSettingsOf3();
if (options.package) usePackage(options.package);
say(`Package: ${await packPackage()}`);
say(`Logs: ${logFolder}`);

process.once('exit', (code) => {
	// A run in which no case came to its end has not passed.
	if (results.length < cases.length && code === 0) process.exitCode = 1;
	if (results.length === cases.length && results.every(({ passed }) => passed))
		rmSync(logFolder, { recursive: true, force: true });
	writeSync(1, describeResults(results));
});

const those = (wanted: (one: CaseDefinition) => boolean | undefined): ChosenCase[] =>
	cases.filter(({ definition }) => wanted(definition));
const alone = those((one) => one.alone);
const quiet = those((one) => one.quiet);
const light = those((one) => one.light);
const others = those((one) => !one.alone && !one.quiet && !one.light);

// Each of these begins when the one before has ended, but those that mostly wait begin with the quiet ones.
void suite('end to end', { concurrency: 1 }, () => {
	register('alone', 1, alone);
	void suite('side by side', { concurrency: true }, () => {
		register('mostly waiting', light.length, light);
		void suite('with an n8n of their own', { concurrency: 1 }, () => {
			register('quiet', quiet.length, quiet);
			void suite('busy', { concurrency: true }, () => {
				for (const mode of new Set(others.map((one) => one.mode))) {
					register(
						mode,
						// A browser and an n8n of its own keep the machine busy. The others mostly wait, and so does
						// one of the cases in browsers.
						mode === 'browser' ? 3 : Math.max(1, options.concurrency),
						others.filter((one) => one.mode === mode),
					);
				}
			});
		});
	});
});

function register(title: string, concurrency: number, chosen: ChosenCase[]): void {
	if (chosen.length === 0) return;
	void suite(title, { concurrency }, () => {
		for (const one of chosen)
			registerCase(one.definition, {
				mode: one.mode,
				version: one.version,
				ended: (result) => void results.push(result),
			});
	});
}

async function findCases(): Promise<CaseDefinition[]> {
	const folder = join(suiteFolder, 'cases');
	const files = readdirSync(folder).filter((file) => file.endsWith('.mts'));
	const found: CaseDefinition[] = [];
	for (const file of files.sort()) {
		const module = (await import(pathToFileURL(join(folder, file)).href)) as {
			default: CaseDefinition;
		};
		found.push(module.default);
	}
	return found;
}

function chooseCases({ version, modes }: Target): ChosenCase[] {
	const isNewest = compareVersions(numberOf(version), n8nVersions.newest) >= 0;
	const wanted = found.filter(({ number, everyN8n, like3 }) => {
		if (options.only) return options.only.includes(number);
		if (options.like3) return like3 !== undefined;
		if (like3 === 'only') return false;
		return isNewest || everyN8n === true || (options.all && everyN8n === 'canary');
	});
	wanted.sort((a, b) => Number(b.long ?? false) - Number(a.long ?? false) || a.number - b.number);
	const chosen = modes.flatMap((mode) =>
		wanted
			.filter(({ modes: own = ['sqlite'] }) => own.includes(mode))
			.filter(({ canary = [] }) => {
				const isForCanary = canary === true || canary.includes(mode);
				return !isForCanary || options.all || options.only !== undefined;
			})
			.map((definition) => ({ definition, mode, version })),
	);
	if (chosen.length === 0) throw new Error(`No such case in the modes ${modes.join(', ')}`);
	return chosen;
}
