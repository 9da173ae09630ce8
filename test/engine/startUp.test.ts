import { isStartingUp } from '../../nodes/engine/startUp';

test.each([
	[0, true],
	[59_999, true],
	[60_000, false],
	[86_400_000, false],
])('n8n, whose process is %d ms old, may still be starting: %s', (age, expected) => {
	expect(isStartingUp(age)).toBe(expected);
});

test('a clock on the wall that is set does not make n8n look as if it had just started, or for long', () => {
	const age = jest.spyOn(performance, 'now');
	const wall = jest.spyOn(Date, 'now');
	for (const now of [0, performance.timeOrigin, 4_000_000_000_000]) {
		wall.mockReturnValue(now);
		age.mockReturnValue(59_999);
		expect(isStartingUp()).toBe(true);
		age.mockReturnValue(60_000);
		expect(isStartingUp()).toBe(false);
	}
	jest.restoreAllMocks();
});
