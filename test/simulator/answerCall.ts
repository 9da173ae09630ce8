import { type Answer, failure } from './answers';
import type { Call } from './call';
import type { Company } from './company';
import { refusal } from './credentials/signIn';
import { ROUTES } from './routes/routes';

/** The answer to a call on which no fault plays: sign-in, then limits, then the work itself. */
export function answerCall(company: Company, call: Call): Answer {
	company.requests.settle();
	const route = ROUTES.find(({ method, path }) => method === call.method && path === call.path);
	if (!route) return failure(404, `The simulator has no ${call.method} ${call.path}.`);
	if (route.scope === undefined) return route.answer(company, call);

	const refused = refusal(call, route.scope, company.accessKey, company.oauth);
	if (refused !== undefined) return failure(401, refused);

	const wait = company.counter.admit();
	if (wait !== undefined) {
		const answer = failure(429, `Too many calls. Try again in ${wait} seconds.`);
		return { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } };
	}
	return route.answer(company, call);
}
