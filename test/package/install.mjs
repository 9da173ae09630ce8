// `npm run install:n8n`: packs this clone and puts it into an n8n, until npm has the package.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `npm run install:n8n -- [folder]             into the n8n on this machine
npm run install:n8n -- --docker <container>  into the n8n in a running container

  folder              n8n's data folder; by default $N8N_USER_FOLDER/.n8n or ~/.n8n
  --docker <name>     the container's name or ID, as "docker ps" shows it
  --package <file>    a packed package (.tgz), instead of building this clone`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const installer = readFileSync(new URL('putIntoN8n.mjs', import.meta.url), 'utf8');

function refuse(message) {
	console.error(message);
	process.exit(1);
}

function readArguments() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				docker: { type: 'string' },
				package: { type: 'string' },
				help: { type: 'boolean', short: 'h' },
			},
		});
		if (positionals.length > 1) throw new Error('One folder at a time.');
		return { ...values, folder: positionals[0] };
	} catch (error) {
		return refuse(`${error.message}\n\n${USAGE}`);
	}
}

function npm(...args) {
	// npm names its own script to what it runs, which works on Windows too.
	const [command, ...before] = process.env.npm_execpath
		? [process.execPath, process.env.npm_execpath]
		: ['npm'];
	const { error, status, stdout, stderr } = spawnSync(command, [...before, ...args], {
		cwd: root,
		encoding: 'utf8',
	});
	if (error) refuse('The command "npm" is not there. It comes with Node.js: https://nodejs.org');
	if (status !== 0) refuse(`"npm ${args.join(' ')}" did not succeed:\n${stdout}${stderr}`);
}

function pack(folder) {
	if (!existsSync(join(root, 'node_modules', 'gulp')))
		refuse('What builds the package is not installed yet. Run this first: npm ci');
	console.log('Building and packing this clone');
	npm('run', 'build');
	npm('pack', '--ignore-scripts', '--pack-destination', folder);
	return join(folder, readdirSync(folder)[0]);
}

/**
 * Has the installer run here, or in a container.
 *
 * @param step `find` looks whether there is an n8n; `put` takes the package from `input`
 */
function runInstaller(step, { docker, folder }, input = 'ignore') {
	const run = ['--input-type=module', '--eval', installer, '--', step, ...(folder ? [folder] : [])];
	const [command, ...args] = docker
		? ['docker', 'exec', '--interactive', docker, 'node', ...run]
		: [process.execPath, ...run];
	const { error, status } = spawnSync(command, args, { stdio: [input, 'inherit', 'inherit'] });
	if (error?.code === 'ENOENT') refuse('The command "docker" is not there.');
	if (error) throw error;
	if (status !== 0) process.exit(1);
}

const wishes = readArguments();
if (wishes.help) {
	console.log(USAGE);
	process.exit(0);
}
if (wishes.package && !existsSync(wishes.package)) refuse(`There is no file "${wishes.package}".`);
runInstaller('find', wishes);
const temporary = mkdtempSync(join(tmpdir(), 'gong-crm-install-'));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
runInstaller('put', wishes, openSync(wishes.package ?? pack(temporary), 'r'));
console.log(
	`Now restart n8n${wishes.docker ? `: docker restart ${wishes.docker}` : ''}. Then search for "gong crm" in the nodes panel.
In queue mode, do the same for the main process and for each worker.`,
);
