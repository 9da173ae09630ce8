import type { INodeExecutionData } from 'n8n-workflow';
import type { Explanation } from '../connection/explain';
import { type Deletion, isOpen } from './request';

/**
 * Where one item of the run stands: what is known of its deletion (`null` = none was started), and
 * what ended it early (`null` = nothing). Plain data: it waits in n8n's database.
 */
export interface ItemState {
	deletion: Deletion | null;
	refusal: Explanation | null;
}

/** Whether Gong still has to be asked about it. */
export const isWaiting = ({ deletion, refusal }: ItemState): boolean =>
	refusal === null && deletion !== null && isOpen(deletion);

/** What a check can change of a deletion. */
type Changes = Partial<
	Pick<Deletion, 'status' | 'statusChecks' | 'errors' | 'finishedAt' | 'lastCheckedAt'>
>;

/** The JSON of an item in the waiting loop. */
interface LoopJson extends Changes {
	/** For the Wait node. Its absence says that the loop is over. */
	nextCheckInSeconds: number;
	/** The deletion as it stood when the loop began: one object for all rounds. */
	deletion: Deletion | null;
	refusal?: Explanation;
}

/**
 * An item of the waiting loop: what a reader wants to see, and what the next round needs.
 *
 * n8n stores every item of every round, about 310 rounds for a day, but an object that appears again
 * only once. So what does not change stays in one object that is handed on, and what does change is
 * kept short: of an open deletion, the status and how often it was asked for.
 *
 * @param atStart the very object from the item of the round before; by default this is the first round
 */
export function toLoopItem(
	{ deletion, refusal }: ItemState,
	index: number,
	nextCheckInSeconds: number,
	atStart: Deletion | null = deletion,
): INodeExecutionData {
	const json: LoopJson = { nextCheckInSeconds, deletion: atStart };
	if (deletion) {
		const { status, statusChecks, errors, finishedAt, lastCheckedAt } = deletion;
		Object.assign(json, { status, statusChecks });
		// The time of the next check of an open deletion is soon to come; that of the last one is not.
		if (refusal || !isOpen(deletion)) Object.assign(json, { errors, finishedAt, lastCheckedAt });
	}
	if (refusal) json.refusal = refusal;
	return { json: { ...json }, pairedItem: { item: index } };
}

/** The state of an item in the loop, and the object to hand on to the next round. */
export function fromLoopItem({
	json,
}: INodeExecutionData): ItemState & { atStart: Deletion | null } {
	const { deletion: atStart, refusal = null } = json as unknown as LoopJson;
	if (!atStart) return { deletion: null, refusal, atStart };
	const changes = Object.entries(json).filter(([field]) => field in atStart);
	return { deletion: { ...atStart, ...Object.fromEntries(changes) }, refusal, atStart };
}
