import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { readAnswer } from '../gong/answers';
import { BaseUrlRefused, readBaseUrl } from '../gong/baseUrl';
import { explain } from './explain';
import { nameNetworkFault } from './networkFault';

/**
 * Tests an access key by listing the integrations. A test request declared in the credential would
 * do the same, but n8n then shows "Unauthorized" or "ECONNREFUSED" and nothing more.
 */
export async function testKey(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { baseUrl = '', accessKey = '', accessKeySecret = '' } = data as Record<string, string>;
	const { request } = this.helpers;
	try {
		const response = (await request({
			method: 'GET',
			uri: `${readBaseUrl(baseUrl)}/v2/crm/integrations`,
			headers: { Accept: 'application/json' },
			auth: { user: accessKey, pass: accessKeySecret },
			followRedirect: false,
			simple: false,
			resolveWithFullResponse: true,
			encoding: 'utf8',
			timeout: 30_000,
		})) as { statusCode: number; headers: Record<string, unknown>; body: string };
		const { statusCode: status, headers, body } = response;
		const answer = readAnswer({ status, headers, body }, Date.now());
		return answer.kind === 'ok'
			? { status: 'OK', message: 'Connection successful!' }
			: failed(explain(answer, 'test', 'accessKey'));
	} catch (error) {
		if (error instanceof BaseUrlRefused)
			return failed({ message: error.message, description: error.advice });
		const reason = nameNetworkFault(error);
		return failed(explain({ kind: 'noAnswer', reason }, 'test', 'accessKey'));
	}
}

const failed = (said: { message: string; description: string }): INodeCredentialTestResult => ({
	status: 'Error',
	message: `${said.message}. ${said.description}`,
});
