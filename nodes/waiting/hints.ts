import type { NodeExecutionHint } from 'n8n-workflow';
import { toOutputHint } from '../n8n/outputHint';
import type { CrmIntegration } from '../gong/answers';
import { kindOf } from '../requests/kinds';
import type { Proof } from '../requests/request';
import { formatDuration } from '../text/durations';
import { joinList as inShort } from '../text/lists';
import type { Followed, RunState } from '../requests/runState';
import { countOutcomes } from '../requests/upload';
import type { WaitSettings } from '../requests/waitSettings';

/** Gong has accepted the deletion and nobody waits for its end. */
export const notAwaitedHint = toOutputHint(
	"Gong has accepted the deletion, which can take up to 24 hours. To continue only once it is done, switch on 'Wait for Completion', or check later with Gong CRM: Get Status.",
);

/**
 * Nothing was deleted, and what would have been.
 *
 * @param items that are dry runs, in a run that has others too
 */
export function dryRunHint(found: CrmIntegration[], items?: number[]): NodeExecutionHint {
	const would =
		found.length > 0
			? `It would delete ${joinIntegrations(found)}, with all accounts, contacts, deals, leads and users.`
			: 'There is nothing to delete: Gong does not have the integration.';
	if (!items) return toOutputHint(`Dry run: nothing was deleted. ${would}`);
	const label = items.length === 1 ? 'item' : 'items';
	return toOutputHint(
		`Dry run of ${label} ${inShort(items.map(String))}: nothing was deleted for ${items.length === 1 ? 'it' : 'them'}. ${would}`,
	);
}

/** Integrations have another name than the builder expected; the run goes on without them. */
export const misnamedHint = (found: CrmIntegration[]): NodeExecutionHint =>
	toOutputHint(
		`Not deleted, because the name does not match: ${joinIntegrations(found)}. Check 'Integration', or change 'Expected Integration Name'.`,
		'warning',
	);

/** Gong said DONE of requests that are not known to be deletions, and its list does not confirm it. */
export function notConfirmedHints(followed: Followed[]): NodeExecutionHint[] {
	const idsWith = (proof: Proof) =>
		followed.flatMap(({ request }) =>
			request.kind === 'deletion' && request.status === 'DONE' && request.proof === proof
				? [request.integrationId]
				: [],
		);
	const unavailable = idsWith('unconfirmed');
	const stillListed = idsWith('listed');
	return [
		...(unavailable.length > 0
			? [
					toOutputHint(
						`'deleted' is empty, because the list of integrations could not be read. Gong says DONE for ${inShort(unavailable)}, but a client request ID may be that of an upload. With OAuth2, the list takes the scope api:crm:integrations:read.`,
						'warning',
					),
				]
			: []),
		...(stillListed.length > 0
			? [
					toOutputHint(
						`'deleted' is empty, because Gong says DONE but still lists ${inShort(stillListed)}. Either the client request ID is that of an upload, or Gong needs a moment longer. Check again with Gong CRM: Get Status.`,
						'warning',
					),
				]
			: []),
	];
}

/** How an upload of items has ended, in numbers of all objects that came in. */
export function uploadSummaryHints(
	{ followed, refused }: RunState,
	choices: WaitSettings,
): NodeExecutionHint[] {
	const results = followed.flatMap(({ request }) =>
		request.kind === 'upload' && request.file && !request.file.isGiven
			? kindOf(request)
					.results(request, choices)
					.map(({ json }) => json)
			: [],
	);
	if (results.length === 0) return [];
	const outcomes = new Set(results.map(({ outcome }) => outcome));
	// What is accepted and not waited for is no news.
	const isOnlyAccepted =
		[...outcomes].every((outcome) => outcome === 'pending') && !followed.some(isGivenUp);
	if (isOnlyAccepted || outcomes.has('dryRun')) return [];
	const items = results.length + refused.reduce((sum, one) => sum + one.items.length, 0);
	const isAllGood =
		results.length === items &&
		outcomes.size === 1 &&
		(outcomes.has('uploaded') || outcomes.has('deleted'));
	return [toOutputHint(countOutcomes(results, items), isAllGood ? 'info' : 'warning')];
}

const isGivenUp = ({ request, refusal }: Followed): boolean => request.timedOut || refusal !== null;

/** n8n's time limit for the execution left less time than the user asked for. */
export const shortenedHint = ({ schedule }: Pick<WaitSettings, 'schedule'>): NodeExecutionHint =>
	toOutputHint(
		`The wait was shortened to ${formatDuration(schedule.longestWait, Math.floor)}, because n8n cancels this execution at its time limit (Workflow Settings > Timeout Workflow, or the limit of the whole instance). Raise that limit to wait longer.`,
		'warning',
	);

/** n8n would not suspend the execution. */
export const notSuspendedHint = (reason: string): NodeExecutionHint =>
	toOutputHint(
		`This n8n could not suspend the execution, so it kept running while it waited. n8n says: ${reason}`,
		'warning',
	);

/** "Acme CRM" (owner, ID). */
export const nameIntegration = ({ integrationId, name, ownerEmail }: CrmIntegration): string =>
	`"${name}" (${ownerEmail}, ID ${integrationId})`;

/** Each once: items that ask for different things are looked up apart. */
const joinIntegrations = (found: CrmIntegration[]): string =>
	inShort([...new Map(found.map((one) => [one.integrationId, nameIntegration(one)])).values()]);
