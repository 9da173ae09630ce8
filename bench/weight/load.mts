import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Loads all nodes and credentials of an installed package as n8n does, with n8n-workflow loaded
 * before, and prints how many ms that took. Runs in a process of its own, so that nothing is loaded
 * yet, and without a compiler in between.
 */
const [, , folder = ''] = process.argv;
const require = createRequire(join(folder, 'package.json'));
require('n8n-workflow');

const { n8n } = require('./package.json') as {
	n8n: { nodes?: string[]; credentials?: string[] };
};
const files = [...(n8n.nodes ?? []), ...(n8n.credentials ?? [])];
const start = performance.now();
for (const file of files) {
	const [className] = (file.split('/').at(-1) ?? '').split('.');
	new (require(join(folder, file))[className])();
}
process.stdout.write(`${performance.now() - start}`);
