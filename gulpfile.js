const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { Transform } = require('node:stream');
const { promisify } = require('node:util');
const { dest, series, src } = require('gulp');

const run = promisify(execFile);

/** Empties `dist/`, so that nothing of an earlier build is ever packed. */
const clean = async () => await rm('dist', { recursive: true, force: true });

/** Compiles `nodes/` and `credentials/` into `dist/`. */
async function compile() {
	try {
		await run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json']);
	} catch (error) {
		// tsc reports on stdout; without this gulp would only say that a command ended with 2.
		throw new Error(error.stdout || error.message);
	}
}

/** Takes out what only people need of a file that programs read. */
const shorten = () =>
	new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			if (file.extname === '.json')
				file.contents = Buffer.from(JSON.stringify(JSON.parse(file.contents.toString())));
			done(null, file);
		},
	});

/** Copies what n8n reads besides code: icons, codex files (`*.node.json`) and output schemas. */
const copy = () =>
	src(['icons/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	})
		.pipe(shorten())
		.pipe(dest('dist'));

exports.clean = clean;
exports.build = series(clean, compile, copy);
exports.default = exports.build;
