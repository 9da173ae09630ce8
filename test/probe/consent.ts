import { readBaseUrl } from '../../nodes/gong/baseUrl';

/** Asks a person for a text; what is typed does not show where it is `hidden`. */
export type Ask = (question: string, options?: { hidden: boolean }) => Promise<string>;

/** Whose account it is. */
export interface Access {
	/** Without a slash at its end. */
	baseUrl: string;
	accessKey: string;
	accessKeySecret: string;
}

/** What a person has to type, letter for letter. */
export const CONSENT = 'probe this account';

/** What a person agrees to. */
export const whatItDoes = (baseUrl: string): string =>
	[
		`This works on the Gong account behind ${baseUrl}. Use a sandbox, never the account of your company.`,
		'',
		'It registers a small CRM integration, uploads an account to it, and deletes it; then it does so once',
		'more, with about 30 made-up accounts and a few schema fields. It changes nothing else. If the account',
		'has an integration already, it changes nothing at all. Gong may take up to 24 hours for each deletion.',
		'It makes up to 1,500 of the 10,000 calls that a company has in a day. Ctrl-C ends it, and deletes what it has made.',
		'What Gong answers goes to one file on this machine, without the key, email addresses and IDs.',
	].join('\n');

/** What a person agrees to who only wants to clean up. */
export const whatCleaningDoes = (baseUrl: string): string =>
	`This deletes the integration that an earlier probe has left on the Gong account behind ${baseUrl}, and nothing else.`;

/**
 * The address and the key, from the environment or a person.
 *
 * @throws BaseUrlRefused for an address that a secret must not be sent to
 */
export async function readAccess(
	environment: Record<string, string | undefined>,
	ask: Ask,
): Promise<Access> {
	const { GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET } = environment;
	const baseUrl = readBaseUrl(
		GONG_BASE_URL ?? (await ask('Base URL (Gong’s API page shows it): ')),
	);
	return {
		baseUrl,
		accessKey: GONG_ACCESS_KEY ?? (await ask('Access key: ', { hidden: true })),
		accessKeySecret: GONG_ACCESS_KEY_SECRET ?? (await ask('Access key secret: ', { hidden: true })),
	};
}

/** Whether a person has agreed. Nothing but the words themselves counts. */
export async function hasConsent(what: string, ask: Ask): Promise<boolean> {
	return (await ask(`${what}\n\nTo go on, type “${CONSENT}”: `)) === CONSENT;
}
