const { runInThisContext } = require('node:vm');

// Tests see a copy of `process`, on which nothing ever happens; this is the real one.
const realProcess = runInThisContext('process');

/**
 * Counts rejections that nobody handled while `work` runs and one turn of the event loop after it.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from `process`.
 */
exports.countUnhandled = async (work) => {
	let count = 0;
	const onRejection = () => {
		count += 1;
	};
	realProcess.on('unhandledRejection', onRejection);
	try {
		const result = await work();
		await new Promise((resolve) => setImmediate(resolve));
		return { result, unhandled: count };
	} finally {
		realProcess.off('unhandledRejection', onRejection);
	}
};
