import type { IDataObject } from 'n8n-workflow';
import type { Purpose } from '../n8n/explain';
import type { ItemError } from '../n8n/result';
import type { GongRequest } from './request';
import type { WaitSettings } from './waitSettings';

/** What the builder wants to see as an error. */
export type Choices = Pick<WaitSettings, 'onFailed' | 'onTimeout' | 'shortened'>;

/** What one input item comes to. */
export interface ItemResult {
	json: IDataObject;
	/** What it says where the builder wants to see it as an error; `null` = it is a result. */
	error: ItemError | null;
}

/** What to tell the builder of one item. */
export type ErrorOfItem = ItemError & Required<Pick<ItemError, 'itemIndex'>>;

/** What is different about requests of one kind: their words, what they put out, what ends them. */
export interface Kind<R extends GongRequest = GongRequest> {
	/** What the call that makes one is for. */
	purpose: Purpose;
	/** "The deletion of integration 5517027188234205706", to begin a sentence with. */
	label(request: R): string;
	/** "delete 5517027188234205706", for the name of the workflow that waits. */
	verbPhrase(request: R): string;
	/** What the items that the request answers put out, in the order of its `items`. */
	results(request: R, choices: Choices): ItemResult[];
	/** The request by itself, in the fields that its items put out. */
	summary(request: R): IDataObject;
	/** With *Stop Workflow*, the first error ends the run while other requests are still open. */
	failsFast: boolean;
	/** What a run that stops says, where several items are in question. @param items of the whole run */
	summarizeErrors(errors: ErrorOfItem[], results: IDataObject[], items: number): ItemError;
}
