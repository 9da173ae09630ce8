import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * Puts out the items that are listed in the field `list` of its first item, and says of none where it
 * comes from: from here on, n8n cannot tell which item of an earlier node belongs to which.
 */
export class Regroup implements INodeType {
	description = {
		displayName: 'Regroup',
		name: 'regroup',
		group: ['transform' as const],
		version: 1,
		description: '',
		defaults: { name: 'Regroup' },
		inputs: [NodeConnectionTypes.Main],
		// With one output, n8n would pair the items by their number.
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [{ json }] = this.getInputData();
		return [structuredClone(json.list) as unknown as INodeExecutionData[], []];
	}
}
