import { readObjects } from '../../nodes/gong/objects';

test('objects are read by their ID, with null for those that Gong does not have', () => {
	const read = readObjects({ crmObjectsMap: { a: { objectId: 'a', name: 'Acme' }, b: null } });
	expect([...(read ?? [])]).toEqual([
		['a', { objectId: 'a', name: 'Acme' }],
		['b', null],
	]);
});

test.each([
	{},
	{ crmObjectsMap: null },
	{ crmObjectsMap: [] },
	{ crmObjectsMap: { a: 'x' } },
	{ crmObjectsMap: { a: [] } },
])('%j is an unreadable answer and never proves that an object is missing', (body) => {
	expect(readObjects(body)).toBeNull();
});
