import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { authenticationProperty } from '../n8n/authentication';
import { testKey } from '../n8n/testKey';
import { runNode } from '../items/errors';
import { doLoopStep } from '../waiting/loopSteps';

const asking = { step: ['ask'] };

/**
 * The steps of the workflow that a waiting node starts (`waiting/loopWorkflow.ts`): not in n8n's panel,
 * and of no use anywhere else.
 */
export class GongCrmLoop implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Gong CRM: Step of a Wait',
		name: 'gongCrmLoop',
		icon: { light: 'file:../../icons/gongCrm.svg', dark: 'file:../../icons/gongCrm.dark.svg' },
		group: ['transform'],
		version: 1,
		hidden: true,
		subtitle:
			'={{ ({ park: "Sleep in n8n’s Database", ask: "Get the Status", handBack: "One Item per Input Item" })[$parameter["step"]] }}',
		description: 'Part of a wait that Delete CRM Integration or Gong CRM started',
		defaults: { name: 'Gong CRM: Step of a Wait' },
		// No agent is to be offered a step of a loop.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs:
			'={{ $parameter["step"] === "ask" ? [{ type: "main", displayName: "Not Finished" }, { type: "main", displayName: "Finished" }] : ["main"] }}',
		credentials: [
			{
				name: 'gongCrmOAuth2Api',
				required: true,
				displayOptions: { show: { ...asking, authentication: ['oAuth2'] } },
			},
			{
				name: 'gongCrmApi',
				required: true,
				testedBy: 'testKey',
				displayOptions: { show: { ...asking, authentication: ['accessKey'] } },
			},
		],
		properties: [
			{
				displayName:
					"A node that waits for Gong made this step, and it works there only. To follow a request, use Gong CRM: Get Status and switch on 'Wait for Completion'.",
				name: 'stepNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Step',
				name: 'step',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Ask Gong for the Status', value: 'ask' },
					{ name: 'Hand the Results Back', value: 'handBack' },
					{ name: 'Wait Until the Next Check', value: 'park' },
				],
				default: 'park',
			},
			authenticationProperty,
			{ displayName: 'Wait', name: 'wait', type: 'hidden', default: '{}' },
		],
	};

	methods = { credentialTest: { testKey } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, async () => await doLoopStep(this));
	}
}
