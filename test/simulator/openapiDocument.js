const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

/** Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from files. */
exports.openapiDocument = parse(readFileSync(join(__dirname, 'openapi.yaml'), 'utf8'));
