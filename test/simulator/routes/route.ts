import type { Answer } from '../answers';
import type { Call } from '../call';
import type { Company } from '../company';

/** What answers one method and path. */
export interface Route {
	method: string;
	path: string;
	/** Does the work and answers. For a call of the API that comes after all other checks. */
	answer(company: Company, call: Call): Answer;
}

/** One of the API's calls, which need a sign-in and count against the limits; the others are OAuth. */
export interface ApiRoute extends Route {
	/** The scope that a call needs. */
	scope: string;
	/** The media type that its body must have; absent: it has none. */
	takes?: 'application/json' | 'multipart/form-data';
}

export const isApiRoute = (route: Route): route is ApiRoute => 'scope' in route;
