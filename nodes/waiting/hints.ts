import type { NodeExecutionHint } from 'n8n-workflow';
import type { CrmIntegration } from '../gong/answers';
import type { WaitSettings } from '../requests/waitSettings';

const outputPane = (
	message: string,
	type: NodeExecutionHint['type'] = 'info',
): NodeExecutionHint => ({
	message,
	type,
	location: 'outputPane',
});

/** The deletion was accepted and nobody waits for its end. */
export const notAwaitedHint = outputPane(
	'Gong has accepted the deletion and can take up to 24 hours for it. To go on only once it is done, switch on "Wait for Completion", or ask later with Gong CRM: Get Status.',
);

/** Nothing was deleted, and what would have been. */
export const dryRunHint = (found: CrmIntegration[]): NodeExecutionHint =>
	outputPane(
		found.length > 0
			? `Dry run: nothing was deleted. It would delete ${listed(found)}, with all accounts, contacts, deals, leads and users.`
			: 'Dry run: nothing was deleted. There is nothing to delete: Gong does not have the integration.',
	);

/** Integrations have another name than the builder expected; the run goes on without them. */
export const misnamedHint = (found: CrmIntegration[]): NodeExecutionHint =>
	outputPane(
		`Not deleted, because the name is not the expected one: ${listed(found)}. Check "Integration", or change "Expected Integration Name".`,
		'warning',
	);

/** The workflow's own timeout left less time than the user asked for. */
export const shortenedHint = ({ schedule }: Pick<WaitSettings, 'schedule'>): NodeExecutionHint =>
	outputPane(
		`The wait was shortened to ${describeDuration(schedule.longestWait)}, because this workflow has a timeout of its own (Workflow Settings > Timeout Workflow) and n8n would have cancelled it before the result was there. Raise that timeout to wait longer.`,
		'warning',
	);

/** n8n would not suspend the execution. */
export const notSuspendedHint = (reason: string): NodeExecutionHint =>
	outputPane(
		`This n8n could not suspend the execution, so it kept running while it waited. n8n says: ${reason}`,
		'warning',
	);

const listed = (found: CrmIntegration[]): string =>
	found
		.map(({ integrationId, name, ownerEmail }) => `"${name}" (${ownerEmail}, ID ${integrationId})`)
		.join(', ');

function describeDuration(ms: number): string {
	if (ms < 120_000) return `${Math.floor(ms / 1000)} seconds`;
	return ms < 7_200_000
		? `${Math.floor(ms / 60_000)} minutes`
		: `${(ms / 3_600_000).toFixed(1)} hours`;
}
