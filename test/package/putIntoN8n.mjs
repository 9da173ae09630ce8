// Puts a packed package, which comes in by stdin, into an n8n's folder, as n8n's own Install leaves one there.
// It runs where n8n runs, in n8n's container too, and so is one file that needs nothing but Node and tar;
// n8n's Install needs both as well (`community-packages.service.js` in n8n 2.41).
//
//   node --input-type=module --eval "$(cat putIntoN8n.mjs)" -- put [folder] < package.tgz
//
// `find` in the place of `put` only says what is wrong with the folder.
import { spawnSync } from 'node:child_process';
import {
	chownSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** What is said instead of a stack. */
class Refused extends Error {}

/** Where n8n itself looks (`getN8nFolder` in @n8n/config 2.41). */
const usualFolder = () => join(process.env.N8N_USER_FOLDER || homedir(), '.n8n');

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** n8n writes its encryption key into a file `config` when it starts for the first time. */
function isN8nFolder(folder) {
	const settings = join(folder, 'config');
	if (!existsSync(settings)) return false;
	let text;
	try {
		text = readFileSync(settings, 'utf8');
	} catch (error) {
		if (error.code === 'EACCES') throw new Refused(explainDenied(settings));
		return false;
	}
	try {
		return typeof JSON.parse(text).encryptionKey === 'string';
	} catch {
		return false;
	}
}

/** What to do about a path that this user may not read or write: it, or the nearest folder, is another's. */
function explainDenied(path) {
	const there = existsSync(path) ? path : dirname(path);
	return `This user (number ${process.getuid?.()}) may not use "${there}", which belongs to user number ${statSync(there).uid}. Run the command as that user, or give the folder to this one.`;
}

/** n8n's folder: the given one, the `.n8n` in it, or the one that the given `nodes` is in. */
function findN8nFolder(given) {
	const start = resolve(given || usualFolder());
	if (!existsSync(start))
		throw new Refused(
			given
				? `There is no folder "${start}".`
				: `There is no folder "${start}", where n8n keeps its data unless N8N_USER_FOLDER says otherwise. Start n8n once, or name its folder: npm run install:n8n -- /path/to/.n8n`,
		);
	const candidates = [
		start,
		join(start, '.n8n'),
		...(basename(start) === 'nodes' ? [dirname(start)] : []),
	];
	const found = candidates.find(isN8nFolder);
	if (!found)
		throw new Refused(
			`"${start}" is not the folder of an n8n: it has no file "config" with an encryption key, which n8n writes at its first start. Start n8n once, or name the folder that it uses.`,
		);
	return found;
}

/** The packages that n8n has installed, by name: a file that n8n and npm read. */
function readLedger(file) {
	if (!existsSync(file)) return { name: 'installed-nodes', private: true, dependencies: {} };
	try {
		const ledger = readJson(file);
		return { ...ledger, dependencies: { ...ledger.dependencies } };
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		throw new Refused(
			`"${file}", in which n8n keeps the names of installed packages, is not JSON. Repair it, or remove it and start n8n, which writes it again.`,
		);
	}
}

/** Unpacks stdin into `folder`, and takes out of its manifest what n8n takes out. */
function unpack(folder) {
	const { error, status, stderr } = spawnSync('tar', ['-xzf', '-', '--strip-components=1'], {
		cwd: folder,
		stdio: [0, 'ignore', 'pipe'],
		encoding: 'utf8',
	});
	if (error?.code === 'ENOENT')
		throw new Refused('The command "tar" is not there; n8n needs it too.');
	const manifest = join(folder, 'package.json');
	if (error || status !== 0 || !existsSync(manifest))
		throw new Refused(`What came in is not a packed package. ${stderr ?? ''}`.trim());
	// Left in, npm would install a second n8n-workflow beside the one that n8n gives to its packages.
	const { devDependencies, peerDependencies, optionalDependencies, ...rest } = readJson(manifest);
	writeFileSync(manifest, `${JSON.stringify(rest, null, 2)}\n`);
	return rest;
}

/** Root writes for somebody else: n8n has to be able to update and remove what lies there. */
function giveTo({ uid, gid }, path) {
	if (process.getuid?.() !== 0) return;
	chownSync(path, uid, gid);
	if (!statSync(path).isDirectory()) return;
	for (const name of readdirSync(path)) giveTo({ uid, gid }, join(path, name));
}

function put(n8nFolder) {
	const owner = statSync(n8nFolder);
	const nodes = join(n8nFolder, 'nodes');
	const modules = join(nodes, 'node_modules');
	const ledgerFile = join(nodes, 'package.json');
	let incoming;
	try {
		const ledger = readLedger(ledgerFile);
		const made = [nodes, modules].filter((folder) => !existsSync(folder));
		mkdirSync(modules, { recursive: true });
		if (process.getuid?.() === 0)
			for (const folder of made) chownSync(folder, owner.uid, owner.gid);
		incoming = join(nodes, `.incoming-${process.pid}`);
		mkdirSync(incoming);
		const { name, version } = unpack(incoming);
		const target = join(modules, name);
		const before = existsSync(join(target, 'package.json'))
			? readJson(join(target, 'package.json')).version
			: undefined;
		giveTo(owner, incoming);
		rmSync(target, { recursive: true, force: true });
		renameSync(incoming, target);
		ledger.dependencies[name] = version;
		writeFileSync(ledgerFile, JSON.stringify(ledger, null, 2));
		giveTo(owner, ledgerFile);
		return `Put ${name} ${version} into ${nodes}${before === undefined ? '' : `, in the place of ${before}`}.`;
	} catch (error) {
		if (['EACCES', 'EPERM', 'EROFS'].includes(error.code))
			throw new Refused(explainDenied(error.path ?? n8nFolder));
		throw error;
	} finally {
		if (incoming) rmSync(incoming, { recursive: true, force: true });
	}
}

try {
	// With `--eval` there is no name of a script before the arguments.
	const [, step, given] = process.argv;
	const n8nFolder = findN8nFolder(given);
	if (step === 'put') console.log(put(n8nFolder));
} catch (error) {
	if (!(error instanceof Refused)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
