import { newRequestId } from './identifiers';
import { type JsonValue, toJson } from './json';
import { say, type Sentence } from './sentences';

/** An HTTP answer before it is sent. */
export interface Answer {
	status: number;
	/** Header names in lower case. */
	headers: Record<string, string>;
	body: string;
	/** For the journal: the state a status check answered with. */
	answeredStatus?: string;
	/** For the journal: the integration that this call created. */
	integrationId?: string;
}

/**
 * Success as Gong answers it: with a `requestId`. `apiVersion` is not in Gong's reference; it
 * stands for the fields that Gong adds without notice and that callers must ignore.
 */
export function success(status: number, fields: Record<string, JsonValue>): Answer {
	const requestId = newRequestId();
	const answer = json(status, { requestId, ...fields, apiVersion: 'simulator' });
	return withGongHeaders(answer, requestId);
}

/** The body of every error in Gong's reference: `requestId` and `errors`. */
export function failure(status: number, ...errors: Sentence[]): Answer {
	return failureSaying(status, errors);
}

/** An error with any words, and with more beside them, as some of Gong's have. */
export function failureSaying(
	status: number,
	errors: readonly string[],
	more: Record<string, JsonValue> = {},
): Answer {
	const requestId = newRequestId();
	const answer = withGongHeaders(json(status, { requestId, errors, ...more }), requestId);
	// Successes have it in another spelling: so it is in all recorded answers.
	answer.headers['content-type'] = 'application/json; charset=utf-8';
	return answer;
}

/**
 * What Gong says where nobody is signed in, to the letter: its JSON has a space before the colon, and
 * the call has two references.
 */
export function signInFailure(): Answer {
	const answer = failure(401, say('wrongSignIn'));
	answer.headers['www-authenticate'] = 'Basic realm="Gong.io API"';
	answer.body = `{"requestId" : "${newRequestId()}",\n "errors" : [${toJson(say('wrongSignIn'))}]}`;
	return answer;
}

function withGongHeaders(answer: Answer, requestId: string): Answer {
	const headers = {
		...answer.headers,
		'x-gong-service-version': 'PublicApiServer:17.main.20701',
		'x-traceid': requestId,
	};
	return { ...answer, headers };
}

/** JSON without Gong's envelope, as the token endpoint answers. */
export function json(status: number, body: JsonValue): Answer {
	return {
		status,
		headers: { 'content-type': 'application/json;charset=UTF-8' },
		body: toJson(body),
	};
}

/** A page for a browser. `body` is HTML and goes inside `<body>`; escape what goes into it. */
export function html(status: number, title: string, body: string): Answer {
	return {
		status,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}
code{background:#eee;padding:.1em .3em}
.button{display:inline-block;padding:.5rem 1.5rem;background:#5a2ca0;color:#fff;text-decoration:none;border-radius:4px}</style>
</head>
<body><h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`,
	};
}

/** A redirect with no body to speak of. */
export function redirect(status: number, location: string): Answer {
	return { status, headers: { location, 'content-type': 'text/plain' }, body: '' };
}

/** Text made safe for HTML content and for quoted attributes. */
export function escapeHtml(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	return text.replace(/[&<>"']/g, (character) => entities[character]);
}
