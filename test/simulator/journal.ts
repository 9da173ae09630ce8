import { type Call, parseParameters, type SignIn } from './call';
import type { Clock } from './clock';
import { summary } from './multipart';

/** One call that reached the simulator. Never contains a secret, a code or a token. */
export interface JournalEntry {
	/** When it arrived, the caller's clock, ISO 8601. */
	readonly at: string;
	readonly method: string;
	/** Path without the query. */
	readonly path: string;
	/** Query parameters as text, digits untouched; secrets replaced by `[hidden]`. */
	readonly query: Readonly<Record<string, string>>;
	/** Media type of the body, without parameters; absent when the call names none. */
	readonly contentType?: string;
	/**
	 * Parsed JSON or form, a list of `PartSummary` for multipart, the raw text of anything else, absent
	 * without a body.
	 */
	readonly body?: unknown;
	readonly signIn: SignIn;
	/** HTTP status of the answer; `null` when none was sent, or not yet. */
	readonly status: number | null;
	/** Kind of the fault that played, if one did. */
	readonly fault?: string;
	readonly clientRequestId?: string;
	/** The integration asked about, or the one that a registration created. */
	readonly integrationId?: string;
	/** What a status check answered: `PENDING`, `IN_PROGRESS`, `DONE` or `FAILED`. */
	readonly answeredStatus?: string;
}

/** The parts of an entry that are filled in after it was opened. */
export type OpenEntry = { -readonly [Key in keyof JournalEntry]: JournalEntry[Key] };

/** Parameters that are secrets, or that lead to one (`state` carries n8n's CSRF token). */
const SECRET_PARAMETERS = new Set([
	'code',
	'state',
	'access_token',
	'refresh_token',
	'client_secret',
	'client_assertion',
]);

/** Every call in order of arrival. */
export class Journal {
	readonly entries: JournalEntry[] = [];

	constructor(private readonly clock: Clock) {}

	/** Writes the call down on arrival; the caller fills in how it was answered. */
	open(call: Call): OpenEntry {
		const entry: OpenEntry = {
			at: this.clock.iso(),
			method: call.method,
			path: call.path,
			query: withoutSecrets(call.query),
			signIn: call.signIn,
			status: null,
		};
		if (call.contentType !== '') entry.contentType = call.contentType;
		if (call.rawBody !== '') entry.body = readableBody(call);
		if (call.parts.length > 0) entry.body = call.parts.map(summary);
		if (call.query.clientRequestId) entry.clientRequestId = call.query.clientRequestId;
		if (call.query.integrationId) entry.integrationId = call.query.integrationId;
		this.entries.push(entry);
		return entry;
	}

	/** The calls of one endpoint; `method` in capitals, `path` without the query. */
	calls(method: string, path: string): JournalEntry[] {
		return this.entries.filter((entry) => entry.method === method && entry.path === path);
	}
}

function withoutSecrets(parameters: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [
			name,
			SECRET_PARAMETERS.has(name) ? '[hidden]' : value,
		]),
	);
}

function readableBody(call: Call): unknown {
	if (call.contentType === 'application/x-www-form-urlencoded') {
		return withoutSecrets(parseParameters(call.rawBody));
	}
	try {
		return JSON.parse(call.rawBody);
	} catch {
		return call.rawBody;
	}
}
