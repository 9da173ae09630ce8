import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { DeleteCrmIntegration } from '../../nodes/DeleteCrmIntegration/DeleteCrmIntegration.node';
import { resources } from '../../nodes/GongCrm/actions/resources';
import { GongCrm } from '../../nodes/GongCrm/GongCrm.node';
import { GongCrmLoop } from '../../nodes/GongCrmLoop/GongCrmLoop.node';

/** One thing that a node of this package can do. */
export interface NodeOperation {
	/** As a builder finds it. */
	title: string;
	type: string;
	description: INodeTypeDescription;
	/** The parameters that choose it, by name. */
	chosen: Record<string, string>;
}

const ofLoop = new GongCrmLoop().description;

/** The steps of the waiting loop, as its node offers them. */
export const loopSteps: NodeOperation[] = choicesOf(ofLoop, 'step').map(({ name, value }) => ({
	title: `Step of a Wait: ${name}`,
	type: 'n8n-nodes-gong-crm.gongCrmLoop',
	description: ofLoop,
	chosen: { step: value },
}));

const ofGongCrm = new GongCrm().description;

/** Everything that the nodes of this package do: an operation that is added is here by itself. */
export const operations: NodeOperation[] = [
	{
		title: 'Delete CRM Integration',
		type: 'n8n-nodes-gong-crm.deleteCrmIntegration',
		description: new DeleteCrmIntegration().description,
		chosen: {},
	},
	...resources.flatMap((resource) =>
		resource.operations.map((operation) => ({
			title: `${resource.name}: ${operation.name}`,
			type: 'n8n-nodes-gong-crm.gongCrm',
			description: ofGongCrm,
			chosen: { resource: resource.value, operation: operation.value },
		})),
	),
	...loopSteps,
];

function choicesOf(
	{ properties }: INodeTypeDescription,
	parameter: string,
): Array<{ name: string; value: string }> {
	const { options = [] } = properties.find(({ name }) => name === parameter) as INodeProperties;
	return options as Array<{ name: string; value: string }>;
}
