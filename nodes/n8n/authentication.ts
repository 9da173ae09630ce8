import type { INodeProperties } from 'n8n-workflow';

/** The values of the *Authentication* parameter. */
export type Authentication = 'oAuth2' | 'accessKey';

/** The credential type behind a value of *Authentication*. */
export const credentialTypeOf = (authentication: Authentication): string =>
	authentication === 'oAuth2' ? 'gongCrmOAuth2Api' : 'gongCrmApi';

/** The *Authentication* parameter. */
export const authenticationProperty: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Access Key',
			value: 'accessKey',
			description: 'Use an access key and its secret, made by a Gong technical administrator',
		},
		{
			name: 'OAuth2',
			value: 'oAuth2',
			description: 'Connect with a Gong account through an app registered at Gong',
		},
	],
	default: 'oAuth2',
	description: 'How to sign in to Gong',
};
