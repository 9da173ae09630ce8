import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { packageFolder } from '../e2e/folders.mts';
import { withInstallStep } from './installStep.mts';

/**
 * `npm run release -- 0.3.0`: makes a release of what is on the main branch. GitHub publishes what is pushed.
 *
 * Not n8n's own `n8n-node release`: it writes the changelog from the subjects of commits, over ours, which is
 * written for users, and chooses the version itself. What it runs, release-it, needs a newer Node.js than
 * this package does.
 */

const USAGE = `npm run release -- <version> [--no-push]

  Moves "Unreleased" in CHANGELOG.md to the version, sets it in package.json, has README install
  the package from npm, checks, commits, tags, and pushes the branch and the tag together.

  --no-push   leaves the commit and the tag here`;

class Refused extends Error {}

const run = (command: string, args: string[]): string =>
	execFileSync(command, args, { cwd: packageFolder, encoding: 'utf8' }).trim();
const git = (...args: string[]): string => run('git', args);
const see = (command: string, args: string[]): unknown =>
	execFileSync(command, args, { cwd: packageFolder, stdio: 'inherit' });
const read = (file: string): string => readFileSync(`${packageFolder}/${file}`, 'utf8');

const UNRELEASED =
	/^## \[(?:Unreleased|\d+\.\d+\.\d+)\](?: - Unreleased)?\n([\s\S]*?)(?=^## |$(?![\s\S]))/m;

/** The changelog with what was unreleased under its version and day, and what that is. */
function release(changelog: string, version: string): { changelog: string; notes: string } {
	const [section, notes = ''] = UNRELEASED.exec(changelog) ?? [];
	if (!section || !/^- /m.test(notes))
		throw new Refused('CHANGELOG.md has nothing under "Unreleased": nothing to release.');
	const today = new Date().toISOString().slice(0, 10);
	return {
		changelog: changelog.replace(section, () => `## [${version}] - ${today}\n${notes}`),
		notes: notes.trim(),
	};
}

const isOlder = (one: string, other: string): boolean =>
	one.localeCompare(other, 'en', { numeric: true }) < 0;

function checkState(version: string, isPushed: boolean): void {
	if (!/^\d+\.\d+\.\d+$/.test(version))
		throw new Refused(`"${version}" is not a version such as 1.2.3.`);
	const { version: current } = JSON.parse(read('package.json')) as { version: string };
	if (isOlder(version, current)) throw new Refused(`package.json is at ${current} already.`);
	if (git('tag', '--list', `v${version}`)) throw new Refused(`There is a tag v${version} already.`);
	if (git('branch', '--show-current') !== 'main')
		throw new Refused('Releases are made of the branch main.');
	if (git('status', '--porcelain', '--untracked-files=no'))
		throw new Refused('There are changes that are not committed.');
	if (!isPushed) return;
	git('fetch', 'origin', 'main', '--tags');
	if (git('rev-parse', 'origin/main') !== git('rev-parse', 'HEAD'))
		throw new Refused('This is not what is on main at GitHub. Pull or push first.');
}

function makeRelease(version: string, isPushed: boolean): void {
	checkState(version, isPushed);
	const { changelog, notes } = release(read('CHANGELOG.md'), version);
	writeFileSync(`${packageFolder}/CHANGELOG.md`, changelog);
	writeFileSync(`${packageFolder}/README.md`, withInstallStep(read('README.md'), changelog));
	run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version']);
	try {
		see('npm', ['run', 'lint']);
		see('npm', ['run', 'check:package']);
	} catch {
		throw new Refused('Not released. To take back what was changed for it: git checkout .');
	}
	see('git', ['commit', '--all', '--message', `Release ${version}`]);
	git(
		'tag',
		'--annotate',
		`v${version}`,
		'--message',
		`${version}\n\n${notes}`,
		'--cleanup=whitespace',
	);
	const push = ['push', '--atomic', 'origin', 'main', `v${version}`];
	if (isPushed) see('git', push);
	else console.log(`To publish it: git ${push.join(' ')}`);
}

function readArguments(): { version?: string; isPushed: boolean } {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: { 'no-push': { type: 'boolean' } },
		});
		const [version] = positionals.length === 1 ? positionals : [];
		return { version, isPushed: !values['no-push'] };
	} catch {
		return { isPushed: false };
	}
}

const { version, isPushed } = readArguments();
try {
	if (version === undefined) throw new Refused(USAGE);
	makeRelease(version, isPushed);
} catch (error) {
	console.error(error instanceof Refused ? error.message : error);
	process.exitCode = 1;
}
