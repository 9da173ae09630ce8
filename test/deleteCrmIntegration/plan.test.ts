import { fail, type ItemError, succeed } from '../../nodes/n8n/result';
import { type Plan, plan } from '../../nodes/DeleteCrmIntegration/plan';
import type { Guards, Reading } from '../../nodes/DeleteCrmIntegration/readItem';

/** What an item asks for that sets no option. */
const plain: Guards = {
	ownId: null,
	dryRun: false,
	expectedName: null,
	ifNotFound: 'succeed',
	ifIdUsed: 'track',
};

const wants = (integrationId: string, guards: Partial<Guards> = {}): Reading => ({
	integrationId: succeed(integrationId),
	guards: succeed({ ...plain, ...guards }),
});

/** The same item, which only asks what would be deleted. */
const asDryRun = ({ integrationId, guards }: Reading): Reading => ({
	integrationId,
	guards: guards.ok ? succeed({ ...guards.value, dryRun: true }) : guards,
});

/** An item whose options cannot be used. */
const unreadable = (
	integrationId: string,
	message = 'The value of \'Dry Run\' cannot be used: "no"',
) => ({
	integrationId: succeed(integrationId),
	guards: fail(message, 'Switch it on or off.'),
});

/** An item of which nobody knows which integration it is for. */
const nowhere: Reading = {
	integrationId: fail("The value of 'Integration' is empty", 'Pick one.'),
	guards: succeed(plain),
};

const group = (integrationId: string, items: number[], guards: Partial<Guards> = {}) => ({
	integrationId,
	items,
	guards: { ...plain, ...guards },
});

/** Why items are refused, by their numbers. */
const refusals = ({ refused }: Plan): Map<number, ItemError> =>
	new Map(refused.flatMap(({ items, refusal }) => items.map((item) => [item, refusal])));

/** That each item of the input is in one place of a plan. */
function itemsOf({ groups, refused }: Plan): number[] {
	return [...groups, ...refused].flatMap(({ items }) => items).sort((a, b) => a - b);
}

