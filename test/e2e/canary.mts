import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command, Option } from 'commander';
import { packageFolder } from './folders.mts';
import { n8nVersions } from './install.mts';
import { runCommand } from './runCommand.mts';
import { compareVersions, isPrerelease } from './versions.mts';

/**
 * `npm run canary`: whether the package still holds on the newest n8n that can be installed, on its
 * newest beta, or on the oldest that is promised, and what differs.
 */

interface Options {
	channel: 'newest' | 'beta' | 'oldest';
	tries: number;
	suites?: string[];
	only?: string;
	installOnly: boolean;
	report: string;
	issue: boolean;
}

const suites: Record<string, string[]> = {
	'end to end': ['--all'],
	'queue mode': ['--all', '--queue', '--concurrency', '4'],
	'the settings of n8n 3.0': ['--all', '--like-3'],
	'the settings of n8n 3.0, queue mode': ['--all', '--like-3', '--queue', '--concurrency', '4'],
	'Engine 2.0': ['--engine', '2'],
};

/** What is to come does not come to the oldest n8n. */
const suitesOf = (channel: Options['channel']): string[] =>
	channel === 'oldest' ? ['end to end', 'queue mode'] : Object.keys(suites);

const options = new Command('canary')
	.description('Runs all end-to-end cases on the newest n8n that can be installed, or on another.')
	.addOption(
		new Option(
			'--channel <name>',
			'the newest n8n, its newest beta where npm has one, or the oldest that is promised',
		)
			.choices(['newest', 'beta', 'oldest'])
			.default('newest'),
	)
	.option('--tries <count>', 'how many versions to try, the newest first', Number, 6)
	.option('--suites <names>', `of: ${Object.keys(suites).join('; ')}`, (text) => text.split(/; ?/))
	.option('--only <numbers>', 'only these cases, for example 1,59')
	.option('--install-only', 'finds and installs that n8n, and runs nothing', false)
	.option('--report <file>', 'where the report goes', '.cache/e2e/canary.md')
	.option(
		'--issue',
		'opens an issue with the report on GitHub, or updates the one that is open',
		false,
	)
	.parse()
	.opts<Options>();

const run = promisify(execFile);

/** What npm has, the newest first. */
async function publishedVersions(): Promise<string[]> {
	const { stdout } = await run('npm', ['view', 'n8n', 'versions', '--json']);
	const all = JSON.parse(stdout) as string[];
	return all.filter((one) => /^\d+\.\d+\.\d+/.test(one)).sort((a, b) => compareVersions(b, a));
}

/** Those to try: of a beta, only what is newer than the newest n8n. */
function candidatesOf(published: string[]): string[] {
	if (options.channel === 'oldest') return [n8nVersions.oldest];
	const [newest] = published.filter((one) => !isPrerelease(one));
	const wanted =
		options.channel === 'newest'
			? published.filter((one) => !isPrerelease(one))
			: published.filter((one) => isPrerelease(one) && compareVersions(one, newest) > 0);
	return wanted.slice(0, options.tries);
}

const e2e = async (args: string[]) =>
	await runCommand('npm', ['run', 'e2e', '--', ...args], packageFolder);

/** What the registry or the installation says against a version, in a line or two. */
const reasonIn = (output: string): string =>
	[...output.matchAll(/^npm (?:error|ERR!) (.*\S)$/gm)]
		.map(([, line]) => line)
		.filter((line) => !/complete log|_logs/.test(line))
		.slice(0, 3)
		.join(' ') || output.trim().split('\n').slice(-2).join(' ');

interface Installed {
	version: string | null;
	/** Newer ones, and why they cannot be. */
	refused: Array<{ version: string; reason: string }>;
}

async function installNewest(candidates: string[]): Promise<Installed> {
	const refused: Installed['refused'] = [];
	for (const version of candidates) {
		const { code, output } = await e2e(['--install-only', '--n8n', version]);
		if (code === 0) return { version, refused };
		refused.push({ version, reason: reasonIn(output) });
	}
	return { version: null, refused };
}

