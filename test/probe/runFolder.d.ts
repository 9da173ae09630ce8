/** Writes a run into a folder of its own, and returns the folder. */
export function writeRunFile(name: string, run: unknown): string;

/** Removes the folders of a test. For `afterEach`. */
export function removeFolders(): void;

/**
 * Runs `npm run probe` as a process of its own.
 *
 * @param args gets a folder of its own, of which the files are returned
 * @param options `input` is what a person types; it is stopped (Ctrl-C) once it has printed `stopAt`
 */
export function runProbe(
	args: (folder: string) => string[],
	options?: { environment?: Record<string, string>; input?: string; stopAt?: string },
): Promise<{ code: number | null; output: string; files: string[] }>;
