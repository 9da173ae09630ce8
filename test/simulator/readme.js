const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from files. */
exports.readme = readFileSync(join(__dirname, 'README.md'), 'utf8');
