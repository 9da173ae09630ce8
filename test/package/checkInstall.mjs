import { execFileSync, spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const NAME = 'n8n-nodes-gong-crm';

/**
 * What `npm run install:n8n` says and leaves, with every kind of folder it may meet. That n8n loads what it
 * leaves is shown by case 70 of `npm run e2e`.
 *
 * @param check takes a name, whether it holds, and what was seen
 * @param tarball the packed package
 * @param folder to work in
 */
export function checkInstall(check, tarball, folder) {
	const place = (...path) => join(folder, ...path);
	const put = (path, text) => {
		mkdirSync(place(path, '..'), { recursive: true });
		writeFileSync(place(path), text);
	};
	const settings = JSON.stringify({ encryptionKey: 'made up' });
	const json = (path) => JSON.parse(readFileSync(place(path), 'utf8'));
	const install = (args, environment = {}) => {
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			['test/package/install.mjs', '--package', tarball, ...args],
			{
				encoding: 'utf8',
				env: { ...process.env, N8N_USER_FOLDER: '', HOME: place('nobody'), ...environment },
			},
		);
		return { ok: status === 0, said: `${stdout}${stderr}`.trim() };
	};
	const installed = (n8nFolder) => {
		const module = `${n8nFolder}/nodes/node_modules/${NAME}`;
		return (
			existsSync(place(module, 'dist/nodes/GongCrm/GongCrm.node.js')) &&
			// n8n gives its own n8n-workflow; npm would install a second one.
			json(`${module}/package.json`).peerDependencies === undefined &&
			json(`${n8nFolder}/nodes/package.json`).dependencies[NAME] ===
				json(`${module}/package.json`).version
		);
	};

	put('user/.n8n/config', settings);
	put('home/.n8n/config', settings);
	put('others/config', settings);
	put(
		'others/nodes/package.json',
		JSON.stringify({ name: 'installed-nodes', dependencies: { 'n8n-nodes-other': '1.0.0' } }),
	);
	put('container/.n8n/config', settings);
	const ways = [
		['the folder in N8N_USER_FOLDER', 'user/.n8n', [], { N8N_USER_FOLDER: place('user') }],
		['the folder in the home of this user', 'home/.n8n', [], { HOME: place('home') }],
		['a folder that is named', 'others', [place('others')]],
		['the same again, named by its "nodes"', 'others', [place('others', 'nodes')]],
	];
	for (const [what, n8nFolder, args, environment] of ways) {
		const { ok, said } = install(args, environment);
		check(`installs into ${what}`, ok && installed(n8nFolder), said.split('\n')[0]);
	}
	check(
		'leaves other packages of that n8n alone',
		json('others/nodes/package.json').dependencies['n8n-nodes-other'] === '1.0.0',
	);

	// Stands in for Docker, of which nothing but the command line counts here.
	put(
		'bin/docker',
		`#!/bin/sh\necho "$1 $2 $3 $4" >"${place('docker.log')}"\nshift 3\nexec "$@"\n`,
	);
	chmodSync(place('bin/docker'), 0o755);
	const { ok, said } = install(['--docker', 'my-n8n'], {
		PATH: `${place('bin')}:${process.env.PATH}`,
		HOME: place('container'),
	});
	const called = ok ? readFileSync(place('docker.log'), 'utf8').trim() : said;
	check(
		'installs into a container, by the n8n in it',
		called === 'exec --interactive my-n8n node' && installed('container/.n8n'),
		called,
	);

	put('empty/file', '');
	put('git/config', '[core]');
	put('broken/config', settings);
	put('broken/nodes/package.json', '{');
	put('noDocker/keep', '');
	const noDocker = { PATH: place('noDocker') };
	const refusals = [
		['a folder that is not there', [place('nowhere')], /^There is no folder ".*nowhere"\.$/],
		[
			'no n8n in the home of this user',
			[],
			/^There is no folder .*Start n8n once, or name its folder/,
		],
		['a folder without an n8n', [place('empty')], /is not the folder of an n8n/],
		['a folder of something else', [place('git')], /is not the folder of an n8n/],
		['a list of packages that cannot be read', [place('broken')], /is not JSON/],
		['two folders', ['a', 'b'], /^One folder at a time/],
		['an option that it has not', ['--podman', 'n8n'], /'--podman'/],
		[
			'Docker, where there is none',
			['--docker', 'n8n'],
			/^The command "docker" is not there/,
			noDocker,
		],
		['no tar', [place('others')], /^The command "tar" is not there/, noDocker],
		['no package', ['--package', place('nowhere.tgz')], /^There is no file/],
		[
			'a file that is no package',
			['--package', place('git/config'), place('others')],
			/is not a packed package/,
		],
	];
	for (const [what, args, message, environment] of refusals) {
		const refused = install(args, environment);
		check(
			`refuses ${what}`,
			!refused.ok && message.test(refused.said),
			refused.said.split('\n')[0],
		);
	}
	check('leaves what was there if it refuses', installed('others'));

	// Only root can be somebody else.
	if (process.getuid() === 0) {
		put('owned/.n8n/config', settings);
		execFileSync('chown', ['-R', '1000:1000', place('owned')]);
		const { ok: done } = install([place('owned')]);
		const owners = execFileSync('find', [place('owned'), '-printf', '%U\n'], { encoding: 'utf8' });
		check(
			'leaves all to the user that n8n runs as',
			done && new Set(owners.trim().split('\n')).size === 1,
		);
	}

	// A clone in which nothing is installed yet.
	mkdirSync(place('clone/test/package'), { recursive: true });
	for (const file of ['install.mjs', 'putIntoN8n.mjs'])
		symlinkSync(join(process.cwd(), 'test/package', file), place('clone/test/package', file));
	const fresh = spawnSync(
		process.execPath,
		[
			'--preserve-symlinks-main',
			'--preserve-symlinks',
			place('clone/test/package/install.mjs'),
			place('others'),
		],
		{ encoding: 'utf8' },
	);
	check(
		'asks for "npm ci" in a clone without node_modules',
		fresh.status === 1 && /npm ci/.test(fresh.stderr),
		fresh.stderr.trim(),
	);
}
