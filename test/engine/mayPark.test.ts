import { mayPark } from '../../nodes/engine/mayPark';

test.each<[string, boolean]>([
	['1', true],
	['1043276', true],
	['01932c4e-7d5b-7f7a-9a33-0d1b3c5d7e9f', false],
	['', false],
	['12a', false],
	[' 12', false],
])('an execution with the ID %j may be parked: %p', (id, may) => {
	expect(mayPark(id)).toBe(may);
});
