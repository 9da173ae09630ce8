import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { scopes } from '../nodes/gong/scopes';

const defaultScopes = scopes
	.filter(({ isDefault }) => isDefault)
	.map(({ name }) => name)
	.join(' ');

const asList = (isDefault: boolean): string =>
	`<ul>${scopes
		.filter((scope) => scope.isDefault === isDefault)
		.map(({ name, purpose }) => `<li>${name} ${purpose}</li>`)
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
		'https://github.com/n8n-nodes-gong-crm/n8n-nodes-gong-crm#create-the-credential';

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
			displayName: `This credential asks Gong for these scopes:${asList(true)}Your app at Gong must have them too, and a Gong technical administrator has to connect.`,
			name: 'scopesNotice',
			type: 'notice',
			default: '',
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
			description: 'Whether to ask for other scopes than the four above',
		},
		{
			displayName: `Leave out a scope that you never need, or add one of these:${asList(false)}Your app at Gong must have them too. Connect again after a change.`,
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
			default: defaultScopes,
			placeholder: 'e.g. api:crm:integration:delete api:crm:upload',
			description: 'The scopes to ask for, separated by spaces',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ $self["customScopes"] ? $self["enabledScopes"] : "${defaultScopes}" }}`,
		},
	];
}
