import { formatDuration } from '../../nodes/text/durations';

test.each([
	[400, '1 second', '0 seconds'],
	[119_999, '120 seconds', '119 seconds'],
	[120_000, '2 minutes', '2 minutes'],
	[120_001, '3 minutes', '2 minutes'],
	[7_199_999, '120 minutes', '119 minutes'],
	[7_200_000, '2 hours', '2 hours'],
	[9_000_000, '2.5 hours', '2.5 hours'],
])('%d ms are %s where that has to pass, %s where that is left', (ms, toPass, left) => {
	expect(formatDuration(ms, Math.ceil)).toBe(toPass);
	expect(formatDuration(ms, Math.floor)).toBe(left);
});
