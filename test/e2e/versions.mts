/** Whether a version comes before the one of its number: a beta, a release candidate. */
export const isPrerelease = (version: string): boolean => version.includes('-');

/** Above 0 where the first is the newer one. */
export function compareVersions(one: string, other: string): number {
	const [a, b] = [one, other].map((version) => {
		const [numbers, stage = ''] = version.split(/-(.*)/);
		return { numbers: numbers.split('.').map(Number), stage };
	});
	for (const [index, number] of a.numbers.entries()) {
		const difference = number - (b.numbers[index] ?? 0);
		if (difference !== 0) return difference;
	}
	if (!a.stage || !b.stage) return Number(Boolean(b.stage)) - Number(Boolean(a.stage));
	return a.stage.localeCompare(b.stage, 'en', { numeric: true });
}
