/**
 * How many timers of this process have not fired yet, n8n's own included.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from Node's own globals.
 */
exports.activeTimers = () =>
	process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
