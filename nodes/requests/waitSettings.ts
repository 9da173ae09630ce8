import type { Authentication } from '../n8n/authentication';
import type { Schedule } from '../gong/schedule';

/** How one run of the node waits. Plain data: it goes along into the waiting sub-workflow. */
export interface WaitSettings {
	authentication: Authentication;
	/** At most this many calls start in a second. */
	requestsPerSecond: number;
	schedule: Schedule;
	/** What a final status of FAILED becomes. */
	onFailed: 'output' | 'error';
	/** What the end of the maximum wait becomes. */
	onTimeout: 'output' | 'error';
	/** n8n's time limit for the execution made the wait shorter than the user asked for. */
	shortened: boolean;
	/**
	 * Until when the last check may begin, however late n8n resumes the wait, in ms since 1970: n8n's time
	 * limit, or an agent's, is near then. Absent = there is none.
	 */
	lastCheckBy?: number;
	/** The node's *On Error* setting is *Stop Workflow*. */
	stopOnError: boolean;
}
