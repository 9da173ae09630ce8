import type { Response } from 'express';
import { sleep } from 'n8n-workflow';
import { gzip } from './gzip';
import { type Answer, failureSaying, html, redirect } from './answers';
import type { Fault } from './faults';
import type { OpenEntry } from './journal';
import { type JsonValue, toJson } from './json';

/** What delivering an answer needs. */
export interface Delivery {
	response: Response;
	/** Filled in with what was answered, before the first byte leaves. */
	entry: OpenEntry;
	/** Does the work and gives the real answer. Faults that prevent the work never call it. */
	work: () => Answer;
	/** Ends the wait of slow answers, so that stopping leaves no timer behind. */
	stopping: AbortSignal;
}

/** Answers a call, or fails to, as the fault says; without a fault: the real answer. */
export async function deliver(fault: Fault | undefined, delivery: Delivery): Promise<void> {
	const { response, work } = delivery;
	switch (fault?.kind) {
		case undefined:
			return sendWhole(delivery, work());
		case 'status':
			return sendWhole(delivery, statusAnswer(fault));
		case 'html':
			return sendWhole(delivery, gatewayPage(fault.status ?? 502));
		case 'empty':
			return sendWhole(delivery, { status: fault.status ?? 200, headers: {}, body: '' });
		case 'redirect':
			return sendWhole(delivery, redirect(fault.status ?? 302, fault.location));
		case 'slow': {
			const answer = work();
			await waitUntilDue(fault.delay, delivery.stopping);
			return sendWhole(delivery, answer);
		}
		case 'drip':
			return await sendByteByByte(delivery, work(), fault.interval);
		case 'altered':
			return sendWhole(delivery, withFields(work(), fault.fields));
		case 'oversized': {
			const answer = padded(work(), fault.bytes);
			return fault.gzip ? sendCompressed(delivery, answer) : sendWhole(delivery, answer);
		}
		case 'truncated':
			return sendHalf(delivery, work());
		case 'lostAnswer':
			work();
			response.socket?.destroy();
			return;
		case 'reset':
			if (fault.after === 'headers') return sendHeaders(delivery, work());
			response.socket?.resetAndDestroy();
			return;
		case 'silent':
			return;
	}
}

function sendWhole(delivery: Delivery, answer: Answer): void {
	const { response } = delivery;
	// The caller may have given up on a slow answer, or the simulator been stopped.
	if (response.destroyed || !response.socket || response.socket.destroyed) return;
	writeDown(delivery, answer);
	response.status(answer.status).set(answer.headers).end(answer.body);
}

/** Promises the whole body, sends half of it and closes the connection. */
function sendHalf(delivery: Delivery, answer: Answer): void {
	const { response } = delivery;
	writeDown(delivery, answer);
	const body = Buffer.from(answer.body);
	response.status(answer.status).set(answer.headers).set('content-length', String(body.length));
	response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}

function sendCompressed(delivery: Delivery, answer: Answer): void {
	writeDown(delivery, answer);
	const { status, headers, body } = answer;
	delivery.response
		.status(status)
		.set({ ...headers, 'content-encoding': 'gzip' })
		.end(gzip(body));
}

/** Sends the headers and resets the connection. */
function sendHeaders(delivery: Delivery, answer: Answer): void {
	const { response } = delivery;
	writeDown(delivery, answer);
	response.status(answer.status).set(answer.headers).set('content-length', '1000');
	response.write(' ', () => response.socket?.resetAndDestroy());
}

/** Goes on until all is sent, the caller has had enough, or the simulator stops. */
async function sendByteByByte(delivery: Delivery, answer: Answer, interval: number) {
	const { response, stopping } = delivery;
	writeDown(delivery, answer);
	response.status(answer.status).set(answer.headers);
	for (const byte of Buffer.from(answer.body)) {
		response.write(Uint8Array.of(byte));
		await waitUntilDue(interval, stopping);
		if (response.destroyed || response.socket?.destroyed !== false) return;
	}
	response.end();
}

/** The answer with other fields. Of two fields with one name, JSON takes the last. */
function withFields(answer: Answer, fields: Record<string, JsonValue>): Answer {
	return { ...answer, body: `${answer.body.slice(0, -1)},${toJson(fields).slice(1)}` };
}

/** The answer with another field, of so many spaces; writing it as JSON would take long. */
const padded = (answer: Answer, bytes: number): Answer => ({
	...answer,
	body: `${answer.body.slice(0, -1)},"padding":"${' '.repeat(bytes)}"}`,
});

function writeDown({ entry }: Delivery, answer: Answer): void {
	entry.status = answer.status;
	if (answer.answeredStatus !== undefined) entry.answeredStatus = answer.answeredStatus;
	if (answer.integrationId !== undefined) entry.integrationId = answer.integrationId;
}

/** Resolves after `delay` milliseconds, or as soon as the simulator stops. */
async function waitUntilDue(delay: number, stopping: AbortSignal): Promise<void> {
	await sleep(delay, stopping).catch(() => undefined);
}

function statusAnswer(fault: Fault & { kind: 'status' }): Answer {
	const { status, errors = [`Simulated fault: status ${status}.`] } = fault;
	const answer = failureSaying(status, errors, fault.fields);
	if (fault.body !== undefined) answer.body = fault.body;
	if (fault.contentType !== undefined) answer.headers['content-type'] = fault.contentType;
	if (fault.retryAfter !== undefined) answer.headers['retry-after'] = String(fault.retryAfter);
	return answer;
}

/** What a gateway in front of Gong shows when Gong is out of its reach. */
function gatewayPage(status: number): Answer {
	return html(status, `${status}`, '<p>The server could not complete the request.</p>');
}
