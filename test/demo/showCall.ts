import colors from 'picocolors';
import type { PartSummary } from '../simulator/multipart';
import type { JournalEntry } from '../simulator/startSimulator';

/** Prints one line for a call that the simulated Gong answered, if it is one that does something. */
export function showCall(call: JournalEntry, print: (line: string) => void): void {
	const about = call.integrationId ? ` integration ${call.integrationId}` : '';
	const accepted = (what: string) =>
		call.status === 201
			? `  ${colors.yellow(`${what} accepted`)}:${about}`
			: `  ${what} answered with ${call.status}:${about}`;
	if (call.method === 'DELETE') print(accepted('deletion'));
	if (call.method === 'POST' && call.path.endsWith('/entities')) {
		const [file] = call.body as PartSummary[];
		print(`${accepted('upload')}, a file of ${Math.round(file.bytes / 1000)} kB`);
	}
	if (call.path.endsWith('/entity-schema')) print(`  schema read:${about}`);
	if (call.path.endsWith('/request-status'))
		print(`  status check:${about} is ${colors.yellow(String(call.answeredStatus))}`);
}
