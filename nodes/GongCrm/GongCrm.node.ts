import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { mapObjectFields } from '../connection/mapObjectFields';
import { searchIntegrations } from '../connection/searchIntegrations';
import { testKey } from '../connection/testKey';
import { wholeRun } from '../submitting/wholeRun';
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
			'={{ ({ getMany: "Get Many", register: "Register", get: "Get", upload: "Upload", getStatus: "Get Status", upsert: "Create or Update", delete: "Delete" })[$parameter["operation"]] }}: {{ ({ integration: "CRM Integration", object: "CRM Object", request: "Request", schemaField: "Schema Field" })[$parameter["resource"]] }}',
		description:
			'Upload CRM objects to Gong, keep their schema, register integrations, and follow deletions and uploads',
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

	methods = {
		listSearch: { searchIntegrations },
		resourceMapping: { mapObjectFields },
		credentialTest: { testKey },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await wholeRun(this, async () => await runOperation(this))];
	}
}
