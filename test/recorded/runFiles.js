const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from files.
 */
exports.readRunFiles = (folder = __dirname) =>
	readdirSync(folder)
		.filter((name) => /^gong-probe-.*\.json$/.test(name))
		.sort()
		.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
