import type { Clock } from './clock';
import { DEFAULT_BASE_URL } from './baseUrl';

/** What Gong allows a company by default, in calls a second (Gong's help, "API rate limits"). */
export const DEFAULT_REQUESTS_PER_SECOND = 3;

/** After 429s, calls are made up to this many times more slowly. */
const SLOWEST = 8;

/**
 * For this long at most a call without an answer counts as still on its way to Gong, in ms. An upload
 * is answered after minutes, and nobody waits for it; a connection and its first bytes rarely take longer.
 */
const LONGEST_ON_ITS_WAY = 1000;

/**
 * The longest `Retry-After` that is waited for in line or in a round of checks, in ms. Who meets a longer
 * one hears of it instead, and can go and do something better than to wait here: a wait is parked.
 */
export const LONGEST_HOLD = 10_000;

/**
 * For this long after its last call it is remembered how much an account had to slow down, in ms: longer
 * than executions that were over the limit stay away.
 */
const REMEMBERED = 300_000;

/** What the result of a call says about the pace. */
export interface Feedback {
	/** The limit is used up (429). */
	isOverLimit: boolean;
	/** How long Gong asks everybody to stay away, in ms; `null` = not said. */
	retryAfter: number | null;
}

/** The call was not made: its turn would come in so many ms, at the earliest. */
export interface NotMade {
	turnIn: number;
}

/** What is special about a call. */
export interface Urgency {
	/** `Retry-After` does not hold it: whoever asks cannot come back later. */
	isLast?: boolean;
	/** It comes before all others: they have more of it than of their own turn. */
	goesFirst?: boolean;
}

/** Makes a call to an account (see `toAccount`) when its turn has come. */
export type InTurn<T> = (
	account: string,
	call: () => Promise<T>,
	urgency?: Urgency,
) => Promise<T | NotMade>;

/**
 * Whose limit a call counts towards, as text: a customer's own address is one company's; the address
 * that many companies share says nothing without the credential.
 *
 * @param address as `readBaseUrl` returns it
 */
export const toAccount = (address: string, credentialId: string): string =>
	address === DEFAULT_BASE_URL ? `${address} ${credentialId}` : address;

/** A call that has been made. */
interface Made {
	/** Counts the calls of an account, from 1. */
	number: number;
	perSecond: number;
	/** In ms; the beginning is the same for all. */
	startedAt: number;
	/** The same; `null` = not yet. */
	answeredAt: number | null;
}

/**
 * When the calls stop counting, in ms from `now`, soonest first; those that no longer count are left out.
 *
 * A call reaches Gong somewhere between its start and its answer, and so counts for a `window` from its
 * answer on. One that is on its way may still be answered this very moment.
 */
const untilUncounted = (calls: Made[], window: number, now: number): number[] =>
	calls
		.map(
			({ startedAt, answeredAt }) =>
				// In whole milliseconds, as clocks and timers are: the rest of one would be slept through in vain.
				Math.ceil((answeredAt ?? Math.min(now, startedAt + LONGEST_ON_ITS_WAY)) + window) - now,
		)
		.filter((ms) => ms > 0)
		.sort((a, b) => a - b);

/** The calls that count, each once. */
const keepCounted = (calls: Made[], window: number, now: number): Made[] =>
	[...new Set(calls)].filter((call) => untilUncounted([call], window, now).length > 0);

/** One execution's way into the line: what it asks for, and its calls that still count. */
class Caller {
	private readonly most: number;
	readonly window: number;
	calls: Made[] = [];

	/** @param perSecond above 0; what is above 1 counts in whole calls */
	constructor(readonly perSecond: number) {
		this.most = Math.max(1, Math.floor(perSecond));
		this.window = 1000 / Math.min(1, perSecond);
	}

	/** How long its own rate keeps its next call, in ms; 0 = it does not. */
	untilFree(now: number): number {
		const ends = untilUncounted(this.calls, this.window, now);
		return ends.at(-this.most) ?? 0;
	}
}

