import {
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestMethods,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

/** The versions of the HTTP Request node that follow redirects unless they are told not to. */
const versions = [4, 4.1, 4.2, 4.3, 4.4, 4.5];

const description: INodeTypeDescription = {
	displayName: 'HTTP Request',
	name: 'httpRequest',
	group: ['output'],
	version: versions,
	description: '',
	defaults: { name: 'HTTP Request' },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [
		{ displayName: 'Method', name: 'method', type: 'string', default: 'GET' },
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{
			displayName: 'Helper',
			name: 'helper',
			type: 'string',
			default: 'requestWithAuthentication',
		},
		{ displayName: 'Options', name: 'options', type: 'json', default: {} },
	],
};

/**
 * How n8n's HTTP Request node makes a call with a *Predefined Credential Type*
 * (n8n-nodes-base 2.41.1, `HttpRequestV3.node.js`): the same helper with the same options, as the node's
 * version, method, address and redirect options make them. The package that holds the original weighs
 * several hundred megabytes; the end-to-end suite runs the original.
 *
 * With the other `helper` it calls as n8n's HTTP Request Tool for agents does.
 */
export class HttpRequest implements INodeType {
	description = description;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { typeVersion } = this.getNode();
		const method = this.getNodeParameter('method', 0) as IHttpRequestMethods;
		const url = this.getNodeParameter('url', 0) as string;
		if (this.getNodeParameter('helper', 0) === 'httpRequestWithAuthentication') {
			await this.helpers.httpRequestWithAuthentication.call(this, 'gongCrmApi', { method, url });
			return [this.getInputData()];
		}
		const options = this.getNodeParameter('options', 0) as IDataObject;
		// Deprecated, but n8n's own node still goes this way.
		const { requestWithAuthentication } = this.helpers;
		await requestWithAuthentication.call(this, 'gongCrmApi', {
			headers: {},
			method,
			uri: url,
			gzip: true,
			rejectUnauthorized: true,
			resolveWithFullResponse: true,
			sendCredentialsOnCrossOriginRedirect:
				options.sendCredentialsOnCrossOriginRedirect ?? typeVersion < 4.4,
			followRedirect: true,
			followAllRedirects: true,
			maxRedirects: undefined,
			timeout: 300_000,
			encoding: null,
			json: false,
			useStream: true,
		} as Parameters<typeof requestWithAuthentication>[1]);
		return [this.getInputData()];
	}
}
