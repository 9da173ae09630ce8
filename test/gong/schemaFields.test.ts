import * as fc from 'fast-check';
import {
	asObjectField,
	notConfirmed,
	planAgain,
	planSchemaChange,
	readSchemaFields,
	type SchemaField,
	type SchemaFieldType,
	schemaFieldTypes,
	type SchemaChange,
	type SchemaEdit,
	type FieldDefinition,
} from '../../nodes/gong/schemaFields';

const read = (...listed: unknown[]): SchemaField[] =>
	readSchemaFields({ objectTypeToSelectedFields: { DEAL: listed } }, 'DEAL') ?? [];

const field = (uniqueName: string, more: object = {}) => ({
	uniqueName,
	label: `Label of ${uniqueName}`,
	type: 'STRING',
	...more,
});

const wanted = (uniqueName: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
	uniqueName,
	label: `Label of ${uniqueName}`,
	type: 'STRING',
	referenceTo: null,
	orderedValueList: null,
	...more,
});
const upsert = (
	uniqueName: string,
	more: Partial<FieldDefinition> = {},
	allowDataLoss = false,
): SchemaEdit => ({
	do: 'upsert',
	field: wanted(uniqueName, more),
	allowDataLoss,
});
const remove = (uniqueName: string): SchemaEdit => ({ do: 'delete', uniqueName });

const picklist = (...orderedValueList: string[]) =>
	({ type: 'PICKLIST', orderedValueList }) as const;
const reference = (referenceTo: 'ACCOUNT' | 'DEAL' | 'USER') =>
	({ type: 'REFERENCE', referenceTo }) as const;

/** A plan in which one change comes to this, and all of it goes to Gong; or nothing does. */
const planned = (change: string, toSend: unknown[] | null) => ({
	results: [{ change }],
	toSend,
	refusal: null,
});

describe('reading the schema of an integration', () => {
	test('keeps what Gong says of a field, and null where Gong says nothing', () => {
		expect(
			read({ uniqueName: 'tier', label: 'Tier', type: 'PICKLIST', orderedValueList: ['A', 'B'] }),
		).toEqual([
			{
				uniqueName: 'tier',
				label: 'Tier',
				type: 'PICKLIST',
				lastModified: null,
				isDeleted: false,
				referenceTo: null,
				orderedValueList: ['A', 'B'],
				asListed: {
					uniqueName: 'tier',
					label: 'Tier',
					type: 'PICKLIST',
					orderedValueList: ['A', 'B'],
				},
			},
		]);
	});

	test('accepts the field name in `name`, as in Gong’s own example', () => {
		expect(read({ name: 'tier', uniqueName: null })).toMatchObject([{ uniqueName: 'tier' }]);
	});

	test('yields an empty list for an object type without fields', () => {
		expect(readSchemaFields({ objectTypeToSelectedFields: {} }, 'DEAL')).toEqual([]);
	});

	test.each([
		{},
		{ objectTypeToSelectedFields: [] },
		{ objectTypeToSelectedFields: { DEAL: {} } },
		{ objectTypeToSelectedFields: { DEAL: [{}] } },
		{ objectTypeToSelectedFields: { DEAL: [field('a'), { label: 'x' }] } },
		{ objectTypeToSelectedFields: { DEAL: ['a'] } },
		{ objectTypeToSelectedFields: { DEAL: [null] } },
		{ objectTypeToSelectedFields: { Deal: [field('a')] } },
		{ objectTypeToSelectedFields: { ACCOUNT: [field('a')] } },
	])('treats %j as unreadable rather than lose a field', (body) => {
		expect(readSchemaFields(body, 'DEAL')).toBeNull();
	});

	test('maps each of Gong’s field types to one type of value', () => {
		const fields = Object.keys(schemaFieldTypes).map((type) => {
			const [listed] = read(field('f', { type, orderedValueList: ['A'] }));
			const { kind, values = [] } = asObjectField(listed);
			return [type, kind, ...values].join(':');
		});
		expect(fields.join(' ')).toBe(
			'BOOLEAN:boolean CURRENCY:number DATE:date DATETIME:dateTime EMAILADDRESS:email ID:id NUMBER:number PERCENT:percent PHONENUMBER:text PICKLIST:enumeration:A REFERENCE:reference STRING:text URL:url',
		);
	});

	test.each([
		[{ type: 'PICKLIST' }, 'text'],
		[{ type: 'STRINGARRAY' }, 'unknown'],
		[{ type: null }, 'unknown'],
	])('reads the field %j as one for %s', (more, kind) => {
		const [listed] = read(field('f', more));
		expect(asObjectField(listed)).toEqual({ name: 'f', label: 'Label of f', kind });
	});
});

