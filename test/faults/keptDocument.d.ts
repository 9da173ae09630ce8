/** The text of a file below the root of the repository; with `jest -u` it becomes `text` first. */
export function keepDocument(path: string, text: string): string;
