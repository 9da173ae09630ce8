import { keyPair } from '../simulator/client';
import type { ProbeRun } from '../recorded/runs';
import type { Access } from './consent';

/**
 * A run without anything that says whose account it was. What stands in for an ID is as long as the ID
 * and the same wherever it stands, so that answers keep their form.
 *
 * Hidden are the key, the address of the account, every email address that is not at `example.com`, and
 * whatever looks like an ID of Gong's.
 *
 * @throws Error where one of the secrets would still be in it: then nothing may be written
 */
export function hideSecrets(run: ProbeRun, account: Access & { ownerEmail: string }): ProbeRun {
	const signIn = keyPair(account);
	const secrets = [
		account.accessKeySecret,
		account.accessKey,
		signIn.replace(/^Basic /, ''),
		account.ownerEmail,
		new URL(account.baseUrl).host,
	].filter((secret) => secret !== '');
	const hidden = hideIds(
		// A text inside of a text has its quotes escaped twice.
		[...secrets, ...secrets.map(escape), ...secrets.map(escape).map(escape)].reduce(
			(text, secret) => text.replaceAll(secret, secret.includes('@') ? OWNER : '…'),
			JSON.stringify(run),
		),
	);
	const left = secrets.some((secret) => secret !== OWNER && hidden.includes(secret));
	if (left || emailsIn(hidden).length > 0)
		throw new Error('The answers have something secret in them that could not be taken out.');
	return JSON.parse(hidden) as ProbeRun;
}

const OWNER = 'owner@example.com';
const EMAIL = /[\w.+%-]+@[\w-]+(?:\.[\w-]+)+/g;

const escape = (text: string): string => JSON.stringify(text).slice(1, -1);

const emailsIn = (text: string): string[] =>
	(text.match(EMAIL) ?? []).filter((email) => !/@example\.com$/i.test(email));

function hideIds(text: string): string {
	const standIns = new Map<string, string>();
	const standIn = (id: string, first: string): string => {
		const known =
			standIns.get(id) ?? first + String(standIns.size + 1).padStart(id.length - 1, '0');
		standIns.set(id, known);
		return known;
	};
	return (
		text
			.replace(EMAIL, (email) => (/@example\.com$/i.test(email) ? email : OWNER))
			.replace(/[\w-]+\.((?:api|app)\.gong\.io)/gi, '….$1')
			.replace(/\b(Basic|Bearer) [\w+/=.~-]{8,}/g, '$1 …')
			// int64 IDs, and the references that Gong gives calls: 18 or 19 letters and digits.
			.replace(/\b\d{12,20}\b/g, (id) => standIn(id, '9'))
			.replace(/\b(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{16,32}\b/g, (id) => standIn(id, 'r'))
	);
}