describe('planning to create or update a schema field', () => {
	test('sends a new field along with all existing ones', () => {
		expect(planSchemaChange(read(field('a'), field('b')), [upsert('c')])).toEqual(
			planned('created', [field('a'), field('b'), field('c')]),
		);
	});

	test('sends the reference or picklist values only for field types that have them', () => {
		const { toSend } = planSchemaChange(
			[],
			[
				upsert('r', reference('ACCOUNT')),
				upsert('p', picklist('B', 'A')),
				upsert('s', { referenceTo: 'ACCOUNT', orderedValueList: ['x'] }),
			],
		);
		expect(toSend).toEqual([
			field('r', reference('ACCOUNT')),
			field('p', picklist('B', 'A')),
			field('s'),
		]);
	});

	test('keeps every other attribute that Gong had, known or unknown, when a label changes', () => {
		const listed = field('a', { lastModified: '2020-05-31T12:00:00Z', somethingNew: { x: [1] } });
		const empty = field('b', { lastModified: null, isDeleted: null, somethingNew: null });
		expect(planSchemaChange(read(listed, empty), [upsert('a', { label: 'New' })])).toEqual(
			planned('updated', [field('b', { somethingNew: null }), { ...listed, label: 'New' }]),
		);
	});

	test.each<[object, Partial<FieldDefinition>]>([
		[{}, {}],
		[reference('DEAL'), reference('DEAL')],
		[picklist('A', 'B'), picklist('A', 'B')],
		[{ label: 'X', orderedValueList: ['A'] }, { label: 'X' }],
	])('sends nothing for a field %j that already matches', (listed, more) => {
		expect(planSchemaChange(read(field('a', listed)), [upsert('a', more)])).toEqual(
			planned('unchanged', null),
		);
	});

	test.each<[object, Partial<FieldDefinition>]>([
		[{ label: 'Old' }, {}],
		[{ label: null }, {}],
		[picklist('A', 'B'), picklist('B', 'A')],
		[picklist('A', 'B'), picklist('C', 'A', 'B')],
	])('updates %j to %j', (listed, more) => {
		expect(planSchemaChange(read(field('a', listed)), [upsert('a', more)])).toMatchObject({
			results: [{ change: 'updated' }],
			toSend: [field('a', more)],
		});
	});

	test.each<[object, Partial<FieldDefinition>, string, RegExp]>([
		[
			picklist('A'),
			{ type: 'NUMBER' },
			'is of type PICKLIST, not NUMBER',
			/deletes the values.*'Allow Data Loss'/,
		],
		[
			reference('DEAL'),
			reference('USER'),
			'refers to DEAL, not USER',
			/may be lost.*'Allow Data Loss'/,
		],
		[
			picklist('A', 'B', 'C', 'D'),
			picklist('C', 'E', 'A'),
			'would lose picklist values: "B", "D"',
			/may be lost.*'Allow Data Loss'/,
		],
		[picklist('A'), picklist('a'), 'would lose picklist values: "A"', /may be lost/],
		// Whether it is a change can't be known.
		[
			{ type: 'REFERENCE', referenceTo: null },
			reference('USER'),
			'may refer to something other than USER',
			/does not list.*may be lost.*'Allow Data Loss'/,
		],
		[
			{ type: 'PICKLIST', orderedValueList: null },
			picklist('A'),
			'may have values other than "A"',
			/does not list.*Give all values.*may be lost.*'Allow Data Loss'/,
		],
		[picklist(), picklist('A'), 'may have values other than "A"', /does not list/],
	])('%j is only made %j where data may be lost', (before, after, message, advice) => {
		const listed = read(field('a', before));
		expect(planSchemaChange(listed, [upsert('a', after)])).toEqual({
			results: [
				{ refusal: { message: `The field "a" ${message}`, advice: expect.stringMatching(advice) } },
			],
			toSend: null,
			refusal: null,
		});
		// What belonged to the old type does not go along.
		expect(planSchemaChange(listed, [upsert('a', after, true)])).toEqual(
			planned('updated', [field('a', after)]),
		);
	});

	test('takes a target that Gong lists of a field which refers to nothing for no loss', () => {
		const listed = read(field('a', { referenceTo: 'ACCOUNT' }), field('b', reference('DEAL')));
		expect(planSchemaChange(listed, [upsert('a')])).toEqual(planned('unchanged', null));
		const { toSend, refusal } = planSchemaChange(listed, [upsert('a', { label: 'Other' })]);
		expect(refusal).toBeNull();
		expect(toSend).toContainEqual({ ...field('a', { referenceTo: 'ACCOUNT' }), label: 'Other' });
	});
});

