import type { OAuthSettings } from './credentials/oauth';
import { isIntegrationId } from './identifiers';
import type { JournalEntry } from './journal';
import type { CallLimits } from './limits';
import type { Outcome, RequestError } from './requests';
import { ALL_SCOPES } from './scopes';
import { say } from './sentences';
import { resolveSwitches, type Switches } from './switches';

/** An integration that exists at the company, and how its deletion will play. */
export interface IntegrationOptions {
	/** Decimal text of an int64, 1 to 9223372036854775807. Default: random, above 2^53. */
	integrationId?: string;
	name: string;
	ownerEmail: string;
	/** Simulated milliseconds its deletion takes. Default: the simulator's `deleteTakes`. */
	deleteTakes?: number;
	/** Default: the simulator's `outcome`. */
	outcome?: Outcome;
	/** What a failed deletion says. Default: the simulator's `errors`. */
	errors?: RequestError[];
}

/** How a simulator is set up. Everything has a default; the switches are in `SWITCHES`. */
export interface SimulatorOptions extends Partial<Switches> {
	/** 0 to 65535. Default 0: any free one. */
	port?: number;
	/** Default `127.0.0.1`. */
	host?: string;
	/** Default: one, `5517027188234205706` (the example of Gong's reference). */
	integrations?: IntegrationOptions[];
	/** Simulated milliseconds a deletion takes, 0 or more. Default 10,000. */
	deleteTakes?: number;
	/** Simulated milliseconds an upload takes, 0 or more. Default 5,000. */
	uploadTakes?: number;
	/** Share of a request's time spent `PENDING`, 0 to 1. Default 0.2. */
	pendingShare?: number;
	/** Where deletions end; default `DONE`. */
	outcome?: Outcome;
	/** What failed deletions say; line 0 is a general error. */
	errors?: RequestError[];
	/**
	 * Simulated milliseconds that pass in one real millisecond, above 0; default 1. Only the
	 * progress of requests follows it: limits, `Retry-After` and tokens are on the caller's clock.
	 */
	timeScale?: number;
	/** The caller's clock, in ms since 1970. Default: the machine's. */
	now?: () => number;
	/**
	 * Gong's rule: registering answers 409 while an integration exists. `false` allows any number.
	 * Default true, unless there are several from the start.
	 */
	oneIntegrationAtATime?: boolean;
	/** Default Gong's: 3 calls a second, 10,000 a day. `false` = none. */
	limits?: Partial<CallLimits> | false;
	accessKey?: string;
	accessKeySecret?: string;
	/** Scopes of the access key and of the OAuth app. Default: all. */
	scopes?: string[];
	oauth?: {
		clientId?: string;
		clientSecret?: string;
		/** Seconds, above 0. Default 86,400. */
		tokenLifetime?: number;
		/** What `api_base_url_for_customer` says. Default: the simulator's own URL. */
		apiBaseUrl?: string;
	};
	/**
	 * Bytes of the largest file that is taken. Default 200,000,000: Gong's reference says 200 MB, and
	 * this is the smaller way to read it.
	 */
	largestUpload?: number;
	/** Simulated milliseconds, 0 or more, for `leavesListWhen: 'later'`. Default 30,000. */
	leavesListAfter?: number;
	/** Simulated milliseconds, 0 or more, for `statusReadable`. Default 3,000. */
	statusReadableAfter?: number;
	/** Told of every call once its answer is on its way, or will not come. */
	onCall?: (entry: JournalEntry) => void;
}

/** Options with the defaults filled in. */
export type Settings = Required<Omit<SimulatorOptions, 'now' | 'onCall' | 'oauth' | 'limits'>> & {
	now?: () => number;
	limits: CallLimits | false;
	oauth: Omit<OAuthSettings, 'offeredScopes' | 'tokenScopesSeparatedBy'>;
};

/**
 * Options with the defaults filled in.
 *
 * @throws Error that names the option and the values it may have
 */
export function resolveOptions(options: SimulatorOptions): Settings {
	const integrations = options.integrations ?? [
		{
			integrationId: '5517027188234205706',
			name: 'Acme CRM',
			ownerEmail: 'crm-admin@example.com',
		},
	];
	const settings: Settings = {
		port: options.port ?? 0,
		host: options.host ?? '127.0.0.1',
		integrations,
		deleteTakes: options.deleteTakes ?? 10_000,
		uploadTakes: options.uploadTakes ?? 5_000,
		pendingShare: options.pendingShare ?? 0.2,
		outcome: options.outcome ?? 'DONE',
		errors: options.errors ?? [{ line: 0, description: say('failedDeletion') }],
		timeScale: options.timeScale ?? 1,
		now: options.now,
		oneIntegrationAtATime: options.oneIntegrationAtATime ?? integrations.length <= 1,
		limits:
			options.limits === false
				? false
				: {
						perSecond: options.limits?.perSecond ?? 3,
						perDay: options.limits?.perDay ?? 10_000,
					},
		accessKey: options.accessKey ?? 'SIMULATOR-ACCESS-KEY',
		accessKeySecret: options.accessKeySecret ?? 'simulator-access-key-secret',
		scopes: options.scopes ?? [...ALL_SCOPES],
		oauth: {
			clientId: options.oauth?.clientId ?? 'simulator-client-id',
			clientSecret: options.oauth?.clientSecret ?? 'simulator-client-secret',
			tokenLifetime: options.oauth?.tokenLifetime ?? 86_400,
			apiBaseUrl: options.oauth?.apiBaseUrl,
		},
		largestUpload: options.largestUpload ?? 200_000_000,
		leavesListAfter: options.leavesListAfter ?? 30_000,
		statusReadableAfter: options.statusReadableAfter ?? 3_000,
		...resolveSwitches(options),
	};
	check(settings);
	return settings;
}

