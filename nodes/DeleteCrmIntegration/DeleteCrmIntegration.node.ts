import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { searchIntegrations } from '../n8n/searchIntegrations';
import { testKey } from '../n8n/testKey';
import { runNode } from '../items/errors';
import { deleteIntegrations } from './execute';
import { properties } from './properties';

export class DeleteCrmIntegration implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Delete CRM Integration',
		name: 'deleteCrmIntegration',
		icon: {
			light: 'file:../../icons/deleteCrmIntegration.svg',
			dark: 'file:../../icons/deleteCrmIntegration.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{ $parameter["dryRun"] || $parameter["allowAgentToDelete"] === false ? "Dry Run: " : $parameter["waitForCompletion"] ? "Wait: " : "" }}{{ ($parameter.toJSON().integrationId?.cachedResultName ?? "").split(" (")[0] || String($parameter.toJSON().integrationId?.value ?? "").replace(/^=.*/s, "ID From an Expression") || "No Integration Yet" }}',
		description:
			'Permanently delete a CRM integration from Gong with all its accounts, contacts, deals, leads and users, and optionally wait for the final status. This cannot be undone.',
		defaults: { name: 'Delete CRM Integration' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'gongCrmOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'gongCrmApi',
				required: true,
				testedBy: 'testKey',
				displayOptions: { show: { authentication: ['accessKey'] } },
			},
		],
		properties,
	};

	methods = { listSearch: { searchIntegrations }, credentialTest: { testKey } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, async () => await deleteIntegrations(this));
	}
}
