import type { Clock } from '../../nodes/gong/clock';

/** No test sleeps more often; without an end, one that fails might never come to it. */
const MOST_SLEEPS = 50_000;

/** Time on which only sleeping takes time, for many who sleep at once. */
export class DiscreteTime {
	private sleeping: Array<{ until: number; wake: () => void }> = [];
	private sleeps = 0;

	constructor(private at = 1_000_000) {}

	readonly now = (): number => this.at;

	/** Moves the clock without anything happening, as when somebody sets it. */
	set(at: number): void {
		for (const one of this.sleeping) one.until += at - this.at;
		this.at = at;
	}

	readonly sleep = async (ms: number): Promise<void> => {
		this.sleeps += 1;
		if (this.sleeps > MOST_SLEEPS) throw new Error('Time is slept through in vain');
		await new Promise<void>((wake) => this.sleeping.push({ until: this.at + ms, wake }));
	};

	/** A clock whose sleeps reject once it is canceled. */
	cancelable(): Clock & { cancel(): void } {
		const canceled = new Error('canceled');
		let isCanceled = false;
		let end: (error: Error) => void = () => {};
		const whenCanceled = new Promise<never>((_, reject) => {
			end = reject;
		});
		whenCanceled.catch(() => {});
		return {
			now: this.now,
			sleep: async (ms) => {
				if (isCanceled) throw canceled;
				await Promise.race([this.sleep(ms), whenCanceled]);
			},
			cancel: () => {
				isCanceled = true;
				end(canceled);
			},
		};
	}

	/** Lets time pass until all of `work` is done. */
	async play<T>(...work: Array<Promise<T>>): Promise<T[]> {
		let isDone = false;
		const all = Promise.all(work).finally(() => {
			isDone = true;
		});
		all.catch(() => {});
		for (;;) {
			// What does not wait for time comes first: here, some dozens of calls at one moment at most.
			for (let step = 0; step < 1000; step++) await Promise.resolve();
			if (isDone) return await all;
			const next = Math.min(...this.sleeping.map(({ until }) => until));
			if (next === Infinity) throw new Error('Nobody sleeps, and the work is not done');
			this.at = Math.max(this.at, next);
			const due = this.sleeping.filter(({ until }) => until <= this.at);
			this.sleeping = this.sleeping.filter(({ until }) => until > this.at);
			for (const { wake } of due) wake();
		}
	}
}
