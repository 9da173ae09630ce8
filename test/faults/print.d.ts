/** Prints a figure that was measured. */
export function print(text: string): void;
