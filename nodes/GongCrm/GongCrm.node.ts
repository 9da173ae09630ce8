import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { searchIntegrations } from '../connection/searchIntegrations';
import { testKey } from '../connection/testKey';
import { runOperation } from './actions/runOperation';
import { properties } from './properties';

export class GongCrm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Gong CRM',
		name: 'gongCrm',
		icon: { light: 'file:../../icons/gongCrm.svg', dark: 'file:../../icons/gongCrm.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ({ getMany: "Get Many: CRM Integration", register: "Register: CRM Integration", getStatus: "Get Status: Request" })[$parameter["operation"]] }}',
		description: 'List and register CRM integrations in Gong, and ask how far a request is',
		defaults: { name: 'Gong CRM' },
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
		return [await runOperation(this)];
	}
}
