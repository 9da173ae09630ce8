const MILLISECONDS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a text like `500ms`, `90s`, `1.5m` or `24h`; `undefined` for any other. */
export function parseDuration(text: string): number | undefined {
	const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
	return amount === undefined ? undefined : Number(amount) * MILLISECONDS[unit];
}
