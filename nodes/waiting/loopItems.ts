import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { fail, type Result, succeed } from '../connection/result';
import { joinList } from '../gong/joinList';
import { isOpen } from '../requests/predicates';
import type { GongRequest } from '../requests/request';
import type { Followed, RefusedItems, RunState } from '../requests/runState';

/**
 * The form of what travels through the waiting loop. It waits in n8n's database for up to a day, and
 * the package may be updated meanwhile: whoever changes the form raises this and goes on reading the
 * older ones.
 */
export const LOOP_VERSION = 1 as const;

/** A request in the loop. */
interface RequestItem {
	version: typeof LOOP_VERSION;
	/** When Gong is asked next, ISO 8601. */
	nextCheckAt: string;
	/** The request as it stood when the loop began: one object for all rounds. */
	request: GongRequest;
	refusal?: Followed['refusal'];
}

/** The input items without a request. */
interface RefusedItem {
	version: typeof LOOP_VERSION;
	nextCheckAt: string;
	/** JSON, in one text: `RefusedItems[]`. */
	refused: string;
}

/** What is in the loop, and the very objects to hand on to the next round. */
export interface LoopState {
	followed: Followed[];
	atStart: GongRequest[];
	/** As they go round; `null` = there are none. */
	refused: string | null;
}

/** Always to be seen, changed or not. */
const shownToReaders = ['integrationId', 'clientRequestId', 'status', 'statusChecks'] as const;

/** The items with which the waiting loop begins. @param nextCheckAt ms since 1970 */
export const toLoopItems = (
	{ followed, refused }: RunState,
	nextCheckAt: number,
): INodeExecutionData[] =>
	nextLoopItems(
		{
			followed,
			atStart: followed.map(({ request }) => request),
			refused: refused.length > 0 ? JSON.stringify(refused) : null,
		},
		nextCheckAt,
	);

/**
 * The items of the waiting loop: one for each request, and one for all input items without.
 *
 * n8n stores every item of every round, about 310 rounds for a day, but an object or a text that
 * appears again only once. So what does not change stays in one object that is handed on, and what
 * does change is kept short: the time of the next check of an open request is soon to come, that of
 * the last one is not stored.
 *
 * @param nextCheckAt ms since 1970
 */
export function nextLoopItems(
	{ followed, atStart, refused }: LoopState,
	nextCheckAt: number,
): INodeExecutionData[] {
	const shared = { version: LOOP_VERSION, nextCheckAt: new Date(nextCheckAt).toISOString() };
	const items: Array<RequestItem | RefusedItem> = followed.map((one, index) => ({
		...shared,
		...pickChanges(one, atStart[index]),
		request: atStart[index],
		...(one.refusal && { refusal: one.refusal }),
	}));
	if (refused !== null) items.push({ ...shared, refused });
	return items.map((json, index) => ({
		json: json as unknown as IDataObject,
		pairedItem: { item: index },
	}));
}

function pickChanges(one: Followed, atStart: GongRequest): Partial<GongRequest> {
	const { request } = one;
	const isChanged = (field: keyof GongRequest) =>
		request[field] !== atStart[field] &&
		JSON.stringify(request[field]) !== JSON.stringify(atStart[field]);
	const fields = (Object.keys(request) as Array<keyof GongRequest>).filter(
		(field) =>
			(shownToReaders as readonly string[]).includes(field) ||
			(isChanged(field) && !(field === 'lastCheckedAt' && isOpen(one))),
	);
	return Object.fromEntries(fields.map((field) => [field, request[field]]));
}

/** What came into a step of the loop, where it has this version's form. */
export function fromLoopItems(items: INodeExecutionData[]): Result<LoopState> {
	const state: LoopState = { followed: [], atStart: [], refused: null };
	for (const { json } of items) {
		const item = json as unknown as Partial<RequestItem & RefusedItem>;
		if (item.version !== LOOP_VERSION || !(item.request ?? item.refused)) return refuse(items);
		state.refused = item.refused ?? state.refused;
		const { request } = item;
		if (!request) continue;
		const changes = Object.entries(item).filter(([field]) => field in request);
		state.atStart.push(request);
		state.followed.push({
			request: { ...request, ...Object.fromEntries(changes) },
			refusal: item.refusal ?? null,
		});
	}
	return succeed(state);
}

/** n8n keeps no more than the message where the waiting node goes on with errors. */
function refuse(items: INodeExecutionData[]): Result<never> {
	const requests = listRequests(items);
	return requests.length > 0
		? fail(
				`This wait was started by another version of the package, and cannot go on: ${joinList(requests)}`,
				'Nothing is lost at Gong. To find out what became of it, use Gong CRM: Get Status with these IDs.',
			)
		: fail(
				'This step belongs to a wait that Gong CRM nodes start themselves',
				'It takes no other input. To follow a request, use Gong CRM: Get Status and switch on "Wait for Completion".',
			);
}

/** The run that went round. */
export const toRunState = ({ followed, refused }: LoopState): RunState => ({
	followed,
	refused: refused === null ? [] : (JSON.parse(refused) as RefusedItems[]),
});

/** The IDs in items of any version. */
export const listRequests = (items: INodeExecutionData[]): string[] =>
	items.flatMap(({ json }) => {
		const { request } = json as Record<string, Partial<GongRequest> | null | undefined>;
		const { integrationId, clientRequestId } = request ?? {};
		return clientRequestId
			? [`integration ${integrationId}, client request ID ${clientRequestId}`]
			: [];
	});

/** When Gong is to be asked next, in ms since 1970. */
export function nextCheckOf(items: INodeExecutionData[]): Result<number> {
	const [first] = items;
	const time = Date.parse(String(first?.json.nextCheckAt));
	return first?.json.version !== LOOP_VERSION || Number.isNaN(time) ? refuse(items) : succeed(time);
}
