'use strict';
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

// n8n-workflow does not export them.
const path = join(dirname(require.resolve('n8n-workflow')), 'errors/abstract/node.error.js');
const [, table] = readFileSync(path, 'utf8').split(/^const COMMON_ERRORS = |^};/m);

exports.codesOfN8n = [...table.matchAll(/^\s*([A-Z_]+): /gm)].map(([, code]) => code);
