const { createHook } = require('node:async_hooks');

/** What leaves this machine begins with one of these: looking a name up, or opening a connection. */
const beginnings = new Set(['GETADDRINFOREQWRAP', 'TCPCONNECTWRAP']);

/**
 * Counts the names looked up and the connections opened while `work` runs.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from Node's own modules.
 */
async function countConnections(work) {
	let count = 0;
	const hook = createHook({
		init: (_, type) => {
			if (beginnings.has(type)) count += 1;
		},
	}).enable();
	try {
		await work();
		return count;
	} finally {
		hook.disable();
	}
}

module.exports = { countConnections };
