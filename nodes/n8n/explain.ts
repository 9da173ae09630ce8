import { refusedCertificate } from '../gong/answers';
import type { Failure } from '../gong/client';
import { callScopes, findScope, type Scope } from '../gong/scopes';
import type { Authentication } from './authentication';
import { formatDuration } from '../text/durations';
import { joinList } from '../text/lists';
import { quoteReference } from '../text/quotes';
import { joinSentences } from '../text/sentences';

interface Words {
	/** "…, which is needed to" goes before it. */
	verbPhrase: string;
	refused: string;
	scope: Scope;
}

const listWords = {
	verbPhrase: 'list the integrations',
	refused: 'Gong refused to list the integrations',
	scope: callScopes['GET /v2/crm/integrations'],
} satisfies Words;

/** What a call was for: the words to say it with, and the scope that Gong asks for. */
export const purposes = {
	delete: {
		verbPhrase: 'delete an integration',
		refused: 'Gong refused to delete the integration',
		scope: callScopes['DELETE /v2/crm/integrations'],
	},
	status: {
		verbPhrase: 'get the status of a request',
		refused: 'Gong did not return the status of the request',
		scope: callScopes['GET /v2/crm/request-status'],
	},
	list: listWords,
	// A credential is tested by listing.
	test: listWords,
	register: {
		verbPhrase: 'register an integration',
		refused: 'Gong refused to register the integration',
		scope: callScopes['PUT /v2/crm/integrations'],
	},
	upload: {
		verbPhrase: 'upload objects',
		refused: 'Gong refused the objects',
		scope: callScopes['POST /v2/crm/entities'],
	},
	schema: {
		verbPhrase: 'list or change schema fields',
		refused: 'Gong refused to list or change the schema fields',
		scope: callScopes['GET /v2/crm/entity-schema'],
	},
	getObjects: {
		verbPhrase: 'read objects',
		refused: 'Gong refused to read the objects',
		scope: callScopes['GET /v2/crm/entities'],
	},
} satisfies Record<string, Words>;

export type Purpose = keyof typeof purposes;

/** What happened (`message`) and what to do about it (`description`), for a builder. */
export interface Explanation {
	message: string;
	description: string;
	/** As n8n's NodeApiError wants it; `null` = there was no HTTP answer. */
	httpCode: string | null;
}

/** Gong's own words, the first ten of them, and its reference for support. */
export function quoteAnswer(answer: Failure): string {
	if (answer.kind !== 'refused') return '';
	const words = joinList(answer.errors.map((error) => `“${error}”`));
	const end = /[.!?]”$/.test(words) ? '' : '.';
	return joinSentences(words && `Gong says: ${words}${end}`, quoteReference(answer.requestId));
}

/**
 * What is wrong with a credential that Gong did not accept, and what to do about it. Where no scope is
 * named, that can be the address too: Gong's live API has answered a path that it does not have with
 * the sentence and the status of a wrong key.
 */
function explainRefusedSignIn(
	errors: string[],
	{ verbPhrase, scope }: Words,
	authentication: Authentication,
): string {
	const named = findScope(errors);
	const needed = `the scope "${named ?? scope}", which is needed to ${verbPhrase}.`;
	if (authentication === 'oAuth2')
		return named === undefined
			? `The connection is no longer valid, or it lacks ${needed} Open the Gong credential. Check that it asks for this scope, that your app at Gong has it, and that 'Base URL' is empty or exactly the address that Gong shows on its API page. Then connect again.`
			: `The connection lacks ${needed} Add it to your app at Gong and, if 'Custom Scopes' is on in the Gong credential, to 'Enabled Scopes' there. Then connect again.`;
	return named === undefined
		? "The access key or its secret is wrong, the key has expired or was deleted, this n8n calls from an address that is not among the key’s Trusted IPs, or 'Base URL' is not exactly the address that Gong shows on its API page. A Gong technical administrator finds the keys and the address under Admin center > Settings > API (under Ecosystem). Enter valid ones in the Gong credential."
		: `The access key lacks ${needed} Gong’s help does not say how a key gets a scope: ask Gong’s support, or sign in with OAuth2 and this scope.`;
}