describe('a plan of deletions', () => {
	test('deletes each integration once, for all items that name it', () => {
		expect(plan([wants('7'), wants('8'), wants('7'), wants('7')])).toEqual({
			groups: [group('7', [0, 2, 3]), group('8', [1])],
			refused: [],
		});
		expect(plan([])).toEqual({ groups: [], refused: [] });
	});

	test('keeps IDs apart that JavaScript would round to one number', () => {
		const ids = ['9007199254740992', '9007199254740993'];
		expect(plan(ids.map((id) => wants(id))).groups).toEqual(
			ids.map((id, item) => group(id, [item])),
		);
	});

	/** What two items ask for, in either order, and what holds for the one deletion. */
	test.each<[Partial<Guards>, Partial<Guards>, Partial<Guards>]>([
		[{}, {}, {}],
		[{ expectedName: 'Acme' }, {}, { expectedName: 'Acme' }],
		[{ expectedName: 'Acme' }, { expectedName: 'Acme' }, { expectedName: 'Acme' }],
		[{ ifNotFound: 'error' }, {}, { ifNotFound: 'error' }],
		[{ ifIdUsed: 'error' }, {}, { ifIdUsed: 'error' }],
		[{ ownId: 'mine' }, { ownId: 'mine' }, { ownId: 'mine' }],
		[
			{ expectedName: 'Acme', ifIdUsed: 'error' },
			{ ifNotFound: 'error' },
			{ expectedName: 'Acme', ifIdUsed: 'error', ifNotFound: 'error' },
		],
	])('holds to the strictest guards of all items: %j and %j', (one, other, strictest) => {
		for (const [first, second] of [
			[one, other],
			[other, one],
		])
			expect(plan([wants('7', first), wants('7', second), wants('8')])).toEqual({
				groups: [group('7', [0, 1], strictest), group('8', [2])],
				refused: [],
			});
	});

	test('refuses an item by itself that does not say which integration it is for', () => {
		const planned = plan([wants('7'), nowhere, wants('7')]);
		expect(planned.groups).toEqual([group('7', [0, 2])]);
		expect(planned.refused).toEqual([
			{ items: [1], refusal: expect.objectContaining({ isOurs: true }) },
		]);
	});

	test.each<[string, Reading[], string, RegExp]>([
		[
			'two client request IDs',
			[wants('7', { ownId: 'a' }), wants('7', { ownId: 'b' })],
			'Integration 7 is given 2 different client request IDs',
			/"a", "b"\..*For these items, Gong was not asked to delete anything\.$/,
		],
		[
			'an ID of its own and one that is made',
			[wants('7', { ownId: 'a' }), wants('7')],
			'Integration 7 is given 2 different client request IDs',
			/"a", one that is made for it\./,
		],
		[
			'two names',
			[wants('7', { expectedName: 'A' }), wants('7', { expectedName: 'B' })],
			'Integration 7 is expected to have 2 different names',
			/"A", "B"\..*For these items, Gong was not asked to delete anything\.$/,
		],
		[
			'one client request ID and another integration',
			[wants('7', { ownId: 'a' }), wants('6', { ownId: 'a' })],
			'The client request ID "a" is given to 2 different deletions',
			/7, 6\..*For these items, Gong was not asked to delete anything\.$/,
		],
	])(
		'refuses all items of one integration with %s, in a dry run too',
		(_, clashing, message, description) => {
			for (const dryRun of [false, true]) {
				const items = dryRun ? clashing.map(asDryRun) : clashing;
				const planned = plan([...items, wants('8')]);
				expect(planned.groups).toEqual([group('8', [2])]);
				const why = refusals(planned);
				for (const item of [0, 1])
					expect(why.get(item)).toMatchObject({
						message,
						description: expect.stringMatching(description),
						isOurs: true,
					});
				expect(itemsOf(planned)).toEqual([0, 1, 2]);
			}
		},
	);

	test('names ten of many IDs that clash, and counts the rest', () => {
		const many = Array.from({ length: 1000 }, (_, index) => wants('7', { ownId: `id-${index}` }));
		const [{ refusal }] = plan(many).refused;
		expect(refusal.message).toContain('1000 different');
		expect(refusal.description).toContain('"id-9" and 990 more');
	});

	test('leaves an integration alone if the options of one of its items cannot be used', () => {
		const planned = plan([
			wants('7'),
			wants('8'),
			unreadable('7'),
			wants('7'),
			unreadable('7', 'No'),
		]);
		expect(planned.groups).toEqual([group('8', [1])]);
		expect(itemsOf(planned)).toEqual([0, 1, 2, 3, 4]);
		const why = refusals(planned);
		const own = { message: 'The value of \'Dry Run\' cannot be used: "no"', isOurs: true };
		expect(why.get(2)).toEqual({ ...own, description: 'Switch it on or off.', httpCode: null });
		expect(why.get(4)).toMatchObject({ message: 'No' });
		for (const item of [0, 3])
			expect(why.get(item)).toEqual({
				...own,
				description: expect.stringMatching(
					/^Switch it on or off\. This is about item 2, .* Gong was not asked to delete 7\.$/,
				),
				httpCode: null,
				itemIndex: 2,
			});
	});

	test('leaves an integration alone whose items have no usable options at all', () => {
		const planned = plan([unreadable('7'), unreadable('7')]);
		expect(planned.groups).toEqual([]);
		expect(itemsOf(planned)).toEqual([0, 1]);
	});

	describe('with dry runs', () => {
		const dry = (id: string, guards: Partial<Guards> = {}) =>
			wants(id, { dryRun: true, ...guards });

		test('looks up once what is asked alike, and apart what is not', () => {
			expect(
				plan([
					dry('7'),
					dry('7', { expectedName: 'A' }),
					dry('7'),
					dry('8'),
					dry('7', { ifNotFound: 'error' }),
				]),
			).toEqual({
				groups: [
					group('7', [0, 2], { dryRun: true }),
					group('7', [1], { dryRun: true, expectedName: 'A' }),
					group('8', [3], { dryRun: true }),
					group('7', [4], { dryRun: true, ifNotFound: 'error' }),
				],
				refused: [],
			});
		});

		test('deletes for the items that are none, by their guards alone', () => {
			expect(
				plan([
					dry('7', { expectedName: 'A', ownId: 'a', ifNotFound: 'error' }),
					wants('7', { expectedName: 'B', ownId: 'b' }),
					dry('8', { ownId: 'b' }),
				]),
			).toEqual({
				groups: [
					group('7', [0], { dryRun: true, expectedName: 'A', ownId: 'a', ifNotFound: 'error' }),
					group('8', [2], { dryRun: true, ownId: 'b' }),
					group('7', [1], { expectedName: 'B', ownId: 'b' }),
				],
				refused: [],
			});
		});

		test('refuses those that give one client request ID to several integrations, and deletes all the same', () => {
			const planned = plan([
				dry('7', { ownId: 'a' }),
				wants('6', { ownId: 'a' }),
				dry('8', { ownId: 'a' }),
				dry('9', { ownId: 'b' }),
			]);
			expect(planned.groups).toEqual([
				group('9', [3], { dryRun: true, ownId: 'b' }),
				group('6', [1], { ownId: 'a' }),
			]);
			const why = refusals(planned);
			for (const item of [0, 2])
				expect(why.get(item)?.message).toBe(
					'The client request ID "a" is given to 2 different deletions',
				);
		});

		test('goes on with them where options that cannot be used close the integration', () => {
			const planned = plan([dry('7'), unreadable('7'), wants('7')]);
			expect(planned.groups).toEqual([group('7', [0], { dryRun: true })]);
			expect([...refusals(planned).keys()].sort()).toEqual([1, 2]);
		});
	});

	test('looks everything up before it deletes, each in the order of first items', () => {
		const readings = [
			wants('9'),
			wants('7', { dryRun: true }),
			wants('8'),
			wants('7'),
			wants('9', { dryRun: true }),
			wants('8'),
		];
		expect(plan(readings).groups.map(({ items }) => items)).toEqual([[1], [4], [0], [2, 5], [3]]);
	});
});
