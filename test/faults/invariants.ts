import type { IDataObject } from 'n8n-workflow';
import type { CredentialData } from '../harness/credentialStore';
import { type FinishedRun, type RunOptions, runWorkflow } from '../harness/runWorkflow';
import { onVirtualTime } from '../harness/virtualTime';
import type { SchemaField } from '../simulator/schema';
import type { Integration, JournalEntry, Simulator } from '../simulator/startSimulator';
import { integrationId, KEPT_FIELD, NEW_FIELD, SCHEMA } from './calls';
import { type Secrets, secretsOf } from './secrets';
import { countUnhandled } from './unhandled';

/** One call is sent this often at most (docs: a deletion "at most 5 tries"). */
const MOST_TRIES = 5;

/**
 * What one call with all its tries can take, in ms: 30 s each, 120 s of `Retry-After` between, and 64 s
 * to keep out of step with others.
 */
const LONGEST_CALL = MOST_TRIES * 30_000 + (MOST_TRIES - 1) * (120_000 + 64_000);

/** What a run may do. */
export interface Bounds {
	/** The maximum wait in ms; 0 = the run does not wait. */
	wait: number;
	/** Each call may be sent once more with a new token. */
	oAuth: boolean;
	/** How many deletions may be registered; those that got the simulator ready included. */
	deletions: number;
	/** IDs of objects that Gong refuses once it reads their file; default: none. */
	refused?: readonly string[];
}

/** What Gong had at the end of a run. */
interface AtEnd {
	/** The integrations that exist and that Gong lists. */
	integrations: Integration[];
	accounts: string[];
	/** Names of the fields of accounts. */
	fields: string[];
}

/** What Gong has at this moment. */
const atEndOf = (simulator: Simulator): AtEnd => ({
	integrations: simulator
		.listed()
		.filter((listed) =>
			simulator.integrations().some((one) => one.integrationId === listed.integrationId),
		),
	accounts: simulator.objects(integrationId, 'ACCOUNT').map(({ objectId }) => String(objectId)),
	fields: simulator.schema(integrationId, 'ACCOUNT').map(({ uniqueName }) => uniqueName),
});

/** What a run left behind, and what it may have done. */
export interface Judged {
	simulator: Simulator;
	finished: FinishedRun;
	/** Those of the run, without those that got the simulator ready. */
	calls: readonly JournalEntry[];
	atEnd: AtEnd;
	/** From start to end, in virtual ms. */
	took: number;
	unhandled: number;
	secrets: Secrets;
	/** What a host that is not Gong's received. */
	elsewhere: string[];
}

/** Runs a workflow on virtual time, and keeps what it left behind. */
export async function runToJudge(
	simulator: Simulator,
	options: RunOptions & { credentials: CredentialData },
): Promise<Omit<Judged, 'elsewhere'>> {
	const before = simulator.journal.length;
	let took = 0;
	let atEnd = atEndOf(simulator);
	const { result: finished, unhandled } = await countUnhandled(
		async () =>
			await onVirtualTime(
				async () => {
					const startedAt = Date.now();
					const run = await runWorkflow(options);
					took = Date.now() - startedAt;
					atEnd = atEndOf(simulator);
					return run;
				},
				() => simulator.waiting(),
			),
	);
	return {
		simulator,
		finished,
		calls: simulator.journal.slice(before),
		atEnd,
		took,
		unhandled,
		secrets: secretsOf(options.credentials, finished.credentials),
	};
}

/**
 * How many checks fit into a maximum wait: four at first, then one a minute, and one at the end. The
 * same holds for the refreshes of a token on the way.
 */
export const mostChecks = (wait: number): number => (wait > 0 ? 5 + Math.ceil(wait / 60_000) : 0);

/**
 * What a submission asks about its request when Gong's answer left that open: once, three times more
 * for a status that may only not be there yet, and once about an ID that was never used.
 */
const QUESTIONS = 5;

/** How often each call may be sent in one run with one item. */
function allowedCalls({ wait, oAuth }: Bounds): Record<string, number> {
	const twice = oAuth ? 2 : 1;
	const checks = QUESTIONS * MOST_TRIES + mostChecks(wait);
	return {
		// Before the deletion, where it was refused, and where DONE has to be confirmed.
		'GET /v2/crm/integrations': (3 * MOST_TRIES + mostChecks(wait)) * twice,
		'DELETE /v2/crm/integrations': MOST_TRIES * twice,
		'GET /v2/crm/request-status': checks * twice,
		'PUT /v2/crm/integrations': 1,
		'POST /v2/crm/entities': MOST_TRIES,
		'GET /v2/crm/entities': MOST_TRIES,
		// A change that Gong refuses is worked out once more.
		'GET /v2/crm/entity-schema': 2 * MOST_TRIES,
		'POST /v2/crm/entity-schema': 2 * MOST_TRIES,
		'POST /oauth2/generate-customer-token': oAuth ? MOST_TRIES + checks : 0,
	};
}

