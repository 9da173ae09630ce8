import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { fail, type Result, succeed } from '../n8n/result';
import { joinList } from '../text/lists';
import type { GongRequest } from '../requests/request';
import type { Followed, RefusedItems, RunState } from '../requests/runState';

/**
 * The form of what travels through the waiting loop. It waits in n8n's database for up to a day, and
 * the package may be updated meanwhile: whoever changes the form raises this and goes on reading the
 * older ones.
 */
export const LOOP_VERSION = 1 as const;

/** What the loop needs of a request. */
interface RequestState {
	version: typeof LOOP_VERSION;
	/** When Gong is asked next, ISO 8601. */
	nextCheckAt: string;
	/** The request as it stood when the loop began: one object for all rounds. */
	request: GongRequest;
	/** What is not shown and has changed since: one object for as long as it stays so. */
	changes: Changes;
	refusal?: Followed['refusal'];
}

/** The input items without a request. */
interface RefusedState {
	version: typeof LOOP_VERSION;
	nextCheckAt: string;
	/** JSON, in one text: `RefusedItems[]`. */
	refused: string;
}

type Changes = Partial<GongRequest>;

/** What is in the loop, and the very objects to hand on to the next round. */
export interface LoopState {
	followed: Followed[];
	atStart: GongRequest[];
	/** Of the round before. */
	changes: Changes[];
	/** As they go round; `null` = there are none. */
	refused: string | null;
}

/** An item of the loop: what whoever opens it wants to know comes first. */
interface LoopItem {
	status?: GongRequest['status'];
	lastCheckedAt?: GongRequest['lastCheckedAt'];
	statusChecks?: number;
	integrationId?: string;
	clientRequestId?: GongRequest['clientRequestId'];
	loop: RequestState | RefusedState;
}

const pickShown = ({
	status,
	lastCheckedAt,
	statusChecks,
	integrationId,
	clientRequestId,
}: GongRequest): Omit<LoopItem, 'loop'> => ({
	status,
	lastCheckedAt,
	statusChecks,
	integrationId,
	clientRequestId,
});

/** The items with which the waiting loop begins. @param nextCheckAt ms since 1970 */
export const toLoopItems = (
	{ followed, refused }: RunState,
	nextCheckAt: number,
): INodeExecutionData[] =>
	nextLoopItems(
		{
			followed,
			atStart: followed.map(({ request }) => request),
			changes: [],
			refused: refused.length > 0 ? JSON.stringify(refused) : null,
		},
		nextCheckAt,
	);

/**
 * The items of the waiting loop: one for each request, and one for all input items without.
 *
 * n8n stores every item of every round, about 310 rounds for a day, but an object or a text that
 * appears again only once. So what does not change stays in one object that is handed on, and what
 * does change is kept short.
 *
 * @param nextCheckAt ms since 1970
 */
export function nextLoopItems(
	{ followed, atStart, changes, refused }: LoopState,
	nextCheckAt: number,
): INodeExecutionData[] {
	const shared = { version: LOOP_VERSION, nextCheckAt: new Date(nextCheckAt).toISOString() };
	const items: LoopItem[] = followed.map(({ request, refusal }, index) => ({
		...pickShown(request),
		loop: {
			...shared,
			changes: keepIfSame(changes[index], pickChanges(request, atStart[index])),
			request: atStart[index],
			...(refusal && { refusal }),
		},
	}));
	if (refused !== null) items.push({ loop: { ...shared, refused } });
	return items.map((json, index) => ({
		json: json as unknown as IDataObject,
		pairedItem: { item: index },
	}));
}

function pickChanges(request: GongRequest, atStart: GongRequest): Changes {
	const shown = pickShown(request);
	const isChanged = (field: keyof GongRequest) =>
		!(field in shown) &&
		request[field] !== atStart[field] &&
		JSON.stringify(request[field]) !== JSON.stringify(atStart[field]);
	const fields = (Object.keys(request) as Array<keyof GongRequest>).filter(isChanged);
	return Object.fromEntries(fields.map((field) => [field, request[field]]));
}

const keepIfSame = (before: Changes | undefined, now: Changes): Changes =>
	before && JSON.stringify(before) === JSON.stringify(now) ? before : now;

/** What came into a step of the loop, where it has this version's form. */
export function fromLoopItems(items: INodeExecutionData[]): Result<LoopState> {
	const state: LoopState = { followed: [], atStart: [], changes: [], refused: null };
	for (const { json } of items) {
		const { loop, ...shown } = json as { loop?: Partial<RequestState & RefusedState> | null };
		if (loop?.version !== LOOP_VERSION || !(loop.request ?? loop.refused)) return refuse(items);
		state.refused = loop.refused ?? state.refused;
		const { request, changes = {}, refusal = null } = loop;
		if (!request) continue;
		state.atStart.push(request);
		state.changes.push(changes);
		state.followed.push({
			request: { ...request, ...pickShown(shown as GongRequest), ...changes } as GongRequest,
			refusal,
		});
	}
	return succeed(state);
}

/** n8n keeps no more than the message where the waiting node goes on with errors. */
function refuse(items: INodeExecutionData[]): Result<never> {
	const requests = listRequests(items);
	return requests.length > 0
		? fail(
				`Another version of the package started this wait, and this one cannot continue it: ${joinList(requests)}`,
				'Nothing is lost at Gong. To find out what became of it, use Gong CRM: Get Status with these IDs.',
			)
		: fail(
				'This step only works in a wait that a Gong CRM node started',
				"To follow a request, use Gong CRM: Get Status and switch on 'Wait for Completion'.",
			);
}

/** The run that went round. */
export const toRunState = ({ followed, refused }: LoopState): RunState => ({
	followed,
	refused: refused === null ? [] : (JSON.parse(refused) as RefusedItems[]),
});

/** The IDs in items of any version. */
export const listRequests = (items: INodeExecutionData[]): string[] =>
	items.flatMap(({ json: { loop, integrationId, clientRequestId } }) =>
		loop && clientRequestId
			? [`integration ${String(integrationId)}, client request ID ${String(clientRequestId)}`]
			: [],
	);

/** When Gong is to be asked next, in ms since 1970. */
export function nextCheckOf(items: INodeExecutionData[]): Result<number> {
	const { loop } = (items[0]?.json ?? {}) as { loop?: Partial<RequestState> | null };
	const time = Date.parse(String(loop?.nextCheckAt));
	return loop?.version !== LOOP_VERSION || Number.isNaN(time) ? refuse(items) : succeed(time);
}
