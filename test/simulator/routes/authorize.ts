import { type Answer, escapeHtml, html, redirect } from '../answers';
import type { Company } from '../company';
import { parseScopes } from '../scopes';
import type { Route } from './route';

/** `GET /oauth2/authorize`: the page on which a person allows an app to use their Gong. */
export const authorizePage: Route = {
	method: 'GET',
	path: '/oauth2/authorize',
	answer(company, { query }) {
		const problem = authorizationProblem(company, query);
		if (problem) return problem;

		const requested = parseScopes(query.scope ?? '');
		const granted = company.oauth.granted(requested);
		const rows = requested.map((scope) => {
			const remark = granted.includes(scope) ? '' : ' (this app does not have it)';
			return `<li><code>${escapeHtml(scope)}</code>${remark}</li>`;
		});
		const allow = `/oauth2/authorize/allow?${new URLSearchParams(query).toString()}`;
		return html(
			200,
			'Gong simulator: allow access?',
			`<p>The app <code>${escapeHtml(query.client_id)}</code> asks for these scopes:</p>
<ul>${rows.join('') || '<li>none</li>'}</ul>
<p><a class="button" href="${escapeHtml(allow)}">Allow</a></p>`,
		);
	},
};

/** `GET /oauth2/authorize/allow`: back to the app with a code. Not Gong's; the button leads here. */
export const allowAccess: Route = {
	method: 'GET',
	path: '/oauth2/authorize/allow',
	answer(company, { query }) {
		const problem = authorizationProblem(company, query);
		if (problem) return problem;

		const target = new URL(query.redirect_uri);
		const scopes = parseScopes(query.scope ?? '');
		target.searchParams.set('code', company.oauth.issueCode(query.redirect_uri, scopes));
		if (query.state !== undefined) target.searchParams.set('state', query.state);
		return redirect(302, target.toString());
	},
};

function authorizationProblem(company: Company, query: Record<string, string>): Answer | undefined {
	if (query.client_id !== company.oauth.settings.clientId) {
		return problemPage('There is no OAuth app with this client ID.');
	}
	if (query.response_type !== 'code') {
		return problemPage('The parameter response_type must be "code".');
	}
	if (!/^https?:\/\//i.test(query.redirect_uri ?? '') || !URL.canParse(query.redirect_uri)) {
		return problemPage('The parameter redirect_uri must be an http or https address.');
	}
	const scopes = parseScopes(query.scope ?? '');
	const lacking = scopes.filter((scope) => !company.oauth.granted(scopes).includes(scope));
	if (company.settings.scopeNotOffered === 'refused' && lacking.length > 0) {
		return problemPage(`The app does not have these scopes: ${lacking.join(', ')}.`);
	}
	return undefined;
}

function problemPage(sentence: string): Answer {
	return html(400, 'Gong simulator: this link is wrong', `<p>${escapeHtml(sentence)}</p>`);
}
