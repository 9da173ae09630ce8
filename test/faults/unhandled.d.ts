/** Runs `work` and counts the rejections that nobody handled meanwhile. */
export function countUnhandled<T>(
	work: () => Promise<T>,
): Promise<{ result: T; unhandled: number }>;
