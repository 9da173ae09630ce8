const start = performance.now();

/** Seconds since `from` (a `performance.now()`), with one decimal. */
export const secondsSince = (from: number): string =>
	((performance.now() - from) / 1000).toFixed(1);

/** One line of progress on stderr, with the time since this process started. */
export function say(text: string): void {
	process.stderr.write(`[e2e ${secondsSince(start).padStart(6)} s] ${text}\n`);
}
