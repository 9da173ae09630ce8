import type { JournalEntry } from './journal';
import type { JsonValue } from './json';

/** A call that a fault can be tied to: method and path. */
export type FaultTarget =
	| 'DELETE /v2/crm/integrations'
	| 'GET /v2/crm/entities'
	| 'GET /v2/crm/entity-schema'
	| 'GET /v2/crm/integrations'
	| 'GET /v2/crm/request-status'
	| 'POST /v2/crm/entities'
	| 'POST /v2/crm/entity-schema'
	| 'PUT /v2/crm/integrations'
	| 'POST /oauth2/generate-customer-token';

/** What goes wrong. */
export type FaultKind =
	/** An answer with this status. Default body: Gong's error body with `errors`. */
	| {
			kind: 'status';
			status: number;
			/** The `Retry-After` header: seconds, or any text such as an HTTP date. */
			retryAfter?: number | string;
			body?: string;
			/** Default `application/json; charset=utf-8`. */
			contentType?: string;
			errors?: string[];
			/** More keys beside `errors`, as some of Gong's refusals have. */
			fields?: Record<string, JsonValue>;
	  }
	/** A gateway's HTML page in place of JSON. Default status 502. */
	| { kind: 'html'; status?: number }
	/** No body at all. Default status 200. */
	| { kind: 'empty'; status?: number }
	/** The work is done, and its answer breaks off half way. */
	| { kind: 'truncated' }
	/**
	 * The connection is reset before any answer, and the work is not done; `after: 'headers'`: the work
	 * is done, and the reset comes between the headers of its answer and the body.
	 */
	| { kind: 'reset'; after?: 'headers' }
	/** No answer ever, until the simulator stops; the work is not done. */
	| { kind: 'silent' }
	/** The work is done at once and its answer sent `delay` milliseconds later. */
	| { kind: 'slow'; delay: number }
	/**
	 * The work is done; the headers of its answer come at once and its body one byte every `interval`
	 * milliseconds.
	 */
	| { kind: 'drip'; interval: number }
	/** The work is done, and its answer has these fields too, in place of its own of that name. */
	| { kind: 'altered'; fields: Record<string, JsonValue> }
	/**
	 * The work is done, and its answer made `bytes` larger by a field of spaces; with `gzip` it is
	 * compressed to about a thousandth of that.
	 */
	| { kind: 'oversized'; bytes: number; gzip?: boolean }
	/** A redirect to `location`; the work is not done. Default status 302. */
	| { kind: 'redirect'; location: string; status?: 301 | 302 | 303 | 307 | 308 }
	/** The work is done, and the connection closed without an answer. */
	| { kind: 'lostAnswer' };

/** A fault and the calls it plays on. */
export type Fault = FaultKind & {
	/** Default: any call to Gong's API, that is to a path below `/v2/`. */
	on?: FaultTarget;
	/** How many calls it plays on; a whole number above 0, or Infinity. Default 1. */
	times?: number;
	/** How many matching calls it lets through first; 0 or more. Default 0. */
	skip?: number;
};

interface ActiveFault {
	fault: Fault;
	times: number;
	skip: number;
}

/** The faults still to play, in the order they were added. */
export class Faults {
	private active: ActiveFault[] = [];

	/** @throws Error when a number is out of range */
	add(fault: Fault): void {
		const { times = 1, skip = 0 } = fault;
		if (times !== Infinity && !(Number.isInteger(times) && times > 0)) {
			throw new Error(`Fault: times must be a whole number above 0, or Infinity, not ${times}.`);
		}
		if (!(Number.isInteger(skip) && skip >= 0)) {
			throw new Error(`Fault: skip must be a whole number, 0 or more, not ${skip}.`);
		}
		if (fault.kind === 'slow' && !(fault.delay >= 0)) {
			throw new Error(`Fault: delay must be 0 or more milliseconds, not ${fault.delay}.`);
		}
		if (fault.kind === 'drip' && !(fault.interval > 0)) {
			throw new Error(`Fault: interval must be above 0 milliseconds, not ${fault.interval}.`);
		}
		if (fault.kind === 'oversized' && !(Number.isInteger(fault.bytes) && fault.bytes > 0)) {
			throw new Error(`Fault: bytes must be a whole number above 0, not ${fault.bytes}.`);
		}
		if (fault.kind === 'altered' && Object.keys(fault.fields).length === 0) {
			throw new Error('Fault: fields must have one at least.');
		}
		this.active.push({ fault, times, skip });
	}

	clear(): void {
		this.active = [];
	}

	/**
	 * The fault that plays on this call. The first one that matches wins and is used up by one;
	 * those added after it do not see the call. One that still skips calls lets the next look.
	 */
	take(call: JournalEntry): Fault | undefined {
		const winner = this.active.find((candidate) => {
			if (!matches(candidate.fault, call)) return false;
			if (candidate.skip === 0) return true;
			candidate.skip -= 1;
			return false;
		});
		if (!winner) return undefined;
		winner.times -= 1;
		if (winner.times === 0) this.active = this.active.filter((fault) => fault !== winner);
		return winner.fault;
	}
}

function matches(fault: Fault, call: JournalEntry): boolean {
	return fault.on ? fault.on === `${call.method} ${call.path}` : call.path.startsWith('/v2/');
}
