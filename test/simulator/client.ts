import axios, { type AxiosInstance, type AxiosResponse, type Method } from 'axios';
import type { Simulator } from './startSimulator';

/** An answer with its text as it came, since parsing would round int64 IDs. */
export type TextAnswer = AxiosResponse<string>;

/** Whom to call, and with which key. */
export type Callee = Pick<Simulator, 'url' | 'accessKey' | 'accessKeySecret'>;

/** What a caller of Gong's CRM API can do, over a real connection. */
export interface Client {
	/** Any call; the parameters go into the query. */
	call(method: Method, path: string, query?: object, body?: unknown): Promise<TextAnswer>;
	list(): Promise<TextAnswer>;
	register(body: unknown): Promise<TextAnswer>;
	remove(integrationId: string, clientRequestId: string): Promise<TextAnswer>;
	status(integrationId: string, clientRequestId: string): Promise<TextAnswer>;
	/** Uploads a file of LDJSON: the objects given, or a text as it is. */
	upload(query: UploadQuery, file: ReadonlyArray<object> | string): Promise<TextAnswer>;
	/** Sets the fields of an object type. */
	setSchema(integrationId: string, objectType: string, fields: unknown): Promise<TextAnswer>;
	/** Reads objects back. */
	get(integrationId: string, objectType: string, ids: unknown): Promise<TextAnswer>;
}

/** The query of an upload, and the headers of its part where the usual ones will not do. */
export interface UploadQuery {
	integrationId: string;
	objectType: string;
	clientRequestId: string;
	partHeaders?: readonly string[];
}

const BOUNDARY = 'the-boundary';
const PART_HEADERS = ['Content-Disposition: form-data; name="dataFile"; filename="objects.ldjson"'];

/** A caller with the given `Authorization` header; default: the key pair. Follows no redirects. */
export function connect(callee: Callee, authorization = keyPair(callee), timeout = 0): Client {
	const http: AxiosInstance = axios.create({
		baseURL: callee.url,
		headers: { authorization },
		maxRedirects: 0,
		proxy: false,
		timeout,
		validateStatus: () => true,
		transformResponse: (text: string) => text,
	});
	const call: Client['call'] = async (method, path, params, data) =>
		await http.request<string>({ method, url: path, params, data });
	return {
		call,
		list: async () => await call('GET', '/v2/crm/integrations'),
		register: async (body) => await call('PUT', '/v2/crm/integrations', {}, body),
		remove: async (integrationId, clientRequestId) =>
			await call('DELETE', '/v2/crm/integrations', { integrationId, clientRequestId }),
		status: async (integrationId, clientRequestId) =>
			await call('GET', '/v2/crm/request-status', { integrationId, clientRequestId }),
		upload: async ({ partHeaders = PART_HEADERS, ...params }, file) =>
			await http.request<string>({
				method: 'POST',
				url: '/v2/crm/entities',
				params,
				headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
				data: [
					`--${BOUNDARY}`,
					...partHeaders,
					'',
					typeof file === 'string' ? file : file.map((line) => JSON.stringify(line)).join('\n'),
					`--${BOUNDARY}--`,
					'',
				].join('\r\n'),
			}),
		setSchema: async (integrationId, objectType, fields) =>
			await call('POST', '/v2/crm/entity-schema', { integrationId, objectType }, fields),
		get: async (integrationId, objectType, ids) =>
			await call('GET', '/v2/crm/entities', { integrationId, objectType }, ids),
	};
}

/** The `Authorization` header of an access key and its secret; default: the good ones. */
export function keyPair(
	{ accessKey, accessKeySecret }: Omit<Callee, 'url'>,
	{ key = accessKey, secret = accessKeySecret } = {},
): string {
	return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
}

/** The body of an answer whose numbers are small enough to be parsed. */
export function parsed(answer: TextAnswer): Record<string, unknown> {
	return JSON.parse(answer.data) as Record<string, unknown>;
}
