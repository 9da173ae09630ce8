import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { authenticationProperty } from '../n8n/authentication';
import { mapObjectFields } from '../n8n/mapObjectFields';
import { searchIntegrations } from '../n8n/searchIntegrations';
import { testKey } from '../n8n/testKey';
import { runNode } from '../items/errors';
import { resourceProperties, resources } from './actions/resources';
import { runOperation } from './execute';

const namesOf = (options: Array<{ name: string; value: string }>) =>
	Object.fromEntries(options.map(({ name, value }) => [value, name]));

/** For the subtitle. */
const resourceNames = namesOf(resources);
const operationNames = namesOf(resources.flatMap(({ operations }) => operations));

export class GongCrm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Gong CRM',
		name: 'gongCrm',
		icon: { light: 'file:../../icons/gongCrm.svg', dark: 'file:../../icons/gongCrm.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ (${JSON.stringify(operationNames)})[$parameter["operation"]] }}: {{ (${JSON.stringify(resourceNames)})[$parameter["resource"]] }}`,
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
		properties: [authenticationProperty, ...resourceProperties],
	};

	methods = {
		listSearch: { searchIntegrations },
		resourceMapping: { mapObjectFields },
		credentialTest: { testKey },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, async () => await runOperation(this));
	}
}
