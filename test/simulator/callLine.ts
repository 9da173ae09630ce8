import pc from 'picocolors';
import type { JournalEntry } from './journal';

/** One call on one line: time of day (UTC), method, path, IDs, and how it was answered. */
export function callLine(entry: JournalEntry): string {
	const ids = [entry.integrationId, entry.clientRequestId].filter((id) => id !== undefined);
	const words = [
		pc.dim(entry.at.slice(11, 19)),
		entry.method.padEnd(6),
		printable(entry.path),
		...ids.map((id) => pc.cyan(printable(id))),
		answerOf(entry),
		...(entry.answeredStatus ? [entry.answeredStatus] : []),
		...(entry.fault ? [pc.magenta(`fault: ${entry.fault}`)] : []),
	];
	return words.join(' ');
}

function answerOf({ status }: JournalEntry): string {
	if (status === null) return pc.red('no answer');
	return status < 400 ? pc.green(String(status)) : pc.red(String(status));
}

/** Paths and IDs come from the caller: a control character must not reach the terminal. */
function printable(text: string): string {
	return text.replace(/[^\x20-\x7e]/g, '?');
}
