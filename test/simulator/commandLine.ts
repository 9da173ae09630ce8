import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from './duration';
import { type IntegrationOptions, resolveOptions, type SimulatorOptions } from './options';
import {
	SWITCHES,
	SWITCH_NAMES,
	type SwitchName,
	type Switches,
	type SwitchValue,
	valuesOf,
} from './switches';

/** What the command line asks for. */
export interface CommandLine {
	options: SimulatorOptions;
	/** No line per call. */
	quiet: boolean;
}

/** Options of durations, and what they are about. */
const DURATIONS = {
	deleteTakes: 'how long a deletion takes, such as 500ms, 90s, 10m or 24h',
	uploadTakes: 'how long an upload takes',
	leavesListAfter: 'for --leaves-list-when later',
	statusReadableAfter: 'for --status-readable 400 or 404',
} as const;
type DurationName = keyof typeof DURATIONS;
const DURATION_NAMES = Object.keys(DURATIONS) as DurationName[];

interface Flags extends Record<SwitchName, string>, Record<DurationName, number> {
	port: number;
	host: string;
	timeScale: number;
	fail?: boolean;
	integrations: number;
	limits: boolean;
	tokenLifetime: number;
	quiet?: boolean;
}

/**
 * Reads the arguments after the script's name. A wrong one makes commander print what is wrong
 * and exit with code 1; `adjust` lets a test make it throw instead.
 */
export function readCommandLine(args: string[], adjust?: (command: Command) => void): CommandLine {
	const usual = resolveOptions({});
	const command = new Command('simulator')
		.description("A stand-in for Gong's CRM API on this machine.")
		.option('--port <number>', 'port to listen on; 0 picks a free one', parsePort, 4010)
		.option('--host <address>', 'address to listen on', usual.host)
		.option(
			'--time-scale <factor>',
			'how much faster than real time requests progress; limits and tokens stay in real time',
			parseFactor,
			usual.timeScale,
		)
		.option('--fail', 'let every deletion end FAILED')
		.option(
			'--integrations <number>',
			'integrations to start with; with more than one, any number is allowed',
			parseCount,
			usual.integrations.length,
		)
		.option('--no-limits', 'allow any number of calls per second and day')
		.addOption(
			new Option(
				'--token-lifetime <duration>',
				'how long an OAuth access token is good for, at least 1s',
			)
				.argParser(parseLifetime)
				.default(usual.oauth.tokenLifetime, '24h'),
		)
		.option('--quiet', 'print no line per call');
	for (const name of DURATION_NAMES) {
		const option = new Option(`${flagOf(name)} <duration>`, DURATIONS[name]);
		command.addOption(
			option.argParser(parseMilliseconds).default(usual[name], `${usual[name] / 1000}s`),
		);
	}
	command.optionsGroup('What Gong does not document:');
	for (const name of SWITCH_NAMES) command.addOption(switchOption(name));
	command
		.addHelpText(
			'after',
			`
Examples:
  npm run simulator
  npm run simulator -- --port 4010 --delete-takes 90s
  npm run simulator -- --delete-takes 24h --time-scale 3600    a day in 24 seconds
  npm run simulator -- --absent-integration accept --same-object-twice-in-file last-wins`,
		)
		.allowExcessArguments(false)
		.showHelpAfterError('(--help lists all options)');
	adjust?.(command);
	const flags = command.parse(args, { from: 'user' }).opts<Flags>();
	return { options: toOptions(flags), quiet: flags.quiet === true };
}

function toOptions(flags: Flags): SimulatorOptions {
	return {
		port: flags.port,
		host: flags.host,
		...Object.fromEntries(DURATION_NAMES.map((name) => [name, flags[name]])),
		...switchesOf(flags),
		timeScale: flags.timeScale,
		outcome: flags.fail ? 'FAILED' : 'DONE',
		// One is the default of startSimulator, with an ID that is the same every time.
		...(flags.integrations === 1 ? {} : { integrations: someIntegrations(flags.integrations) }),
		...(flags.limits ? {} : { limits: false as const }),
		oauth: { tokenLifetime: flags.tokenLifetime },
	};
}

const flagOf = (name: SwitchName | DurationName): string =>
	`--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`;

/** `--same-object-twice-in-file last-wins` for `sameObjectTwiceInFile: 'last wins'`. */
export const asFlag = (name: SwitchName, value: SwitchValue): string =>
	`${flagOf(name)} ${asWord(value)}`;

function switchOption(name: SwitchName): Option {
	const choices = valuesOf(name).map(asWord);
	return new Option(`${flagOf(name)} <way>`, SWITCHES[name].about)
		.choices(choices)
		.default(choices[0]);
}

function switchesOf(flags: Flags): Partial<Switches> {
	const positions = SWITCH_NAMES.map((name) => [
		name,
		valuesOf(name).find((value) => asWord(value) === flags[name]),
	]);
	return Object.fromEntries(positions) as Partial<Switches>;
}

const asWord = (value: SwitchValue) => String(value).replaceAll(' ', '-');

function someIntegrations(count: number): IntegrationOptions[] {
	return Array.from({ length: count }, (_, index) => ({
		name: `CRM Integration ${index + 1}`,
		ownerEmail: 'crm-admin@example.com',
	}));
}

function parsePort(text: string): number {
	const port = wholeNumber(text);
	if (port === undefined || port > 65535) {
		throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
	}
	return port;
}

function parseCount(text: string): number {
	const count = wholeNumber(text);
	if (count === undefined) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
	return count;
}

function parseFactor(text: string): number {
	const factor = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
	if (factor === 0) throw new InvalidArgumentError('It must be a number above 0.');
	return factor;
}

function parseMilliseconds(text: string): number {
	const milliseconds = parseDuration(text);
	if (milliseconds === undefined) {
		throw new InvalidArgumentError('It must be a duration such as 500ms, 90s, 10m or 24h.');
	}
	return milliseconds;
}

/** In whole seconds, as OAuth counts. */
function parseLifetime(text: string): number {
	const seconds = Math.floor(parseMilliseconds(text) / 1000);
	if (seconds < 1) throw new InvalidArgumentError('It must be at least 1s.');
	return seconds;
}

function wholeNumber(text: string): number | undefined {
	return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
