/** Frees what nobody holds any more. */
export function collectGarbage(): Promise<void>;
