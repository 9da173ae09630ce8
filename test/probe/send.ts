import axios, { type AxiosResponse } from 'axios';
import { nameNetworkFault } from '../../nodes/n8n/networkFault';
import type { Call, Reply, Send } from '../../nodes/gong/client';
import { toAccount } from '../../nodes/gong/pace';
import { keyPair } from '../simulator/client';
import type { Access } from './consent';

/** How long one call may take, in ms. */
const TIMEOUT = 60_000;

/** Told of every call that was made, and of what came of it. */
export type Note = (call: Call, reply: Reply) => void;

/**
 * The way to Gong for the package's own client, without an n8n: signed with the access key, redirects
 * not followed, answers as text.
 *
 * Not through `fetch`, which sends no body with a GET, as Gong wants of one that reads objects.
 */
export function createSend(access: Access, note: Note): Send {
	const account = toAccount(access.baseUrl, '');
	return async (call, inTurn) =>
		await inTurn(account, async () => {
			const reply = await makeCall(access, call);
			note(call, reply);
			return reply;
		});
}

async function makeCall(access: Access, { method, path, query, body, raw }: Call): Promise<Reply> {
	try {
		const { status, headers, data }: AxiosResponse<string> = await axios.request({
			method,
			baseURL: access.baseUrl,
			url: path,
			params: query,
			data: raw?.bytes ?? (body === undefined ? undefined : JSON.stringify(body)),
			headers: {
				authorization: keyPair(access),
				accept: 'application/json',
				'content-type': raw?.contentType ?? (body === undefined ? false : 'application/json'),
			},
			maxRedirects: 0,
			proxy: false,
			timeout: TIMEOUT,
			responseType: 'text',
			validateStatus: () => true,
			transformRequest: (data: unknown) => data,
			transformResponse: (text: string) => text,
		});
		return { status, headers: { ...headers }, body: data };
	} catch (error) {
		return { noAnswer: nameNetworkFault(error) };
	}
}
