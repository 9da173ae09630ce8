/** The largest 64-bit signed integer: Gong's IDs are int64 (Gong API reference, "integrationId"). */
const LARGEST_INT64 = 9223372036854775807n;

/** What a check of user input says: the value to use, or what is wrong and what to do about it. */
export type Checked<T> = { ok: true; value: T } | { ok: false; problem: string; advice: string };

const asText =
	'Pass the ID as text, digit for digit, as Gong CRM: Get Many outputs it. In JSON, put it in quotes.';

/**
 * Checks an integration ID: a string of digits from 1 to 9223372036854775807, without a sign,
 * spaces, leading zeros, decimals or exponents.
 *
 * A JavaScript number is accepted only up to 2^53 - 1. A larger one has already been rounded
 * (`5517027188234205706` arrives as `5517027188234206000`), and on a call that deletes, a rounded
 * ID is somebody else's integration.
 */
export function checkIntegrationId(value: unknown): Checked<string> {
	const refuse = (problem: string, advice: string): Checked<string> => ({
		ok: false,
		problem,
		advice,
	});

	if (typeof value === 'bigint') return checkIntegrationId(value.toString());
	if (typeof value === 'number') {
		if (Number.isSafeInteger(value)) return checkIntegrationId(value.toString());
		return Number.isInteger(value)
			? refuse(
					`is the number ${value.toLocaleString('en-US', { useGrouping: false })}, which has already been rounded`,
					`Numbers this large lose their last digits before they reach this node, so the ID may name another integration. ${asText}`,
				)
			: refuse(`is not a whole number: ${value}`, asText);
	}
	if (value === undefined || value === null || value === '')
		return refuse('is empty', 'Pick an integration from the list, or enter its ID.');
	if (typeof value !== 'string')
		return refuse(`is not text: ${Array.isArray(value) ? 'a list' : typeof value}`, asText);

	const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
	if (/\s/.test(value))
		return refuse(
			`contains a space or line break: "${shown}"`,
			'Remove it: an ID has digits only.',
		);
	if (/^0+$/.test(value)) return refuse('is 0', 'Gong’s IDs start at 1. ' + asText);
	if (!/^[1-9][0-9]*$/.test(value))
		return refuse(
			`is not an integration ID: "${shown}"`,
			'An ID has digits only: no sign, decimals, exponent, leading zero or letters, e.g. 5517027188234205706.',
		);
	if (value.length > 19 || BigInt(value) > LARGEST_INT64)
		return refuse(
			`is larger than any ID of Gong’s: "${shown}"`,
			`IDs go up to ${LARGEST_INT64}. Look for a digit too many.`,
		);
	return { ok: true, value };
}

/**
 * Checks a client request ID: letters, digits, `-` and `_` only, at least one (Gong API reference,
 * "clientRequestId").
 */
export function checkClientRequestId(value: unknown): Checked<string> {
	if (typeof value !== 'string' || value === '')
		return {
			ok: false,
			problem: 'is empty or not text',
			advice: 'Enter letters, digits, "-" and "_", e.g. delete-acme-crm-2026.',
		};
	const odd = /[^A-Za-z0-9_-]/u.exec(value);
	if (odd)
		return {
			ok: false,
			problem: `contains ${odd[0] === ' ' ? 'a space' : `"${odd[0]}"`}, which Gong does not accept`,
			advice: 'Use only letters (A to Z), digits, "-" and "_".',
		};
	return { ok: true, value };
}
