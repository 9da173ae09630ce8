// Checks the packed package as npm would deliver it: that two builds give the same bytes, what is in it
// and where each file comes from, how large it is, that n8n's own scan of community packages passes, that
// it installs alone, that n8n can load each file it names, and what `npm run install:n8n` says and leaves.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	utimesSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { checkInstall } from './checkInstall.mjs';

/** Of the tarball. */
const MOST_BYTES = 90_000;
/** What npm packs whatever `files` says, and what `files` adds beside `dist`. */
const DOCUMENTS = ['README.md', 'LICENSE.md', 'package.json'];
/** What npm runs by itself: at an installation, when it packs, and when it publishes (npm, "scripts"). */
const LIFECYCLE =
	/^(pre|post)?(install|prepare|prepublish|prepublishOnly|publish|pack|uninstall|version|dependencies|shrinkwrap)$/;

const results = [];
const check = (name, ok, detail = '') => {
	results.push(ok);
	console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name}${detail ? `: ${detail}` : ''}`);
};
const run = (command, args, options = {}) =>
	execFileSync(command, args, {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		...options,
	});
const npm = (args, options) => run('npm', args, options);
const pack = (cwd, to) => JSON.parse(npm(['pack', '--json', '--pack-destination', to], { cwd }))[0];
const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Copies all that is under version control, or would be, into a folder of its own. */
function copySources(folder) {
	const files = run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'])
		.split('\0')
		.filter((file) => file && existsSync(file) && file !== '.cache');
	for (const file of files) {
		cpSync(file, join(folder, file));
		// Whoever builds later, and elsewhere, has other dates on the files.
		utimesSync(join(folder, file), new Date(0), new Date(1_000_000_000_000));
	}
	symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
}

/** The sources that a packed file is made of, by the rules of `gulpfile.js`; none = not accounted for. */
function sourcesOf(path) {
	if (DOCUMENTS.includes(path)) return [path];
	const [, inDist] = /^dist\/((?:nodes|credentials|icons)\/.*)$/.exec(path) ?? [];
	if (!inDist) return [];
	if (inDist.endsWith('.js')) return [inDist.replace(/\.js$/, '.ts')];
	if (/(\.svg|\.node\.json)$/.test(inDist) || /\/__schema__\/.*\.json$/.test(inDist))
		return [inDist];
	return [];
}

/** The files of a tarball, by path. */
function unpack(tarball, folder) {
	mkdirSync(folder);
	run('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
	return folder;
}

const folder = mkdtempSync(join(tmpdir(), 'gong-crm-pack-'));
try {
	const { filename, files, size } = pack(process.cwd(), folder);
	const tarball = join(folder, filename);

	const again = join(folder, 'another', 'place');
	copySources(again);
	run(process.execPath, [join(process.cwd(), 'node_modules/gulp/bin/gulp.js'), 'build'], {
		cwd: again,
	});
	const second = join(again, pack(again, again).filename);
	check(
		'is the same, byte for byte, when it is built again in another place',
		hashOf(tarball) === hashOf(second),
		`sha256 ${hashOf(tarball)}`,
	);

	const unaccounted = files
		.map(({ path }) => path)
		.filter((path) => !sourcesOf(path).some((source) => existsSync(source)));
	check(
		`holds nothing but what is made of a source (${files.length} files)`,
		unaccounted.length === 0,
		unaccounted.join(', '),
	);
	for (const needed of DOCUMENTS)
		check(
			`has ${needed}`,
			files.some(({ path }) => path === needed),
		);
	const packed = new Set(files.flatMap(({ path }) => sourcesOf(path)));
	const missing = run('git', ['ls-files', 'nodes', 'credentials', 'icons'])
		.split('\n')
		.filter((source) => source && !packed.has(source));
	check('leaves out no source', missing.length === 0, missing.join(', '));
	check(`is under ${MOST_BYTES / 1000} kB packed`, size < MOST_BYTES, `${size} bytes`);

	const unpacked = unpack(tarball, join(folder, 'unpacked'));
	const { n8n, scripts } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
	const lifecycle = Object.keys(scripts).filter((name) => LIFECYCLE.test(name));
	check('has no lifecycle scripts', lifecycle.length === 0, lifecycle.join(', '));

	// As `npx @n8n/scan-community-package` does with the source and the tarball of a published package.
	const scans = [
		['the source', process.cwd(), SOURCE_FILE_PATTERNS],
		['the tarball', unpacked, ['**/*.js', 'package.json']],
	];
	for (const [what, place, patterns] of scans) {
		const { passed, message = '', details = '' } = await analyzePackage(place, patterns);
		check(`passes n8n's scan of ${what}`, passed, `${message} ${details}`.trim());
	}
	appendFileSync(
		join(unpacked, 'dist/credentials/GongCrmApi.credentials.js'),
		'console.log(process.env);\n',
	);
	const spoiled = await analyzePackage(...scans[1].slice(1));
	check(
		"n8n's scan refuses the tarball once it reads the environment",
		!spoiled.passed && /no-console/.test(spoiled.details),
	);

	const workflows = readdirSync('.github/workflows').map((file) =>
		readFileSync(join('.github/workflows', file), 'utf8'),
	);
	const uses = workflows.flatMap((text) =>
		[...text.matchAll(/uses: *(.*)/g)].map(([, use]) => use),
	);
	const loose = uses.filter((use) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use));
	check('has every GitHub action pinned by commit', uses.length > 0 && !loose.length, loose.join());
	const publishing = workflows.filter((text) => /npm publish/.test(text));
	// Of a package that npm does not have yet it wants a token; with provenance all the same.
	const secrets = workflows.flatMap((text) => text.match(/secrets\.\w+/g) ?? []);
	check(
		'is published with provenance, and with no stored token but the one for the first version',
		publishing.length === 1 &&
			/^ +npm publish --provenance/m.test(publishing[0]) &&
			/id-token: write/.test(publishing[0]) &&
			secrets.every((secret) => secret === 'secrets.NPM_TOKEN') &&
			secrets.length <= 1,
		secrets.join(', '),
	);

	const alone = join(folder, 'alone');
	mkdirSync(alone);
	npm(['init', '--yes'], { cwd: alone });
	npm(['install', '--omit=peer', '--no-audit', '--no-fund', tarball], { cwd: alone });
	const installed = readdirSync(join(alone, 'node_modules')).filter(
		(name) => !name.startsWith('.'),
	);
	// With a dependency of any kind, it would not.
	check('installs alone', installed.join() === 'n8n-nodes-gong-crm', installed.join(', '));

	const installedPackage = join(alone, 'node_modules/n8n-nodes-gong-crm');
	// n8n gives community packages its own n8n-workflow; the repository's stands in for it here.
	process.env.NODE_PATH = join(process.cwd(), 'node_modules');
	createRequire(import.meta.url)('node:module').Module._initPaths();
	const require = createRequire(join(installedPackage, 'package.json'));
	for (const file of [...n8n.nodes, ...n8n.credentials]) {
		const [className] = file.split('/').at(-1).split('.');
		const loaded = new (require(`./${file}`)[className])();
		const name = loaded.name ?? loaded.description.name;
		check(`loads ${file}`, typeof name === 'string', name);
		const { light, dark } = loaded.icon ?? loaded.description.icon;
		const here = join(installedPackage, file, '..');
		for (const icon of [light, dark])
			check(
				`  with ${icon}`,
				readFileSync(join(here, icon.replace('file:', '')), 'utf8').includes('<svg'),
			);
	}
	const n8nFolders = join(folder, 'n8n');
	mkdirSync(n8nFolders);
	checkInstall(check, tarball, n8nFolders);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
const failed = results.filter((ok) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
