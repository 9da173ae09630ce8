export declare function behindDroppingProxy<T>(
	work: () => Promise<T>,
): Promise<{ result: T; dropped: number }>;