/** What a suite came to. */
interface Outcome {
	name: string;
	passed: number;
	/** What is said of each case that did not hold. */
	differs: string[];
}

async function runSuite(name: string, version: string): Promise<Outcome> {
	const only = options.only ? ['--only', options.only] : [];
	const { code, output } = await e2e(['--n8n', version, ...suites[name], ...only]);
	const [, passed = '0', failed = '0'] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
	const differs = [
		...output.matchAll(/^Case (\d+ failed on .*(?:\n(?!\s+at |---).*){0,12})/gm),
	].map(([, text]) => text.trimEnd());
	// A suite that ends badly without saying where has not held either.
	if (code !== 0 && differs.length === 0) {
		const said = /^\S*Error: .*$/m.exec(output)?.[0] ?? output.trim().split('\n').at(-1);
		differs.push(`${failed} failed, exit code ${code}: ${said}`);
	}
	return { name, passed: Number(passed), differs };
}

function write({ version, refused }: Installed, outcomes: Outcome[]): string {
	const differs = outcomes.flatMap((one) => one.differs);
	return [
		!version
			? 'None of these n8n can be installed.'
			: outcomes.length === 0
				? `n8n ${version} is the newest that can be installed.`
				: `On n8n ${version}, ${differs.length === 0 ? 'everything holds' : `${differs.length} of its cases came out differently`}.`,
		'',
		...refused.map((one) => `- n8n ${one.version} cannot be installed: ${one.reason}`),
		...(refused.length > 0 ? [''] : []),
		...(outcomes.length > 0 ? ['| suite | held | differs |', '| --- | ---: | ---: |'] : []),
		...outcomes.map(({ name, passed, differs }) => `| ${name} | ${passed} | ${differs.length} |`),
		'',
		...outcomes.flatMap(({ name, differs }) =>
			differs.flatMap((one) => [`### ${name}`, '', '```', one, '```', '']),
		),
	].join('\n');
}

/** Opens an issue with what differs, or brings the open one up to date; closes it where all holds. */
async function tell(channel: Options['channel'], version: string, differs: boolean): Promise<void> {
	const gh = async (...args: string[]) => (await run('gh', args)).stdout;
	const label = `canary-${channel}`;
	await gh(
		'label',
		'create',
		label,
		'--force',
		'--description',
		`What differs on the ${channel} n8n`,
	);
	const open = await gh('issue', 'list', '--label', label, '--state', 'open', '--json', 'number');
	const [issue] = JSON.parse(open) as Array<{ number: number }>;
	const title = `On n8n ${version}, something differs`;
	const body = ['--body-file', resolve(options.report)];
	if (differs && issue) await gh('issue', 'edit', `${issue.number}`, '--title', title, ...body);
	else if (differs) await gh('issue', 'create', '--title', title, '--label', label, ...body);
	else if (issue)
		await gh(
			'issue',
			'close',
			`${issue.number}`,
			'--comment',
			`On n8n ${version}, everything holds.`,
		);
}

const candidates = candidatesOf(await publishedVersions());
if (candidates.length === 0) {
	console.log(`npm has no n8n in this channel: ${options.channel}`);
	process.exit();
}
const installed = await installNewest(candidates);
const outcomes: Outcome[] = [];
if (installed.version && !options.installOnly)
	for (const name of options.suites ?? suitesOf(options.channel))
		outcomes.push(await runSuite(name, installed.version));
const report = write(installed, outcomes);
mkdirSync(dirname(options.report), { recursive: true });
writeFileSync(options.report, report);
console.log(`\n${report}`);
if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, report);
const differs = !installed.version || outcomes.some((one) => one.differs.length > 0);
if (options.issue) await tell(options.channel, installed.version ?? candidates[0], differs);
process.exit(differs ? 1 : 0);
