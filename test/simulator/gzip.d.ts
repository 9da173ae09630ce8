/** The compressed bytes of a text. */
export function gzip(text: string): Uint8Array;
