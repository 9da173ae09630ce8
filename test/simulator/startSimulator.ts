import express from 'express';
import { answerCall } from './answerCall';
import { readCall } from './call';
import { Company, type DeletionChange } from './company';
import type { ObjectType, SchemaType } from './fields';
import type { CrmObject } from './objects';
import type { RequestStatus, TimedRequest } from './requests';
import type { Switches } from './switches';
import type { UploadChange } from './upload';
import type { TokenAnswer } from './credentials/oauth';
import { deliver } from './deliver';
import { type Fault, type FaultKind, Faults, type FaultTarget } from './faults';
import type { Integration } from './integrations';
import { Journal, type JournalEntry } from './journal';
import { allowAnyListeners } from './listeners';
import type { SchemaField } from './schema';
import { type IntegrationOptions, resolveOptions, type SimulatorOptions } from './options';
import { serve } from './serve';

export type {
	Fault,
	FaultKind,
	FaultTarget,
	Integration,
	JournalEntry,
	ObjectType,
	SimulatorOptions,
	Switches,
	TokenAnswer,
};

/** A deletion that the simulator registered. */
export interface RegisteredDeletion {
	integrationId: string;
	clientRequestId: string;
	/** The caller's clock, ISO 8601. */
	registeredAt: string;
	/** Its state at the moment of asking. */
	status: RequestStatus;
}

/** An upload that the simulator registered. */
export interface RegisteredUpload extends RegisteredDeletion {
	objectType: ObjectType;
	/** Of the file. */
	bytes: number;
	/** Of the file, in hex. */
	sha256: string;
	/** How many lines have an object, or should. */
	lines: number;
}

/** A running stand-in for Gong's CRM API. */
export interface Simulator {
	/** Base URL, without a slash at its end. */
	readonly url: string;
	readonly accessKey: string;
	readonly accessKeySecret: string;
	readonly oauth: {
		readonly clientId: string;
		readonly clientSecret: string;
		readonly authorizeUrl: string;
		readonly tokenUrl: string;
	};
	/** Every call in order of arrival. Never contains secrets or tokens. */
	readonly journal: readonly JournalEntry[];
	/** The calls of one endpoint; `method` in capitals, `path` without the query. */
	calls(method: string, path: string): JournalEntry[];
	/** The integrations that exist at this moment. */
	integrations(): Integration[];
	/** Those that Gong lists: one may be gone from the list before it is deleted, or stay there after. */
	listed(): Integration[];
	/** All registered deletions, each once, in order of registration. */
	deletions(): RegisteredDeletion[];
	/** All registered uploads, each once, in order of registration. */
	uploads(): RegisteredUpload[];
	/** The objects stored for an integration; none where it does not exist. */
	objects(integrationId: string, objectType: ObjectType): CrmObject[];
	/** The schema's fields of a type of object; none where the integration does not exist. */
	schema(integrationId: string, objectType: SchemaType): readonly SchemaField[];
	/** @throws Error for bad options, or where the company may not have another one */
	addIntegration(integration: IntegrationOptions): Integration;
	/** Changes how a running deletion, and later ones of the integration, play. */
	setDeletion(change: DeletionChange): void;
	/** Changes how running and later uploads play; all of them, or those of an integration or type. */
	setUpload(change: UploadChange): void;
	addFault(fault: Fault): void;
	clearFaults(): void;
	/** How many calls a fault is keeping waiting for their answer, or for the rest of it. */
	waiting(): number;
	/** From now on the key pair is answered with 401. */
	revokeKey(): void;
	/** Sets the scopes of the key pair. Tokens keep theirs. */
	setScopes(scopes: string[]): void;
	/** A connected account's tokens without the browser; default: all scopes of the OAuth app. */
	issueToken(scopes?: string[]): TokenAnswer;
	/** Ends all access tokens issued so far; their refresh tokens stay good. */
	expireTokens(): void;
	/** Ends all access and refresh tokens issued so far. */
	revokeTokens(): void;
	/** Closes everything at once, open connections too. Harmless when repeated. */
	stop(): Promise<void>;
}

const described = ({ integrationId, name, ownerEmail }: Integration): Integration => ({
	integrationId,
	name,
	ownerEmail,
});

/** Faults that do not answer at once. */
const KEEPS_WAITING: ReadonlySet<FaultKind['kind']> = new Set(['silent', 'slow', 'drip']);

/**
 * Starts a stand-in for Gong's CRM API on its own port, with its own state.
 *
 * @throws Error for bad options, or with `code` (such as `EADDRINUSE`) when it cannot listen
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const settings = resolveOptions(options);
	const company = new Company(settings);
	const journal = new Journal(company.clock);
	const faults = new Faults();
	const stopping = new AbortController();
	// One for each call that a fault keeps waiting.
	allowAnyListeners(stopping.signal);
	let waiting = 0;

	const app = express();
	app.disable('x-powered-by');
	app.use(async (request, response) => {
		// A caller that hangs up in the middle of its call has made none.
		const call = await readCall(request, settings.largestUpload).catch(() => undefined);
		if (!call) return;
		const entry = journal.open(call);
		const fault = faults.take(entry);
		if (fault) entry.fault = fault.kind;
		if (fault && KEEPS_WAITING.has(fault.kind)) {
			waiting += 1;
			response.once('close', () => (waiting -= 1));
		}
		const work = () => answerCall(company, call);
		await deliver(fault, { response, entry, work, stopping: stopping.signal });
		options.onCall?.(entry);
	});
	const served = await serve(app, settings.port, settings.host);
	company.url = served.url;

	/** The company with everything done that is due by now. */
	const now = () => {
		company.requests.settle();
		return company;
	};
	return {
		url: company.url,
		accessKey: settings.accessKey,
		accessKeySecret: settings.accessKeySecret,
		oauth: {
			clientId: settings.oauth.clientId,
			clientSecret: settings.oauth.clientSecret,
			authorizeUrl: `${company.url}/oauth2/authorize`,
			tokenUrl: `${company.url}/oauth2/generate-customer-token`,
		},
		journal: journal.entries,
		calls: (method, path) => journal.calls(method, path),
		integrations: () => now().integrations.all().map(described),
		listed: () => now().integrations.listed().map(described),
		deletions: () => now().deletions().map(registered),
		uploads: () =>
			now()
				.uploads()
				.map((upload) => ({
					...registered(upload),
					objectType: upload.objectType,
					bytes: upload.bytes,
					sha256: upload.sha256,
					lines: upload.lineCount,
				})),
		objects: (integrationId, objectType) =>
			now().integrations.find(integrationId)?.objects.list(objectType) ?? [],
		schema: (integrationId, objectType) =>
			now().integrations.find(integrationId)?.schema.fields(objectType) ?? [],
		addIntegration: (integration) => now().addIntegration(integration),
		setDeletion: (change) => now().setDeletion(change),
		setUpload: (change) => now().setUpload(change),
		addFault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		waiting: () => waiting,
		revokeKey: () => company.accessKey.revoke(),
		setScopes: (scopes) => company.accessKey.setScopes(scopes),
		issueToken: (scopes) => company.oauth.issueToken(scopes),
		expireTokens: () => company.oauth.expireTokens(),
		revokeTokens: () => company.oauth.revokeTokens(),
		stop: async () => {
			stopping.abort();
			await served.stop();
		},
	};
}

function registered(request: TimedRequest): RegisteredDeletion {
	const { integrationId, clientRequestId, registeredAt } = request;
	return { integrationId, clientRequestId, registeredAt, status: request.status() };
}
