import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { scopes } from '../nodes/gong/scopes';

/** As n8n sends them: separated by spaces. */
const allScopes = Object.keys(scopes).join(' ');

/** A line for each, as n8n keeps it: of markup it leaves lists and links. */
const explained = `<ul>${Object.entries(scopes)
	.map(([scope, use]) => `<li>${scope} to ${use}</li>`)
	.join('')}</ul>`;

/**
 * OAuth 2.0, authorization code (Gong API reference, "OAuth"). The token answer says which address the
 * token must be used at (`api_base_url_for_customer`); n8n keeps it with the token.
 */
export class GongCrmOAuth2Api implements ICredentialType {
	name = 'gongCrmOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Gong CRM OAuth2 API';

	icon = { light: 'file:../icons/gongCrm.svg', dark: 'file:../icons/gongCrm.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-gong-crm/n8n-nodes-gong-crm/blob/main/docs/credentials.md#oauth2';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: 'https://app.gong.io/oauth2/authorize',
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: 'https://app.gong.io/oauth2/generate-customer-token',
			required: true,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'header',
		},
		{
			displayName: `This credential asks Gong for all scopes of its CRM API. Your app at Gong must have them too, and a Gong technical administrator has to connect:${explained}`,
			name: 'scopesNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { customScopes: [false] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://us-12345.api.gong.io',
			description: 'The address of your company’s Gong API',
			hint: 'Leave empty to use the address that Gong returns when you connect',
		},
		{
			displayName: 'Custom Scopes',
			name: 'customScopes',
			type: 'boolean',
			default: false,
			description: 'Whether to ask for fewer scopes than all six',
		},
		{
			displayName: `Leave out a scope only if you never need what it’s for. A node that lacks one names it:${explained}Your app at Gong must have the scopes that you ask for. Connect again after a change.`,
			name: 'customScopesNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { customScopes: [true] } },
		},
		{
			displayName: 'Enabled Scopes',
			name: 'enabledScopes',
			type: 'string',
			displayOptions: { show: { customScopes: [true] } },
			default: allScopes,
			placeholder: 'e.g. api:crm:integration:delete api:crm:upload',
			description: 'The scopes to ask for, separated by spaces',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ $self["customScopes"] ? $self["enabledScopes"] : "${allScopes}" }}`,
		},
	];
}
