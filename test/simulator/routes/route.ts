import type { Answer } from '../answers';
import type { Call } from '../call';
import type { Company } from '../company';

/** What answers one method and path. */
export interface Route {
	method: string;
	path: string;
	/** The scope a call needs. Absent: neither sign-in nor limits are checked (OAuth). */
	scope?: string;
	/** Does the work and answers. Comes after sign-in and limits. */
	answer(company: Company, call: Call): Answer;
}
