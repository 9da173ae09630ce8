import { readObjects } from '../../nodes/gong/objects';

test('objects by their ID, and null for those that Gong does not have', () => {
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
])('%j is no answer: to take it for "not there" would deny an object that is', (body) => {
	expect(readObjects(body)).toBeNull();
});
