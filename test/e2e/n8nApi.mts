import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { WorkflowFile } from '../workflows/build.ts';
import type { CredentialReference } from '../workflows/nodes.ts';

/** A workflow with a name, which n8n asks for. */
export type WorkflowDefinition = WorkflowFile & { name: string };

export interface Workflow extends WorkflowDefinition {
	id: string;
	versionId: string;
	active: boolean;
}

/** A credential that n8n has stored. */
export type Credential = CredentialReference;

export type ExecutionStatus =
	| 'new'
	| 'running'
	| 'waiting'
	| 'success'
	| 'error'
	| 'canceled'
	| 'crashed'
	| 'unknown';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	startedAt: string | null;
	stoppedAt: string | null;
	waitTill: string | null;
	/** The execution that this one tries again. */
	retryOf?: string | null;
	/** Of its stored data. */
	jsonSizeBytes?: number;
}

export interface NodeRun {
	executionStatus?: string;
	/** In ms. */
	executionTime?: number;
	error?: { message: string; description?: string | null; [detail: string]: unknown };
	hints?: Array<{ message: string }>;
	metadata?: {
		subExecution?: { executionId: string; workflowId: string };
		/** In an execution that waits for its sub-executions. */
		waitingChildExecutionIds?: string[];
	};
	data?: Record<string, Array<Item[] | null>>;
}

export interface Item {
	json: Record<string, unknown>;
	pairedItem?: unknown;
	error?: unknown;
	metadata?: { subExecution?: { executionId: string; workflowId: string } };
}

export interface Execution extends ExecutionSummary {
	finished: boolean;
	workflowData: WorkflowDefinition;
	data: {
		resultData: {
			runData: Record<string, NodeRun[]>;
			lastNodeExecuted?: string;
			error?: { message: string; description?: string | null; [detail: string]: unknown };
		};
		parentExecution?: { executionId: string; workflowId: string };
	};
}

/** n8n ties a sign-in to this, where a browser sends it. */
export const BROWSER_ID = 'end-to-end';

export const OWNER = {
	email: 'owner@example.com',
	firstName: 'End',
	lastName: 'Toend',
	password: 'Owner-Password-1',
};

const FINAL: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** n8n's REST API as its editor uses it, signed in as the owner. */
export class N8nApi {
	private readonly http: AxiosInstance;
	private readonly cookies = new Map<string, string>();
	private readonly parseFlatted: (text: string) => unknown;

	constructor(
		readonly url: string,
		requireFromN8n: NodeJS.Require,
	) {
		this.parseFlatted = (requireFromN8n('flatted') as { parse(text: string): unknown }).parse;
		this.http = axios.create({
			baseURL: url,
			timeout: 150_000,
			headers: { 'browser-id': BROWSER_ID },
			maxRedirects: 0,
			validateStatus: () => true,
		});
	}

