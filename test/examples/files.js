'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../..');
const read = (...path) => readFileSync(join(root, ...path), 'utf8');

exports.examples = Object.fromEntries(
	readdirSync(join(root, 'examples'))
		.filter((name) => name.endsWith('.json'))
		.map((name) => [name, JSON.parse(read('examples', name))]),
);
exports.listOfExamples = read('examples', 'README.md');
exports.endToEndCases = readdirSync(join(root, 'test/e2e/cases'))
	.map((name) => read('test/e2e/cases', name))
	.join('\n');
