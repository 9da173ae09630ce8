import type {
	ICredentialDataDecryptedObject,
	INodeCredentialsDetails,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { type CredentialData, CredentialStore } from '../engine/credentialStore';

/** Nothing listens on port 1 of this machine, and names below `.invalid` never exist (RFC 2606). */
const nowhere = {
	closedPort: 'http://127.0.0.1:1',
	unknownHost: 'https://gong.invalid',
};

/** n8n's helper and this package each read the credential for a call. */
const READS_PER_CALL = 2;

/** A store whose addresses lead nowhere, for as many calls as it is told. */
export class UnreachableStore extends CredentialStore {
	private reads = 0;

	/**
	 * @param kind what is wrong with the address
	 * @param withAddress the fields of the credential that are other ones with that address
	 * @param times for how many calls
	 * @param isNext whether the next call is one that is to fail
	 */
	constructor(
		data: CredentialData,
		private readonly kind: keyof typeof nowhere,
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
		if (!this.isNext() || this.reads >= this.times * READS_PER_CALL) return credential;
		this.reads += 1;
		return { ...credential, ...this.withAddress(nowhere[this.kind]) };
	}
}
