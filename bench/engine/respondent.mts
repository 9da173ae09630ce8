import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * A program in a process of its own that is asked one thing after the other. It says `{ value }` once when
 * it is ready, and then for each question; or `{ error }`, a text.
 */
export class Respondent {
	private constructor(private readonly child: ChildProcess) {}

	/** Resolves once it is ready. */
	static async start(
		program: URL,
		args: string[] = [],
		options: ForkOptions = {},
	): Promise<Respondent> {
		const respondent = new Respondent(
			fork(fileURLToPath(program), args, { execArgv: ['--import', 'tsx'], ...options }),
		);
		await respondent.answer();
		return respondent;
	}

	async ask<Q extends object, A>(question: Q): Promise<A> {
		this.child.send(question);
		return (await this.answer()) as A;
	}

	async stop(): Promise<void> {
		const ended = once(this.child, 'exit');
		this.child.disconnect();
		await ended;
	}

	private async answer(): Promise<unknown> {
		const ending = new AbortController();
		const { signal } = ending;
		try {
			const [message] = (await Promise.race([
				once(this.child, 'message', { signal }),
				once(this.child, 'exit', { signal }).then(([code]) => {
					throw new Error(`The process ended with ${code}`);
				}),
			])) as Array<{ value?: unknown; error?: string }>;
			if (message.error) throw new Error(message.error);
			return message.value;
		} finally {
			ending.abort();
		}
	}
}

/** The other side: answers each question in turn, and ends with the process that asks, whatever becomes of that. */
export function respond<Q, A>(answer: (question: Q) => Promise<A> | A): void {
	process.on('message', (question: Q) => {
		void Promise.resolve()
			.then(async () => await answer(question))
			.then(
				(value) => process.send?.({ value }),
				(error: Error) => process.send?.({ error: error.stack }),
			);
	});
	process.once('disconnect', () => process.exit());
	process.send?.({ value: 'ready' });
}
