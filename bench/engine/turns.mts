/** How something kept a process to itself. */
export interface Turns {
	/** From its beginning to its end, in ms. */
	ms: number;
	/** The longest that nothing else in the process had its turn meanwhile, in ms. */
	longestHold: number;
}

/** Between two looks, in ms. */
const BETWEEN_LOOKS = 1;

/**
 * Watches how long the event loop comes to nothing else: an n8n whose node holds it answers nobody.
 * Unlike `monitorEventLoopDelay` it counts what is held right after the beginning and right before the end.
 */
export function watchTurns(): { stop(): Turns } {
	const start = performance.now();
	let last = start;
	let longestHold = 0;
	const look = () => {
		const now = performance.now();
		longestHold = Math.max(longestHold, now - last);
		last = now;
	};
	const looking = setInterval(look, BETWEEN_LOOKS);
	return {
		stop() {
			clearInterval(looking);
			look();
			return { ms: last - start, longestHold };
		},
	};
}
