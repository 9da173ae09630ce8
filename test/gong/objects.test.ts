import { readObjects } from '../../nodes/gong/objects';

const ada = { objectId: 'ada@acme.com', name: 'Ada' };
const other = { objectId: 'Ada@acme.com', name: 'Other' };

/** IDs that were asked for, what Gong answers, and what is known then; an ID that is not there is not. */
test.each<[string, string[], Record<string, unknown>, Record<string, unknown>]>([
	['an object', ['a'], { a: ada }, { a: ada }],
	['null, so Gong does not have it', ['a'], { a: null }, { a: null }],
	['an ID that Gong does not mention', ['a', 'b'], { a: ada }, { a: ada }],
	['nothing at all', ['a', 'b'], {}, {}],
	['what nobody asked for', ['a'], { a: null, b: ada }, { a: null }],
	['a name that every object has', ['toString', '__proto__'], {}, {}],
	['an email in lower case', ['Ada@Acme.com'], { 'ada@acme.com': ada }, { 'Ada@Acme.com': ada }],
	[
		'null for an email in other case',
		['ADA@acme.com'],
		{ 'Ada@acme.com': null },
		{ 'ADA@acme.com': null },
	],
	[
		'two emails that differ in case, each as it was asked',
		['Ada@acme.com', 'ada@acme.com'],
		{ 'ada@acme.com': ada, 'Ada@acme.com': other },
		{ 'Ada@acme.com': other, 'ada@acme.com': ada },
	],
	[
		'one of two emails that differ in case only, so that Gong takes both for one',
		['Ada@acme.com', 'ada@acme.com'],
		{ 'ada@acme.com': ada },
		{ 'Ada@acme.com': ada, 'ada@acme.com': ada },
	],
	[
		'two emails that could both be meant',
		['ADA@acme.com'],
		{ 'ada@acme.com': ada, 'Ada@acme.com': other },
		{},
	],
	['an ID in other case, which is another ID', ['0015E'], { '0015e': ada }, {}],
])('read back: %s', (_, asked, crmObjectsMap, known) => {
	expect(Object.fromEntries(readObjects({ crmObjectsMap }, asked) ?? [])).toEqual(known);
});

test.each([
	{},
	{ crmObjectsMap: null },
	{ crmObjectsMap: [] },
	{ crmObjectsMap: { a: 'x' } },
	{ crmObjectsMap: { a: [] } },
])('%j is no answer: to take it for "not there" would deny an object that is', (body) => {
	expect(readObjects(body, ['a'])).toBeNull();
});
