import document from './answers.json';

/** An answer that Gong's live API gave to somebody, as they published it. */
export interface RecordedAnswer {
	/** What was asked; tells it from the others. */
	name: string;
	/** `crm`: of a call that this package makes; `any`: of whatever call; `other`: of another call. */
	about: 'crm' | 'any' | 'other';
	/** Where it was published. */
	source: string;
	/** What has to be known of the recording. */
	note?: string;
	call: {
		method: string;
		path: string;
		query?: Readonly<Record<string, string>>;
		headers?: Readonly<Record<string, string>>;
		/** JSON, or a text as it was sent. */
		body?: unknown;
	};
	status: number;
	/** Names in lower case; those that were written down. */
	headers: Readonly<Record<string, string>>;
	body: { requestId: string; errors?: readonly unknown[]; [key: string]: unknown };
	/** The body as it came, where that was written down. */
	text?: string;
}

export const recordedAnswers = document.answers as unknown as readonly RecordedAnswer[];

/** @throws Error where there is none of this name */
export function recordedAnswer(name: string): RecordedAnswer {
	const answer = recordedAnswers.find((one) => one.name === name);
	if (!answer) throw new Error(`There is no recorded answer “${name}”.`);
	return answer;
}
