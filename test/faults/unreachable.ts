import type {
	ICredentialDataDecryptedObject,
	INodeCredentialsDetails,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { type CredentialData, CredentialStore } from '../harness/credentialStore';

/** Nothing listens on port 1 of this machine, and names below `.invalid` never exist (RFC 2606). */
const nowhere = {
	closedPort: 'http://127.0.0.1:1',
	unknownHost: 'https://gong.invalid',
};

/**
 * How often the credential is read for a call: to know whose turn it is, for the address, and by n8n's
 * helper; with OAuth again for the address, and by the helper, where the first answer is 401.
 */
const readsPerCall = { accessKey: 3, oAuth2: 5 };

/** A store whose addresses lead nowhere, for as many calls as it is told. */
export class UnreachableStore extends CredentialStore {
	private reads = 0;

	/**
	 * @param kind what is wrong with the address
	 * @param authentication how the calls sign in
	 * @param withAddress the fields of the credential that are other ones with that address
	 * @param times for how many calls
	 * @param isNext whether the next call is one that is to fail
	 */
	constructor(
		data: CredentialData,
		private readonly kind: keyof typeof nowhere,
		private readonly authentication: keyof typeof readsPerCall,
		private readonly withAddress: (address: string) => ICredentialDataDecryptedObject,
		private readonly times: number,
		private readonly isNext: () => boolean,
	) {
		super(data);
	}

	override async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const credential = await super.getDecrypted(additionalData, nodeCredentials, type);
		if (!this.isNext() || this.reads >= this.times * readsPerCall[this.authentication])
			return credential;
		this.reads += 1;
		return { ...credential, ...this.withAddress(nowhere[this.kind]) };
	}
}
