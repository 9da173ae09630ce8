const { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { spawn } = require('node:child_process');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

// Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from files and processes.

const folders = [];

const makeFolder = () => {
	const folder = mkdtempSync(join(tmpdir(), 'gong-probe-'));
	folders.push(folder);
	return folder;
};

exports.writeRunFile = (name, run) => {
	const folder = makeFolder();
	writeFileSync(join(folder, name), JSON.stringify(run));
	return folder;
};

exports.removeFolders = () => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
};

exports.runProbe = (args, { environment = {}, input = '', stopAt } = {}) => {
	const folder = makeFolder();
	const root = join(__dirname, '../..');
	const child = spawn(
		process.execPath,
		['--import', 'tsx', join(root, 'test/probe/main.mts'), ...args(folder)],
		{ cwd: root, env: { ...process.env, ...environment } },
	);
	child.stdin.end(input);
	let output = '';
	const take = (chunk) => {
		output += chunk;
		if (stopAt !== undefined && output.includes(stopAt)) {
			stopAt = undefined;
			child.kill('SIGINT');
		}
	};
	child.stdout.setEncoding('utf8').on('data', take);
	child.stderr.setEncoding('utf8').on('data', take);
	return new Promise((resolve) => {
		child.on('close', (code) => {
			const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
			resolve({ code, output, files });
		});
	});
};
