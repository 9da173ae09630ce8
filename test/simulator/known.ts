/** How well something about Gong is known. */
export interface Known {
	/**
	 * `recorded`: seen in an answer of the live API; `documented`: Gong's reference or help says so;
	 * `guessed`: nobody has said it, the simulator has to do something.
	 */
	level: 'recorded' | 'documented' | 'guessed';
	/** Where it stands, or what the guess rests on. */
	source: string;
	/** The name of the recorded answer, in `test/recorded/answers.json`. */
	answer?: string;
	/** The file in `test/recorded` of the run of the probe that shows it. */
	run?: string;
}

export const LEVELS = ['recorded', 'documented', 'guessed'] as const satisfies Array<
	Known['level']
>;

/** Seen in a recorded answer, of this name. */
export const recorded = (answer: string): Known => ({
	level: 'recorded',
	source: `recorded: ${answer}`,
	answer,
});

/** Said by Gong. */
export const documented = (source: string): Known => ({ level: 'documented', source });

/** Said by nobody. */
export const guessed = (source: string): Known => ({ level: 'guessed', source });