/** What the network said, by the name of what happened, and what to do about it. */
function explainNetwork(reason: string): { message: string; advice: string } {
	const [certificate] = refusedCertificate.exec(reason) ?? [];
	if (certificate)
		return {
			message: `The certificate of Gong, or of a proxy in between, cannot be verified: ${certificate}`,
			advice:
				"Check 'Base URL' in the credential, and the clock of the machine that runs n8n. If a proxy inspects encrypted traffic, whoever runs this n8n adds its certificate (NODE_EXTRA_CA_CERTS).",
		};
	if (/^(EPROTO|ERR_SSL_\w+):/.test(reason))
		return {
			message: 'Could not make an encrypted connection to Gong',
			advice:
				"Whatever answered does not support TLS, or only an old version. Check 'Base URL' in the credential, and the proxy if there is one.",
		};
	// Without a code, as n8n's proxy agent reports it (https-proxy-agent, `parse-proxy-response`).
	if (/^Proxy connection ended/.test(reason))
		return {
			message: 'A proxy between n8n and Gong dropped the connection',
			advice: "Ask whoever runs the proxy whether it may connect to 'Base URL'.",
		};
	return {
		message: 'Gong could not be reached',
		advice: "Check 'Base URL' in the credential, and that this n8n can reach it.",
	};
}

/** Says what an answer means to the person who has to act on it. Never contains a secret. */
export function explain(
	answer: Failure,
	purpose: Purpose,
	authentication: Authentication,
): Explanation {
	const { refused } = purposes[purpose];
	// A deletion says itself how to be tried again: a new run would not know of this one.
	const again = purpose === 'delete' || purpose === 'test' ? '' : 'Then run the node again.';

	if (answer.kind === 'notSent')
		return { message: answer.reason, description: answer.advice, httpCode: null };
	if (answer.kind === 'noAnswer') {
		const { message, advice } = explainNetwork(answer.reason);
		return {
			message,
			description: joinSentences(`The network says: ${answer.reason}.`, advice, again),
			httpCode: null,
		};
	}
	if (answer.kind === 'unreadable' && answer.isTooLarge)
		return {
			message: 'Gong’s answer is too large to read',
			description:
				purpose === 'getObjects'
					? 'This object has more than 50 MB. Nothing was changed.'
					: "Something between n8n and Gong (a proxy, a sign-in page) may have answered. Check 'Base URL' in the credential.",
			httpCode: String(answer.status),
		};
	if (answer.kind === 'unreadable' && answer.status === 407)
		return {
			message: 'A proxy between n8n and Gong asks for a password (407)',
			description: joinSentences(
				'Gong was not asked. Whoever runs this n8n enters the user name and password in the address of the proxy (HTTPS_PROXY=http://user:password@host:port).',
				again,
			),
			httpCode: '407',
		};
	if (answer.kind === 'unreadable')
		return {
			message: 'The answer did not come from Gong’s API',
			description: joinSentences(
				`It has status ${answer.status}, but not Gong’s format.`,
				"Something between n8n and Gong (a proxy, a sign-in page) may have answered. Check 'Base URL' in the credential.",
			),
			httpCode: String(answer.status),
		};

	const httpCode = String(answer.status);
	const said = quoteAnswer(answer);
	if (answer.status === 401 || answer.status === 403)
		return {
			message: 'Gong did not accept the credential',
			description: joinSentences(
				explainRefusedSignIn(answer.errors, purposes[purpose], authentication),
				said,
			),
			httpCode,
		};
	if (answer.status === 429)
		return {
			message: 'Rate limit reached',
			description: joinSentences(
				answer.retryAfter !== null &&
					`Gong asks you to wait ${formatDuration(answer.retryAfter, Math.ceil)}.`,
				'By default, a company can make 3 calls a second and 10,000 a day, across all its tools. Gong can raise this.',
				said,
			),
			httpCode,
		};
	if (answer.status >= 300 && answer.status < 400)
		return {
			message: 'The address in the credential redirects to another one',
			description: joinSentences(
				`The redirect${answer.location ? ` to ${answer.location}` : ''} was not followed, so that your key goes nowhere else.`,
				"Enter the address that Gong shows on its API page as 'Base URL' in the credential.",
			),
			httpCode,
		};
	if (answer.status >= 500)
		return {
			message: `Gong cannot answer right now (status ${answer.status})`,
			description: joinSentences('Give Gong a few minutes.', again, said),
			httpCode,
		};
	if (answer.status === 409 && purpose === 'register')
		return {
			message: 'Gong already has an active CRM integration',
			description: joinSentences(
				"A company can have one at a time. Delete it first with Delete CRM Integration, with 'Wait for Completion' switched on, and register the new one once its status is DONE.",
				said,
			),
			httpCode,
		};
	return {
		message: `${refused} (status ${answer.status})`,
		description: said || 'Gong gave no reason. Check the values of this node.',
		httpCode,
	};
}
