import { endSentence, joinSentences } from '../../../text/sentences';
import type { Defect } from '../../../gong/checkObject';
import type { ObjectFile } from '../../../gong/objectFiles';
import type { ItemError } from '../../../n8n/result';
import type { Grouping } from '../../../items/path';
import type { Run } from '../../../items/run';
import type { UploadedFile } from '../../../requests/request';
import type { UploadSettings } from './uploadSettings';

/** A file, and the input items that it answers. */
export interface PreparedFile {
	/** By line, where the lines are items; otherwise the items that brought the file. */
	items: number[];
	file: UploadedFile;
	content:
		| ({ kind: 'ready' } & Pick<ObjectFile, 'body' | 'hash' | 'latestFilledIn'>)
		/** Its objects, or the file that a builder gave, do not hold; `error` = why, where it is one thing. */
		| {
				kind: 'invalid';
				errors: Array<{ line: number; description: string }>;
				error: ItemError | null;
		  }
		/** It could be read when it was checked, and cannot be now. */
		| { kind: 'unreadable'; error: ItemError };
}

/** An upload of which every object was checked. */
export interface PreparedUpload {
	/** One file at a time, so that no more than one is in memory beside the input. */
	grouping: Grouping<PreparedFile>;
	/** What concerns the whole run, for a hint. */
	warnings: string[];
	/** How many values are to be cleared, by field. */
	cleared: ReadonlyMap<string, number>;
}

/** A file of objects that items bring, with no number before it is sent. */
export const toFile = (
	{ objectType, deletes }: UploadSettings,
	objectIds: string[],
): UploadedFile => ({
	objectType,
	...(deletes && { deletes }),
	isGiven: false,
	number: null,
	lines: objectIds.length,
	objectIds: JSON.stringify(objectIds),
	warnings: {},
});

/** With *Stop Workflow*, one object that cannot be sent keeps all of them back. */
export const isStopped = ({ settings: { stopOnError } }: Run, invalid: unknown[]): boolean =>
	stopOnError && invalid.length > 0;

/** Each with the name of its field, as a sentence. */
export const describeDefects = (defects: Defect[]): string =>
	joinSentences(...defects.map(({ field, description }) => endSentence(`${field} ${description}`)));