describe('planning to delete a schema field', () => {
	test('removes the field, named as Gong wants it, and keeps all others', () => {
		expect(planSchemaChange(read(field('a'), field('b')), [remove('a')])).toEqual(
			planned('deleted', [field('b'), { ...field('a'), isDeleted: true }]),
		);
	});

	test.each([
		{ label: null, type: 'STRING' },
		{ label: 'A', type: null },
	])('refuses and names a field that Gong lists with %j', (listed) => {
		const { results, toSend } = planSchemaChange(read({ name: 'a', ...listed }), [remove('a')]);
		expect(results).toMatchObject([{ refusal: { message: expect.stringContaining('"a"') } }]);
		expect(toSend).toBeNull();
	});

	test.each([[read()], [read(field('a', { isDeleted: true }))]])(
		'reports a field that does not exist as already gone',
		(listed) => {
			expect(planSchemaChange(listed, [remove('a')])).toEqual(planned('alreadyGone', null));
		},
	);
});

describe('planning several changes of a schema', () => {
	test('refuses two that contradict each other about one field, and keeps the others', () => {
		const plan = planSchemaChange(read(field('a')), [
			upsert('a', { label: 'One' }),
			upsert('b'),
			upsert('a', { label: 'Two' }),
			remove('a'),
		]);
		const refused = {
			refusal: expect.objectContaining({ message: 'Two items define the field "a" differently' }),
		};
		expect(plan.results).toEqual([refused, { change: 'created' }, refused, refused]);
		expect(plan.toSend).toEqual([field('a'), field('b')]);
	});

	test('merges two identical changes into one', () => {
		const { results, toSend } = planSchemaChange([], [upsert('a'), upsert('a')]);
		expect(results).toEqual([{ change: 'created' }, { change: 'created' }]);
		expect(toSend).toEqual([field('a')]);
	});
});

describe('planning a schema change again after a lost answer', () => {
	const refusal = { message: 'No', advice: 'The field was not changed.' };

	test.each<[SchemaChange, SchemaChange, SchemaChange]>([
		['created', 'unchanged', 'created'],
		['created', 'updated', 'created'],
		['created', 'created', 'created'],
		['updated', 'unchanged', 'updated'],
		['updated', 'updated', 'updated'],
		// Somebody else has deleted it.
		['updated', 'created', 'created'],
		['deleted', 'alreadyGone', 'deleted'],
		['deleted', 'deleted', 'deleted'],
	])('a field to be %s that is %s by now counts as %s', (attempted, now, change) => {
		expect(planAgain({ change: now }, attempted)).toEqual({ change });
	});

	test('a field that would be refused by now may have been changed', () => {
		expect(planAgain({ refusal }, 'created')).toEqual({ refusal: notConfirmed });
		expect(notConfirmed.advice).not.toMatch(/was not changed|Allow Data Loss/);
	});

	test('a field that was not part of the lost change is as it is planned', () => {
		expect(planAgain({ refusal }, undefined)).toEqual({ refusal });
		expect(planAgain({ change: 'unchanged' }, undefined)).toEqual({ change: 'unchanged' });
	});
});

describe('a listed schema field that cannot be sent back', () => {
	const broken = { name: 'broken', label: null, type: 'STRING' };

	test('blocks every change, and is named', () => {
		expect(
			planSchemaChange(read(broken, { uniqueName: 'odd', label: 'Odd' }), [upsert('a')]),
		).toMatchObject({
			refusal: {
				message: 'Gong does not list everything about "broken" (label), "odd" (type)',
				advice: expect.stringContaining('not changed'),
			},
		});
	});

	test.each([
		['a picklist without values', { type: 'PICKLIST' }, 'picklist values'],
		['a picklist with null', { type: 'PICKLIST', orderedValueList: null }, 'picklist values'],
		['a picklist with no value', picklist(), 'picklist values'],
		['a reference without target', { type: 'REFERENCE' }, 'what it refers to'],
		['a reference to a list', { type: 'REFERENCE', referenceTo: ['DEAL'] }, 'what it refers to'],
		['one with nothing', { type: 'PICKLIST', label: null }, 'label, picklist values'],
	])('such as %s keeps everything from being sent, and is named', (_, listed, missing) => {
		const schema = read(field('p', listed), field('b'));
		expect(planSchemaChange(schema, [upsert('a'), remove('b')])).toMatchObject({
			refusal: {
				message: `Gong does not list everything about "p" (${missing})`,
				advice: expect.stringContaining('not changed'),
			},
		});
	});

	test('such as a picklist or a reference is mended in the same run, with leave to lose data', () => {
		const listed = read(
			field('p', { type: 'PICKLIST' }),
			field('r', { type: 'REFERENCE', label: 'Kept', extra: [1] }),
		);
		const target = { ...reference('DEAL'), label: 'Kept' };
		const edits = [upsert('p', picklist('A'), true), upsert('r', target, true), upsert('a')];
		expect(planSchemaChange(listed, edits)).toEqual({
			results: [{ change: 'updated' }, { change: 'updated' }, { change: 'created' }],
			toSend: [field('p', picklist('A')), field('r', { ...target, extra: [1] }), field('a')],
			refusal: null,
		});
	});

	test('such as a picklist can be deleted, since its values go anyway', () => {
		const listed = field('p', { type: 'PICKLIST' });
		expect(planSchemaChange(read(listed), [remove('p')])).toEqual(
			planned('deleted', [{ ...listed, isDeleted: true }]),
		);
	});

	test('does no harm where nothing is sent', () => {
		expect(planSchemaChange(read(broken, field('a')), [upsert('a')]).refusal).toBeNull();
	});

	test('can be repaired in the same run', () => {
		expect(planSchemaChange(read(broken), [upsert('broken'), upsert('a')])).toMatchObject({
			refusal: null,
			toSend: [field('broken'), field('a')],
		});
	});
});

