/** How many timers of this process have not fired yet, n8n's own included. */
exports.activeTimers = () =>
	process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
