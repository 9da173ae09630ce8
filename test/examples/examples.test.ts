import type { INode, INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import { DeleteCrmIntegration } from '../../nodes/DeleteCrmIntegration/DeleteCrmIntegration.node';
import { GongCrm } from '../../nodes/GongCrm/GongCrm.node';
import type { WorkflowFile } from '../workflows/build';
import { isNote } from '../workflows/examples';
import { endToEndCases, examples, listOfExamples } from './files';

// What an example does is shown in a real n8n, by the end-to-end cases that import and run it.

const ours: Record<string, INodeType> = {
	'n8n-nodes-gong-crm.deleteCrmIntegration': new DeleteCrmIntegration(),
	'n8n-nodes-gong-crm.gongCrm': new GongCrm(),
};

describe.each(Object.entries(examples))('the example file %s', (name, example) => {
	const file = example as WorkflowFile & Record<string, unknown>;
	const notes = file.nodes.filter(isNote);
	const steps = file.nodes.filter((node) => !notes.includes(node));

	test('is in the list of examples, and run by a case in a real n8n', () => {
		expect(listOfExamples).toContain(`](${name})`);
		const title = name.replace('.json', '');
		expect(endToEndCases).toMatch(new RegExp(`'${title}'\\(|'${name}'`));
	});

	test('has a name, n8n’s current execution order, and nothing specific to one n8n instance', () => {
		expect(file.name).toMatch(/^Gong: /);
		expect(file.settings).toEqual({ executionOrder: 'v1' });
		expect(file.pinData).toEqual({});
		expect(file.nodes.filter(({ credentials }) => credentials)).toEqual([]);
	});

	test('has one note beside its nodes that says what the workflow does and what to change', () => {
		expect(notes).toHaveLength(1);
		const [{ parameters, position }] = notes;
		expect(parameters.content).toMatch(/^## [^]+\n### Change this\n1\. /);
		const bottom = position[1] + (parameters.height as number);
		expect(steps.filter(({ position: [, top] }) => top < bottom)).toEqual([]);
		for (const { name: step, type } of steps)
			if (type in ours) expect(parameters.content).toContain(`**${step}**`);
	});

	test('has nodes with unique names, IDs and positions', () => {
		for (const key of ['name', 'id'] as const)
			expect(new Set(file.nodes.map((node) => node[key])).size).toBe(file.nodes.length);
		expect(new Set(steps.map(({ position }) => position.join())).size).toBe(steps.length);
	});

	test('connects every node', () => {
		const targets = Object.values(file.connections).flatMap(({ main }) =>
			main.flatMap((to) => to ?? []).map(({ node }) => node),
		);
		const names = steps.map(({ name: step }) => step);
		expect(names).toEqual(expect.arrayContaining([...Object.keys(file.connections), ...targets]));
		const starts = steps.filter(({ type }) => type.endsWith('Trigger'));
		expect(names.filter((step) => !targets.includes(step))).toEqual(
			starts.map(({ name: start }) => start),
		);
	});

	test('sets only parameters and values that the nodes have', () => {
		for (const { type, parameters } of steps.filter((step) => step.type in ours))
			expect(unknownIn(parameters, ours[type].description.properties)).toEqual([]);
	});

	test('asks for whole lists: what the first 50 decide may be wrong for the others', () => {
		const lists = steps.filter(
			({ type, parameters }) => type in ours && parameters.operation === 'getMany',
		);
		expect(lists.filter(({ parameters }) => parameters.returnAll !== true)).toEqual([]);
	});

	test('does not say that Gong could not delete what is only not confirmed', () => {
		const verdicts = steps
			.flatMap(({ parameters: { errorMessage, text } }) => [errorMessage, text])
			.filter((words) => String(words).includes('Gong could not delete'));
		for (const words of verdicts)
			expect(words).toMatch(/\$json\.deleted === null \? .*'Gong could not delete/);
	});
});

/** The names of parameters, and values of choices, that `properties` do not have. */
function unknownIn(values: INode['parameters'], properties: INodeProperties[]): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const meant = properties.filter((property) => property.name === name);
		if (meant.length === 0) return [name];
		const choices = meant.flatMap(({ options }) => options ?? []);
		if (meant[0].type === 'collection')
			return unknownIn(value as INode['parameters'], choices as INodeProperties[]);
		const known = (choices as INodePropertyOptions[]).some((choice) => choice.value === value);
		return meant[0].type === 'options' && !known ? [`${name}: ${String(value)}`] : [];
	});
}