test('a schema field is sent back under its unique name, without empty attributes that Gong’s reference lists', () => {
	const { toSend } = planSchemaChange(
		read({
			name: 'a',
			label: 'A',
			type: 'STRING',
			referenceTo: null,
			orderedValueList: null,
			extra: 0,
			unheardOf: null,
		}),
		[upsert('b')],
	);
	expect(toSend?.[0]).toEqual({
		uniqueName: 'a',
		label: 'A',
		type: 'STRING',
		extra: 0,
		unheardOf: null,
	});
});

test('a schema field’s name that differs from its unique name is kept', () => {
	const listed = field('a', { name: 'Shown' });
	expect(planSchemaChange(read(listed), [upsert('b')]).toSend?.[0]).toEqual(listed);
});

test('no planned change loses or alters another schema field', () => {
	const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
	const types = fc.constantFrom<SchemaFieldType>('STRING', 'NUMBER', 'PICKLIST');
	const values = fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { minLength: 1 });
	const listedFields = fc.uniqueArray(
		fc.record({
			uniqueName: names,
			label: fc.constantFrom('A', 'B'),
			type: types,
			extra: fc.integer(),
			orderedValueList: values,
		}),
		{ selector: ({ uniqueName }) => uniqueName },
	);
	const wishes = fc.array(
		fc.oneof(
			fc
				.record({
					uniqueName: names,
					label: fc.constantFrom('A', 'B'),
					type: types,
					orderedValueList: values,
					allow: fc.boolean(),
				})
				.map(({ uniqueName, allow, ...more }) => upsert(uniqueName, more, allow)),
			names.map(remove),
		),
		{ maxLength: 5 },
	);
	fc.assert(
		fc.property(listedFields, wishes, (listed, wished) => {
			const { results, toSend } = planSchemaChange(read(...listed), wished);
			expect(results).toHaveLength(wished.length);
			if (!toSend) return;
			const after = new Map(toSend.map((one) => [one.uniqueName, one]));
			expect(after.size).toBe(toSend.length);
			const touched = new Map(
				wished.flatMap((wish, index) =>
					'change' in results[index]
						? [[wish.do === 'upsert' ? wish.field.uniqueName : wish.uniqueName, wish] as const]
						: [],
				),
			);
			for (const before of listed) {
				const now = after.get(before.uniqueName);
				const wish = touched.get(before.uniqueName);
				if (!wish) expect(now).toEqual(before);
				else if (wish.do === 'delete') expect(now).toEqual({ ...before, isDeleted: true });
				else if (!wish.allowDataLoss) {
					expect(now?.type).toBe(before.type);
					if (before.type === 'PICKLIST')
						expect(now?.orderedValueList).toEqual(expect.arrayContaining(before.orderedValueList));
				}
			}
		}),
	);
});

test('a schema with two fields of one name is not changed, unless nothing would be sent', () => {
	const listed = read(field('a'), field('b'), field('a', { label: 'Other' }));
	expect(planSchemaChange(listed, [remove('b')])).toMatchObject({
		toSend: null,
		refusal: { message: 'Gong lists two fields named "a"' },
	});
	expect(planSchemaChange(listed, [remove('c')]).refusal).toBeNull();
	const deleted = read(field('a'), field('b'), field('a', { isDeleted: true }));
	expect(planSchemaChange(deleted, [remove('b')]).refusal).toBeNull();
});
