import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { BaseUrlRefused, DEFAULT_BASE_URL, readBaseUrl } from '../nodes/gong/baseUrl';

/**
 * Redirects are not followed: one must not carry the key elsewhere. Each of n8n's two request helpers
 * has switches of its own (n8n-core 2.41.1): `httpRequest` reads the first, and `request`, which is
 * behind the HTTP Request node, the other two.
 */
const neverRedirected = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/** Access key and secret of Gong's API, sent as HTTP Basic (Gong API reference, "Authentication"). */
export class GongCrmApi implements ICredentialType {
	name = 'gongCrmApi';

	displayName = 'Gong CRM API';

	icon = { light: 'file:../icons/gongCrm.svg', dark: 'file:../icons/gongCrm.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-gong-crm/n8n-nodes-gong-crm/blob/main/docs/credentials.md#access-key';

	properties: INodeProperties[] = [
		{
			displayName:
				'In Gong, a technical administrator makes the key in <b>Admin center > Settings > API</b> (under Ecosystem) with <b>+ Get API key</b>:<ul><li><b>Key name</b>: any</li><li><b>TTL (days)</b>: how long the key is valid. When it ends, so does all that works with the key. Empty means that it never ends.</li><li><b>Trusted IPs</b>: the addresses that may use the key, this n8n’s among them. Empty means any.</li></ul>',
			name: 'keyNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			required: true,
			placeholder: 'e.g. https://us-12345.api.gong.io',
			description: 'The address that the API page in Gong shows for your company',
		},
		// Half of the key pair, and not for whoever looks over a shoulder.
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password
		{
			displayName: 'Access Key',
			name: 'accessKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Access Key Secret',
			name: 'accessKeySecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Gong shows it once, when the key is created',
		},
	];

	/**
	 * Adds the key, and only to the address of the credential, under the rules for base URLs. n8n also
	 * offers a credential to its HTTP Request node, which names an address of its own.
	 *
	 * @throws BaseUrlRefused before anything is sent.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { baseUrl, accessKey, accessKeySecret } = credentials as Record<string, string>;
		const address = readBaseUrl(baseUrl);
		const { url = '', uri = '' } = requestOptions as IHttpRequestOptions & { uri?: string };
		// `httpRequest` sends to `url`, `request` to whichever is there.
		const elsewhere = [url, uri]
			.map((asked) => new URL(asked, address).origin)
			.find((origin) => origin !== address);
		if (elsewhere !== undefined)
			throw new BaseUrlRefused(
				`This Gong key is only sent to ${address}, not to ${elsewhere}`,
				"Nothing was sent. Call an address below the 'Base URL' of the credential.",
			);
		return {
			...requestOptions,
			baseURL: address,
			...neverRedirected,
			auth: { username: accessKey, password: accessKeySecret },
		};
	}
}