	/** Sets the owner up on a new n8n, and signs in. */
	async signIn(): Promise<void> {
		const setUp = await this.send('POST', '/rest/owner/setup', OWNER);
		if (setUp.status === 200) return;
		await this.call('POST', '/rest/login', {
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
	}

	/** What a browser has to send to be signed in as well, together with `BROWSER_ID`. */
	get session(): Array<{ name: string; value: string }> {
		return [...this.cookies].map(([name, value]) => ({ name, value }));
	}

	/** The types of nodes that n8n has loaded, by name, as the editor gets them. */
	async nodeTypes(): Promise<string[]> {
		const { status, data } = await this.send<Array<{ name: string }>>('GET', '/types/nodes.json');
		if (status !== 200) throw new Error(`The types of nodes were answered ${status}`);
		return data.map(({ name }) => name);
	}

	async createCredential(
		type: string,
		name: string,
		data: Record<string, unknown>,
	): Promise<Credential> {
		return await this.call<Credential>('POST', '/rest/credentials', { type, name, data });
	}

	/** What the credential's form shows after *Save*: n8n's own test request, or ours. */
	async testCredential(
		credential: Credential,
		data: Record<string, unknown>,
	): Promise<{ status: string; message: string }> {
		return await this.call('POST', '/rest/credentials/test', {
			credentials: { ...credential, data },
		});
	}

	/** The address that *Connect* opens. */
	async authorizationUrl(credentialId: string): Promise<string> {
		return await this.call('GET', `/rest/oauth2-credential/auth?id=${credentialId}`);
	}

	/**
	 * Connects an OAuth credential as a person with a browser would: opens the sign-in page, clicks
	 * *Allow*, and follows the way back into n8n.
	 */
	async connectOAuth(credentialId: string): Promise<void> {
		const signIn = await this.authorizationUrl(credentialId);
		const page = await axios.get<string>(signIn, { responseType: 'text' });
		const link = /<a\b[^>]*\bhref="([^"]+)"[^>]*>\s*Allow\s*<\/a>/i.exec(page.data)?.[1];
		if (!link) throw new Error(`No "Allow" on the page at ${signIn}`);
		const allowed = await axios.get(new URL(link.replaceAll('&amp;', '&'), signIn).href, {
			maxRedirects: 0,
			validateStatus: (status) => status >= 300 && status < 400,
		});
		const callback = new URL(String(allowed.headers.location));
		if (callback.origin !== this.url) throw new Error(`Sent back to ${callback.origin}`);
		const answer = await this.send<string>('GET', callback.pathname + callback.search);
		if (answer.status !== 200 || !answer.data.includes("postMessage('success'")) {
			const text = String(answer.data)
				.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]+>/g, ' ')
				.replace(/\s+/g, ' ');
			throw new Error(`n8n did not accept the callback (${answer.status}): ${text.trim()}`);
		}
	}

	/** What n8n shows where a sign-in comes back with a no. @param query what the other side says */
	async refusedSignInPage(query: string): Promise<string> {
		const { data } = await this.send<string>('GET', `/rest/oauth2-credential/callback?${query}`);
		return data;
	}

	async createWorkflow(definition: WorkflowDefinition): Promise<Workflow> {
		return await this.call<Workflow>('POST', '/rest/workflows', {
			settings: {},
			...definition,
		});
	}

	/** Stores another version of a workflow, as the editor does. */
	async update(
		{ id, versionId }: Pick<Workflow, 'id' | 'versionId'>,
		definition: Partial<WorkflowDefinition>,
	): Promise<void> {
		await this.call('PATCH', `/rest/workflows/${id}`, { ...definition, versionId });
	}

	async activate({ id, versionId }: Pick<Workflow, 'id' | 'versionId'>): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	async deactivate({ id }: Pick<Workflow, 'id'>): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/** What *Execute workflow* in the editor does. Returns the execution's ID. */
	async runManually(workflow: Workflow, trigger: string): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/rest/workflows/${workflow.id}/run`,
			{ workflowData: workflow, triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	/**
	 * Calls a production webhook; tries again while n8n does not know its path yet. n8n publishes a workflow
	 * in its own time, after its answer (2.41): on a busy machine, minutes later.
	 */
	async callWebhook<T = unknown>(path: string, body: unknown = {}): Promise<AxiosResponse<T>> {
		for (const deadline = Date.now() + 300_000; ; await sleep(500)) {
			const answer = await this.send<T>('POST', `/webhook/${path}`, body);
			if (answer.status !== 404 || Date.now() > deadline) return answer;
		}
	}

	async getExecution(id: string): Promise<Execution> {
		const execution = await this.call<Execution & { data: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		return { ...execution, data: this.parseFlatted(execution.data) as Execution['data'] };
	}

	/** Newest first. */
	async listExecutions(filter: {
		workflowId?: string;
		status?: ExecutionStatus[];
	}): Promise<ExecutionSummary[]> {
		const all: ExecutionSummary[] = [];
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: '100' });
		for (;;) {
			const { results, nextCursor } = await this.call<{
				results: ExecutionSummary[];
				/** Missing before n8n 2.41: there it ends at 100. */
				nextCursor?: string | null;
			}>('GET', `/rest/executions?${query.toString()}`);
			all.push(...results);
			if (!nextCursor) return all;
			query.set('cursor', nextCursor);
		}
	}

	/** The sub-executions that an execution started, those that have ended included; oldest first. */
	async childExecutionsOf({ id, workflowId }: ExecutionSummary): Promise<Execution[]> {
		// An inline sub-workflow has no ID of its own: its executions carry the parent's.
		const candidates = (await this.listExecutions({ workflowId })).filter(
			(execution) => execution.mode === 'integrated' && Number(execution.id) > Number(id),
		);
		const executions = await Promise.all(
			candidates.map(async (candidate) => await this.getExecution(candidate.id)),
		);
		return executions
			.filter(({ data }) => data.parentExecution?.executionId === id)
			.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/** What *Retry* in the list of executions does. Returns the new execution's ID. */
	async retryExecution(execution: ExecutionSummary): Promise<string> {
		const refused = new Promise<never>((_, reject) => {
			// n8n answers only when the retry has ended: what matters is a refusal.
			this.call('POST', `/rest/executions/${execution.id}/retry`, {}).catch(reject);
		});
		return await Promise.race([refused, this.retryOf(execution)]);
	}

	private async retryOf({ id, workflowId }: ExecutionSummary): Promise<string> {
		for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(250)) {
			const executions = await this.listExecutions({ workflowId });
			const retry = executions.find(({ retryOf }) => String(retryOf) === id);
			if (retry) return retry.id;
		}
		throw new Error(`No retry of execution ${id} was started`);
	}

	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`);
	}

	/**
	 * Waits until an execution is what `until` says: a status, or a condition; by default final.
	 * Rides out the time in which n8n is down. Asks less and less often: each answer takes n8n 40 ms of a
	 * processor.
	 */
	async waitForExecution(
		id: string,
		until: ExecutionStatus | ((execution: Execution) => boolean) = isFinal,
		timeout = 120_000,
	): Promise<Execution> {
		const deadline = Date.now() + timeout;
		let latest: Execution | undefined;
		let problem = '';
		for (let pause = 250; ; pause = Math.min(1.5 * pause, 2_000)) {
			try {
				latest = await this.getExecution(id);
				if (typeof until === 'function' ? until(latest) : latest.status === until) return latest;
				// What has ended does not become anything else.
				if (isFinal(latest) && typeof until === 'string') break;
			} catch (error) {
				problem = `, ${(error as Error).message}`;
			}
			if (Date.now() > deadline) break;
			await sleep(pause);
		}
		throw new Error(
			`Execution ${id} is not what was waited for but ${latest?.status ?? 'unknown'}${problem}; ` +
				`error: ${latest?.data.resultData.error?.message ?? 'none'}`,
		);
	}

	/** One call; anything but success is an error that quotes the answer. */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await this.send<{ data: T }>(method, path, body);
		if (answer.status < 200 || answer.status > 299) {
			const text = JSON.stringify(answer.data).slice(0, 1_000);
			throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
		}
		return answer.data.data;
	}

	private async send<T>(method: string, path: string, body?: unknown): Promise<AxiosResponse<T>> {
		for (const deadline = Date.now() + 60_000; ; await sleep(1000)) {
			const answer = await this.sendOnce<T>(method, path, body).catch((error: unknown) => {
				// n8n may close an idle connection at the moment it is used again: asking once more does no harm.
				const isReset = (error as { code?: string }).code === 'ECONNRESET';
				if (method === 'GET' && isReset) return undefined;
				throw error;
			});
			if (!answer) continue;
			if (!isNotTaken(answer) || Date.now() > deadline) return answer;
		}
	}

	private async sendOnce<T>(
		method: string,
		path: string,
		body?: unknown,
	): Promise<AxiosResponse<T>> {
		const Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await this.http.request<T>({
			method,
			url: path,
			data: body,
			headers: Cookie ? { Cookie } : {},
		});
		for (const cookie of answer.headers['set-cookie'] ?? []) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (name) this.cookies.set(name, value);
		}
		return answer;
	}
}

/** What an n8n that is short of a processor says for a while, before it does anything about a call. */
const isNotTaken = ({ status, data }: AxiosResponse<unknown>): boolean =>
	status === 503 && JSON.stringify(data).includes('Database is not ready');

export function isFinal({ status }: Pick<ExecutionSummary, 'status'>): boolean {
	return FINAL.includes(status);
}

/** The items that a node put out in its last run. */
export function outputOf(execution: Execution, node: string, output = 0): Item[] {
	return execution.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}
