const { setMaxListeners } = require('node:events');

/** Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from `node:events`. */
exports.allowAnyListeners = (target) => setMaxListeners(0, target);
