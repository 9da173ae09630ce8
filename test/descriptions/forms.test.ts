import {
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
	NodeHelpers,
} from 'n8n-workflow';
import { GongCrmApi } from '../../credentials/GongCrmApi.credentials';
import { GongCrmOAuth2Api } from '../../credentials/GongCrmOAuth2Api.credentials';
import { DeleteCrmIntegration } from '../../nodes/DeleteCrmIntegration/DeleteCrmIntegration.node';
import { GongCrm } from '../../nodes/GongCrm/GongCrm.node';
import { resources } from '../../nodes/GongCrm/actions/resources';
import { asTool } from '../harness/runWorkflow';
import { node } from '../workflows/build';

/** What is filled in with fields: n8n asks a node's description which form it has, and no credential's. */
interface Fields {
	title: string;
	properties: INodeProperties[];
	description: INodeTypeDescription | null;
}

/** A form as a builder can come to see it. */
interface Form {
	/** What was chosen to come there. */
	chosen: INodeParameters;
	shown: INodeProperties[];
}

const ofNode = (description: INodeTypeDescription): Fields => ({
	title: description.name,
	properties: description.properties,
	description,
});

const nodes = [new DeleteCrmIntegration(), new GongCrm()].map((one) => ofNode(one.description));
const tools = [new DeleteCrmIntegration(), new GongCrm()].map((one) =>
	ofNode(asTool(one).description),
);
const credentials = [new GongCrmApi(), new GongCrmOAuth2Api()].map(
	({ name, properties }): Fields => ({ title: name, properties, description: null }),
);

/** What a field can be set to, where other fields depend on it. */
function choicesOf({ type, options = [] }: INodeProperties): Array<boolean | string> {
	if (type === 'boolean') return [false, true];
	return type === 'options'
		? (options as INodePropertyOptions[]).map(({ value }) => value as string)
		: [];
}

/** All forms that a builder can come to. */
function findForms({ properties, description }: Fields): Form[] {
	const decisive = new Set(
		properties.flatMap(({ displayOptions: { show = {}, hide = {} } = {} }) => [
			...Object.keys(show),
			...Object.keys(hide),
		]),
	);
	const asNode: INode | null = description && node('Gong', description.name);
	const isShown = (chosen: INodeParameters, property: INodeProperties) =>
		NodeHelpers.displayParameter(chosen, property, asNode, description);
	let choices: INodeParameters[] = [{}];
	// Of those that decide, what decides about one stands before it.
	for (const property of properties.filter(({ name }) => decisive.has(name)))
		choices = choices.flatMap((chosen) =>
			isShown(chosen, property)
				? choicesOf(property).map((value) => ({ ...chosen, [property.name]: value }))
				: [chosen],
		);
	return choices.map((chosen) => ({
		chosen,
		shown: properties.filter((property) => isShown(chosen, property)),
	}));
}

describe.each([...nodes, ...tools, ...credentials])('the form of $title', (fields) => {
	const forms = findForms(fields);

	test('has one box at most, whatever is chosen', () => {
		const crowded = forms.flatMap(({ chosen, shown }) => {
			const boxes = shown.filter(({ type }) => type === 'notice').map(({ name }) => name);
			return boxes.length > 1 ? [{ chosen, boxes }] : [];
		});
		expect(crowded).toEqual([]);
	});

	test('has no field twice', () => {
		for (const { shown } of forms) {
			const names = shown.map(({ name }) => name);
			expect(names).toEqual([...new Set(names)]);
		}
	});
});

/** Every list to choose from, as deep as it is. */
const listsIn = (properties: INodeProperties[]): Array<[string, string[]]> =>
	properties.flatMap(({ name, type, options = [] }) => {
		if (type === 'options')
			return [[name, (options as INodePropertyOptions[]).map((one) => one.name)]];
		if (type !== 'collection') return [];
		const inner = options as INodeProperties[];
		return [[name, inner.map(({ displayName }) => displayName)], ...listsIn(inner)];
	});

test.each(
	nodes.flatMap(({ title, properties }) =>
		listsIn(properties).map((list) => [title, ...list] as const),
	),
)('%s: what can be chosen from "%s" is in alphabetical order', (_title, _name, choices) => {
	// As n8n has it: everything at once goes first.
	const named = choices.filter((choice) => choice !== 'All');
	expect(named).toEqual([...named].sort((a, b) => a.localeCompare(b)));
	expect(choices.indexOf('All')).toBeLessThan(1);
});

test.each([
	[
		'the node',
		nodes[1],
		{ integration: 'getMany', object: 'upload', request: 'getStatus', schemaField: 'getMany' },
	],
	[
		'the tool',
		tools[1],
		{ integration: 'getMany', object: 'get', request: 'getStatus', schemaField: 'getMany' },
	],
])(
	'%s Gong CRM opens each resource on what is used most',
	(_, { properties, description }, expected) => {
		const opened = resources.map(({ value }) => {
			const parameters = NodeHelpers.getNodeParameters(
				properties,
				{ resource: value },
				true,
				false,
				node('Gong', String(description?.name)),
				description,
			);
			return [value, parameters?.operation];
		});
		expect(Object.fromEntries(opened)).toEqual(expected);
		expect(properties.find(({ name }) => name === 'resource')?.default).toBe('object');
	},
);

test('an AI agent is offered what reads, and nothing else unless it is named here', () => {
	const offered = findForms(tools[1]).map(({ chosen }) => `${chosen.resource} ${chosen.operation}`);
	expect([...new Set(offered)].sort()).toEqual([
		'integration getMany',
		'object get',
		'request getStatus',
		'schemaField getMany',
	]);
});