/** The calls to one account, and who waits to make one. */
class Account {
	private made = 0;
	private calls: Made[] = [];
	/** Each caller once, in the order of their turns. */
	private line: Caller[] = [];
	/** How many times more slowly calls are made than at full speed. */
	private slowness = 1;
	/** The last call that had been made when calls were last slowed down. */
	private slowedAfter = 0;
	private heldUntil = -Infinity;
	private underWay = 0;
	private usedAt = -Infinity;

	queue(caller: Caller, { goesFirst = false }: Urgency): void {
		if (goesFirst) this.line.unshift(caller);
		else this.line.push(caller);
	}

	leave(caller: Caller): void {
		this.line = this.line.filter((one) => one !== caller);
	}

	/**
	 * How long a caller in line has to wait, in ms; 0 = it is its turn. Exact for the first in line, and
	 * for others never more than it will be, unless some before them leave.
	 */
	untilTurn(caller: Caller, now: number, { isLast = false }: Urgency): number {
		const before = this.line
			.slice(0, this.line.indexOf(caller))
			// Whom its own rate keeps does not keep the others.
			.filter((one) => one.untilFree(now) === 0).length;
		const held = isLast ? 0 : this.untilReleased(now);
		return Math.max(held, caller.untilFree(now), this.untilFree(before, now));
	}

	/** How long `Retry-After` holds everybody, in ms; 0 = it does not. */
	untilReleased(now: number): number {
		return Math.max(0, this.heldUntil - now);
	}

	/** How long a call has to wait that has `before` others before it, in ms. */
	private untilFree(before: number, now: number): number {
		// Who asks for more than Gong's default says that Gong has raised it for this account.
		const most = Math.floor(
			Math.max(
				DEFAULT_REQUESTS_PER_SECOND,
				...[...this.line, ...this.calls].map(({ perSecond }) => perSecond),
			),
		);
		const window = this.window();
		const ends = untilUncounted(this.calls, window, now);
		const missing = before + 1 + ends.length - most;
		if (missing <= 0) return 0;
		return ends[missing - 1] ?? window;
	}

	/** Notes that a call starts. */
	start(caller: Caller, now: number): Made {
		this.leave(caller);
		this.made += 1;
		this.underWay += 1;
		const { perSecond } = caller;
		const call = { number: this.made, perSecond, startedAt: now, answeredAt: null };
		this.note(caller, call, now);
		return call;
	}

	/** Notes that a call is over. */
	end(caller: Caller, call: Made, now: number): void {
		this.underWay -= 1;
		call.answeredAt = now;
		// One that took long may have been forgotten, and Gong may have counted it only now.
		this.note(caller, call, now);
	}

	/** Counts a call, and forgets those that count no more. */
	private note(caller: Caller, call: Made, now: number): void {
		this.usedAt = now;
		// The next answer may double the window.
		this.calls = keepCounted([...this.calls, call], 2 * this.window(), now);
		caller.calls = keepCounted([...caller.calls, call], caller.window, now);
	}

	/** Takes in what came of a call that is over. */
	learn({ isOverLimit, retryAfter }: Feedback, { number }: Made, now: number): void {
		if (retryAfter !== null) this.heldUntil = Math.max(this.heldUntil, now + retryAfter);
		if (!isOverLimit) {
			this.slowness = Math.max(1, this.slowness * 0.9);
			return;
		}
		// Of calls that were on their way together, one says as much as all of them.
		if (number <= this.slowedAfter) return;
		this.slowness = Math.min(SLOWEST, this.slowness * 2);
		this.slowedAfter = this.made;
	}

	/** Whether nothing of it matters any more. */
	isIdle(now: number): boolean {
		const isUsed = this.line.length > 0 || this.underWay > 0;
		return !isUsed && this.heldUntil <= now && this.usedAt + REMEMBERED <= now;
	}

