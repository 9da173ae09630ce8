/** The files `gong-probe-….json` of a folder, by name; default: of this one. */
export function readRunFiles(folder?: string): Array<{ name: string; text: string }>;
