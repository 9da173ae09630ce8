import { parsed, type TextAnswer } from './client';

/** What every error of Gong's looks like, with these `errors`. */
export function gongError(...errors: unknown[]) {
	return { requestId: expect.stringMatching(/^[a-z0-9]{19}$/) as string, errors };
}

/** Fails unless an answer is a refusal with this status and these `errors`. */
export function expectRefusal(answer: TextAnswer, status: number, ...errors: unknown[]): void {
	expect(answer.status).toBe(status);
	expect(parsed(answer)).toEqual(gongError(...errors));
}

/** What every successful answer of Gong's has, and these fields. */
export function gongSuccess(fields: object) {
	return expect.objectContaining({
		requestId: expect.stringMatching(/^[a-z0-9]{19}$/) as string,
		...fields,
	}) as object;
}