	private window(): number {
		return 1000 * this.slowness;
	}
}

/**
 * The pace of all calls to Gong, an account at a time, so that no more reach Gong in any second than it
 * allows (for the whole company), whoever makes them. What runs in one n8n process shares one of these.
 *
 * - At most `DEFAULT_REQUESTS_PER_SECOND` calls count at a time, or as many as the caller who asks for most.
 *   Each caller also keeps to what it asks for itself.
 * - A call counts from its start until a second after its answer. It may start a second after the answer
 *   to the one that many before it, and need not wait longer: with an even gap after every answer, the
 *   time Gong takes to answer would come on top. Of an answer that takes more than a second nobody waits
 *   for the rest; when it comes, the call counts again for a second.
 * - Callers take turns: one with hundreds of calls delays another by one call.
 * - A call that was over the limit says that others of the company use it too: from then on calls are
 *   made half as fast, down to an eighth, and with each that is not, a little faster again.
 * - `Retry-After` holds everybody.
 *
 * Whoever waits, waits by its own clock, so there is nothing here that could outlive an execution.
 */
export class Paces {
	private readonly accounts = new Map<string, Account>();
	private latest = -Infinity;
	private setBackBy = 0;

	/** How many accounts are remembered. */
	get size(): number {
		return this.accounts.size;
	}

	/**
	 * One more caller, such as an execution of a node. Its calls are made in the order in which it asks.
	 *
	 * @param clock time and cancellation; a wait that would end after its deadline is not begun
	 * @param perSecond at most this many calls of this caller start in a second; above 0
	 * @param read what a result says about the pace
	 * @returns what makes its calls. Rejects when `clock` does, and as the call does.
	 */
	join<T>(clock: Clock, perSecond: number, read: (result: T) => Feedback): InTurn<T> {
		const caller = new Caller(perSecond);
		let earlier: Promise<unknown> = Promise.resolve();
		return async (name, call, urgency = {}) => {
			const turn = earlier.then(async () => await this.waitForTurn(name, caller, clock, urgency));
			earlier = turn.catch(() => {});
			const taken = await turn;
			if ('turnIn' in taken) return taken;
			const { account, made } = taken;
			try {
				const result = await call().finally(() => account.end(caller, made, this.now(clock)));
				account.learn(read(result), made, this.now(clock));
				return result;
			} finally {
				this.forgetIdle(this.now(clock));
			}
		};
	}

	private async waitForTurn(
		name: string,
		caller: Caller,
		clock: Clock,
		urgency: Urgency,
	): Promise<NotMade | { account: Account; made: Made }> {
		this.forgetIdle(this.now(clock));
		const account = this.accounts.get(name) ?? new Account();
		this.accounts.set(name, account);
		account.queue(caller, urgency);
		try {
			for (;;) {
				const now = this.now(clock);
				const turnIn = account.untilTurn(caller, now, urgency);
				if (turnIn === 0) return { account, made: account.start(caller, now) };
				const isTooLate = clock.now() + turnIn > (clock.deadline ?? Infinity);
				const isHeld = !urgency.isLast && account.untilReleased(now) > LONGEST_HOLD;
				if (isTooLate || isHeld) return { turnIn };
				await clock.sleep(turnIn);
			}
		} finally {
			account.leave(caller);
		}
	}

	/** Time that never goes back: a clock that is set back must not make anybody wait for it to catch up. */
	private now(clock: Clock): number {
		this.setBackBy = Math.max(this.setBackBy, this.latest - clock.now());
		this.latest = clock.now() + this.setBackBy;
		return this.latest;
	}

	private forgetIdle(now: number): void {
		for (const [name, account] of this.accounts)
			if (account.isIdle(now)) this.accounts.delete(name);
	}
}

/** The pace that all executions of this n8n process share. */
export const sharedPaces = new Paces();