/** @throws Error when an integration's own options are out of range */
export function checkIntegration(integration: IntegrationOptions): void {
	const { integrationId, name, ownerEmail, deleteTakes } = integration;
	if (
		integrationId !== undefined &&
		// A caller without types may pass a number, which may be rounded already.
		!(typeof integrationId === 'string' && isIntegrationId(integrationId))
	) {
		throw new Error(
			`Simulator: integrationId must be the digits of a number from 1 to 9223372036854775807, as text, not ${show(integrationId)}.`,
		);
	}
	requireText('name', name);
	requireText('ownerEmail', ownerEmail);
	if (deleteTakes !== undefined) checkDuration('deleteTakes', deleteTakes);
	if (integration.outcome !== undefined) checkOutcome(integration.outcome);
}

/** @throws Error unless `value` is a number of milliseconds, 0 or more */
export function checkDuration(name: string, value: number): void {
	if (!(Number.isFinite(value) && value >= 0)) {
		throw new Error(`Simulator: ${name} must be 0 or more milliseconds, not ${show(value)}.`);
	}
}

/** @throws Error unless `value` is one of the outcomes */
export function checkOutcome(value: Outcome): void {
	if (!['DONE', 'FAILED'].includes(value)) {
		throw new Error(`Simulator: outcome must be DONE or FAILED, not ${show(value)}.`);
	}
}

const DURATIONS = ['deleteTakes', 'uploadTakes', 'leavesListAfter', 'statusReadableAfter'] as const;

function check(settings: Settings): void {
	const { port, timeScale, pendingShare, limits, oauth } = settings;
	if (!(Number.isInteger(port) && port >= 0 && port <= 65535)) {
		throw new Error(`Simulator: port must be a whole number from 0 to 65535, not ${show(port)}.`);
	}
	for (const name of DURATIONS) checkDuration(name, settings[name]);
	checkOutcome(settings.outcome);
	if (!(pendingShare >= 0 && pendingShare <= 1)) {
		throw new Error(`Simulator: pendingShare must be from 0 to 1, not ${show(pendingShare)}.`);
	}
	if (!(Number.isFinite(timeScale) && timeScale > 0)) {
		throw new Error(`Simulator: timeScale must be a number above 0, not ${show(timeScale)}.`);
	}
	if (limits) {
		checkLimit('perSecond', limits.perSecond);
		checkLimit('perDay', limits.perDay);
	}
	if (!(Number.isFinite(oauth.tokenLifetime) && oauth.tokenLifetime > 0)) {
		throw new Error(
			`Simulator: oauth.tokenLifetime must be a number of seconds above 0, not ${show(oauth.tokenLifetime)}.`,
		);
	}
	requireText('accessKeySecret', settings.accessKeySecret);
	requireText('oauth.clientSecret', oauth.clientSecret);
	checkUser('accessKey', settings.accessKey);
	checkUser('oauth.clientId', oauth.clientId);
	checkCount('largestUpload', settings.largestUpload);
}

function checkCount(name: string, value: number): void {
	if (!(Number.isInteger(value) && value > 0)) {
		throw new Error(`Simulator: ${name} must be a whole number above 0, not ${show(value)}.`);
	}
}

function checkLimit(name: keyof CallLimits, value: number): void {
	if (value !== Infinity && !(Number.isInteger(value) && value > 0)) {
		throw new Error(
			`Simulator: limits.${name} must be a whole number above 0, or Infinity, not ${show(value)}. Set limits to false for none.`,
		);
	}
}

/** The user part of HTTP Basic: RFC 7617 allows no colon in it. */
function checkUser(name: string, value: string): void {
	requireText(name, value);
	if (value.includes(':')) throw new Error(`Simulator: ${name} must not contain a colon.`);
}

function requireText(name: string, value: string): void {
	if (typeof value !== 'string' || value === '') {
		throw new Error(`Simulator: ${name} must be a text that is not empty, not ${show(value)}.`);
	}
}

function show(value: unknown): string {
	return typeof value === 'string' ? `"${value}"` : String(value);
}
