import { type Answer, failure, signInFailure } from './answers';
import type { Call } from './call';
import type { Company } from './company';
import { scopesOf } from './credentials/signIn';
import { requireKnown } from './evidence';
import { ROUTES } from './routes/routes';
import { isApiRoute, type ApiRoute } from './routes/route';
import { say } from './sentences';

/** The answer to a call on which no fault plays. */
export function answerCall(company: Company, call: Call): Answer {
	company.requests.settle();
	const route = ROUTES.find(({ method, path }) => method === call.method && path === call.path);
	const answer =
		route && !isApiRoute(route) ? route.answer(company, call) : answerApiCall(company, call, route);
	requireKnown(route, answer.status);
	return answer;
}

/**
 * What is looked at in which order: recorded answers refuse a missing scope, another media type and a
 * missing file before anything is said about the integration. A path that is not there looks like a
 * wrong key.
 */
function answerApiCall(company: Company, call: Call, route: ApiRoute | undefined): Answer {
	const scopes = scopesOf(call, company.accessKey, company.oauth);
	const isPath = ROUTES.some((one) => isApiRoute(one) && one.path === call.path);
	if (!scopes || !isPath) return signInFailure();
	if (!route) return failure(405, say('wrongMethod'));
	if (!scopes.includes(route.scope)) {
		return failure(401, say('missingScope', { scope: route.scope }));
	}
	const wait = company.counter.admit();
	if (wait !== undefined) {
		const answer = failure(429, say('tooManyCalls', { seconds: wait }));
		return { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } };
	}
	if (route.takes !== undefined && route.takes !== call.contentType) {
		return failure(415, say('wrongMediaType'));
	}
	return route.answer(company, call);
}
