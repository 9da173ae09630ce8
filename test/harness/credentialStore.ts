import {
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { GongCrmApi } from '../../credentials/GongCrmApi.credentials';
import { GongCrmOAuth2Api } from '../../credentials/GongCrmOAuth2Api.credentials';

/** Credential data by type, as a user would have entered and connected it. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

const types: Record<string, ICredentialType> = {
	gongCrmApi: new GongCrmApi(),
	gongCrmOAuth2Api: new GongCrmOAuth2Api(),
};

/**
 * The credentials of one run, in memory. n8n's own store is part of the server, not of the engine; the
 * engine asks whoever runs it for one.
 */
export class CredentialStore extends ICredentialsHelper {
	constructor(readonly data: CredentialData) {
		super();
	}

	getParentTypes(name: string): string[] {
		return types[name]?.extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = types[typeName];
		return typeof authenticate === 'function'
			? await authenticate(credentials, requestOptions)
			: requestOptions;
	}

	async preAuthentication(): Promise<undefined> {}

	async runPreAuthentication(): Promise<undefined> {}

	async getCredentials(): Promise<ICredentials> {
		return await Promise.reject(new Error('The engine does not need encrypted credentials'));
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		return structuredClone(this.data[type]);
	}

	async updateCredentials(): Promise<void> {}

	/** The engine refreshed a token. */
	async updateCredentialsOauthTokenData(
		_nodeCredentials: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.data[type] = { ...this.data[type], oauthTokenData: data.oauthTokenData };
	}

	getCredentialsProperties(type: string) {
		return types[type].properties;
	}
}
