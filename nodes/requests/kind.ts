import type { IDataObject } from 'n8n-workflow';
import type { Explanation, Purpose } from '../connection/explain';
import type { GongRequest } from './request';
import type { WaitSettings } from './waitSettings';

/** What the builder wants to see as an error. */
export type Choices = Pick<WaitSettings, 'onFailed' | 'onTimeout' | 'shortened'>;

/** What is different about requests of one kind: their words, what they put out, what ends them. */
export interface Kind<R extends GongRequest = GongRequest> {
	/** What the call that makes one is for. */
	purpose: Purpose;
	/** "The deletion of integration 5517027188234205706", to begin a sentence with. */
	named(request: R): string;
	/** "delete integration 5517027188234205706", for the name of the workflow that waits. */
	doing(request: R): string;
	/** What one of the items that the request answers puts out; `place` in `items`, from 0. */
	output(request: R, place: number): IDataObject;
	/** What such an item says where the builder wants to see it as an error; `null` = it is a result. */
	objection(request: R, place: number, choices: Choices): Explanation | null;
	/** The request by itself, in the fields that its items put out. */
	summary(request: R): IDataObject;
	/** With *Stop Workflow*, the first objection ends the run while other requests are still open. */
	endsAtFirstObjection: boolean;
}
