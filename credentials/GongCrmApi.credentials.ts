import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { BaseUrlRefused, DEFAULT_BASE_URL, readBaseUrl } from '../nodes/gong/baseUrl';

/**
 * No redirect is followed, and none could carry the key along: the first for n8n's current request
 * helper, the others for its older one, which HTTP Request uses (n8n-core 2.41, `parseRequestObject`).
 */
const noRedirects = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	maxRedirects: 0,
	sendCredentialsOnCrossOriginRedirect: false,
};

/** Access key and secret of Gong's API, sent as HTTP Basic (Gong API reference, "Authentication"). */
export class GongCrmApi implements ICredentialType {
	name = 'gongCrmApi';

	displayName = 'Gong CRM API';

	icon = { light: 'file:../icons/gongCrm.svg', dark: 'file:../icons/gongCrm.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-gong-crm/n8n-nodes-gong-crm#create-the-credential';

	properties: INodeProperties[] = [
		{
			displayName:
				'In Gong, a technical administrator goes to Admin center > Settings > API (under Ecosystem) and selects + Get API key. Key name: anything. TTL (days): the key ends after that many days; leave it empty for a key that never ends. Trusted IPs: leave it empty, or add the address from which n8n calls. Gong shows the secret once.',
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
		// Half of the sign-in: whoever looks over a shoulder is not to have it.
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
		const { url, uri = url } = requestOptions as IHttpRequestOptions & { uri?: string };
		if (new URL(uri, address).origin !== address)
			throw new BaseUrlRefused(
				`This Gong key is only sent to ${address}, not to ${new URL(uri, address).origin}`,
				'Nothing was sent. Call an address below the "Base URL" of the credential.',
			);
		return {
			...requestOptions,
			baseURL: address,
			...noRedirects,
			auth: { username: accessKey, password: accessKeySecret },
		};
	}
}