/**
 * What no run may ever do, whatever happens to its calls; empty = all is well. Each entry says which
 * invariant was broken and how.
 */
export function brokenInvariants(judged: Judged, bounds: Bounds): string[] {
	const { simulator, finished, calls, atEnd, took, unhandled, secrets, elsewhere } = judged;
	const broken: string[] = [];
	const deletions = simulator.deletions();
	if (deletions.length > bounds.deletions)
		broken.push(`${deletions.length} deletions are registered, not ${bounds.deletions} at most`);

	const uploads = simulator.uploads();
	if (uploads.length > 1) broken.push(`${uploads.length} uploads are registered, not 1 at most`);

	for (const { deleted, uploaded, objectId, ...output } of outputsOf(finished)) {
		const isThere = atEnd.accounts.includes(String(objectId));
		if (deleted && atEnd.integrations.some((one) => one.integrationId === output.integrationId))
			broken.push('an output says deleted, and Gong has the integration, and lists it');
		if (uploaded === true && !isThere)
			broken.push('an output says uploaded, and Gong does not have the object');
		const isRefused = bounds.refused?.includes(String(objectId));
		if (uploaded === false && (isThere || (uploads.length > 0 && !isRefused)))
			broken.push('an output says not uploaded, and Gong has the file');
	}
	const changes = calls.filter(
		({ method, path }) => method === 'POST' && path === '/v2/crm/entity-schema',
	);
	if (changes.length > 0 && !atEnd.fields.includes(KEPT_FIELD.uniqueName))
		broken.push('a field of the schema was lost');

	const { error } = finished;
	const words = `${error?.message} ${error && 'description' in error ? error.description : ''}`;
	const byThisRun = calls.some(({ clientRequestId, method }) =>
		deletions.some((one) => method === 'DELETE' && one.clientRequestId === clientRequestId),
	);
	if (saysNothingStarted(words) && byThisRun)
		broken.push(`a deletion is registered, and the message says: ${words}`);

	if (/not sent|nothing was sent/i.test(words) && uploads.length > 0)
		broken.push(`an upload is registered, and the message says: ${words}`);
	if (/schema was not changed/i.test(words) && atEnd.fields.includes(NEW_FIELD))
		broken.push(`the schema is changed, and the message says: ${words}`);

	for (const [endpoint, most] of Object.entries(allowedCalls(bounds))) {
		const count = calls.filter(({ method, path }) => `${method} ${path}` === endpoint).length;
		if (count > most) broken.push(`${count} calls of ${endpoint}, not ${most} at most`);
	}

	// Look-up, deletion, questions and look-up, then the wait with a last round of checks.
	const longest = (3 + QUESTIONS) * LONGEST_CALL + bounds.wait + 30_000;
	if (took > longest) broken.push(`it took ${took} ms, not ${longest} at most`);
	if (unhandled > 0) broken.push(`${unhandled} rejections were not handled`);

	const { run } = finished;
	for (const path of secrets.placesIn({ data: run.data, error }))
		broken.push(`a secret is in the execution, at ${path}`);
	for (const path of secrets.placesIn({ journal: simulator.journal }))
		broken.push(`a secret is in an address or a body that Gong received, at ${path}`);
	for (const path of secrets.placesIn({ elsewhere }))
		broken.push(`another host received a secret, at ${path}`);
	return broken;
}

/**
 * What is lost of `SCHEMA`, or changed in it, that nobody asked for: empty = nothing.
 *
 * @param mayChange whether a run asks for a change of the field with this name
 */
export const changedFields = (
	fields: readonly SchemaField[],
	mayChange: (name: string) => boolean,
): string[] =>
	SCHEMA.filter(({ uniqueName }) => !mayChange(uniqueName))
		.filter((before) => {
			const after = fields.find(({ uniqueName }) => uniqueName === before.uniqueName);
			return Object.entries(before).some(
				([key, value]) =>
					JSON.stringify(after?.[key as keyof SchemaField]) !== JSON.stringify(value),
			);
		})
		.map(({ uniqueName }) => `the field ${uniqueName} of the schema was changed`);

/** Whether words say that this try has left everything as it was. */
export const saysNothingStarted = (words: string): boolean =>
	/nothing was started|nothing new was requested|was not asked|nothing was deleted|not deleted/i.test(
		words,
	);

/** All items that our nodes put out, errors' details included. */
function outputsOf(finished: FinishedRun): IDataObject[] {
	return ['Delete', 'Gong'].flatMap((node) =>
		[0, 1].flatMap((output) =>
			finished
				.json(node, output)
				.flatMap((json) => [json, ...(json.details ? [json.details as IDataObject] : [])]),
		),
	);
}
