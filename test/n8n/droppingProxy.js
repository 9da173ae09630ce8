const { createServer } = require('node:net');

/**
 * Runs `work` behind a proxy that wants a password, and that drops each connection once it has been
 * asked for something. n8n reads its proxy settings from the environment.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from Node's own modules.
 *
 * @returns what `work` returned, and how many connections were dropped
 */
exports.behindDroppingProxy = async (work) => {
	let dropped = 0;
	const proxy = createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', () => {
			dropped += 1;
			socket.end();
		});
	});
	await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const before = process.env.HTTPS_PROXY;
	process.env.HTTPS_PROXY = `http://user:secret@127.0.0.1:${proxy.address().port}`;
	try {
		return { result: await work(), dropped };
	} finally {
		if (before === undefined) delete process.env.HTTPS_PROXY;
		else process.env.HTTPS_PROXY = before;
		proxy.close();
	}
};
