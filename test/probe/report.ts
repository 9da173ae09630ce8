import { SWITCHES, valuesOf } from '../simulator/switches';
import type { Finding } from './probe';

/** The findings as options of the simulator, those that were found out. */
export function asSwitches(findings: Finding[]): string {
	const known = findings.filter(({ position }) => position !== undefined);
	const lines = known.map(({ about, position }) => {
		const value = typeof position === 'string' ? `'${position}'` : String(position);
		return `\t${about}: ${value},${position === valuesOf(about)[0] ? '' : ' // not the default'}`;
	});
	return ['startSimulator({', ...lines, '});'].join('\n');
}

/**
 * The findings as a text for an issue: nothing in it says whose account it was.
 *
 * @param secrets texts that must not be in it: IDs, the owner's address
 */
export function asIssue(findings: Finding[], date: string, secrets: string[] = []): string {
	const rows = findings.map(({ about, position, seen }) =>
		[`\`${about}\``, SWITCHES[about].about, position ?? '?', seen]
			.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' '))
			.join(' | '),
	);
	const text = [
		'## How a live Gong account answers',
		'',
		`Asked on ${date} with \`npm run probe\`.`,
		'',
		'| switch | what it is about | position | what was seen |',
		'| --- | --- | --- | --- |',
		...rows.map((row) => `| ${row} |`),
	].join('\n');
	return secrets
		.filter((secret) => secret !== '')
		.reduce((hidden, secret) => hidden.replaceAll(secret, '…'), text)
		.replace(/\b\d{12,19}\b/g, '…')
		.replace(/probe-[0-9a-f]{24}/g, '…');
}
