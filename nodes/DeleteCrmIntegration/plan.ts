import { joinSentences } from '../text/sentences';
import { fail, type ItemError } from '../n8n/result';
import { joinList } from '../text/lists';
import type { RefusedItems } from '../requests/runState';
import type { Guards, Reading } from './readItem';

/** One deletion to be made, or looked up, whatever number of items asks for it. */
export interface PlannedDeletion {
	integrationId: string;
	guards: Guards;
	/** The input items that it answers, from 0. */
	items: number[];
}

/** What a run is going to do. */
export interface Plan {
	groups: PlannedDeletion[];
	refused: RefusedItems[];
}

/** The items that name one integration, and are no dry runs or may be none. */
interface Target {
	items: Array<{ item: number; guards: Guards }>;
	/** Items whose guards cannot be read: whether they hold is not known. */
	unreadable: Array<{ item: number; refusal: ItemError }>;
}

/**
 * Puts items that name the same integration together: it is deleted once, if the guards of all of them
 * hold, and answered to each. A dry run looks up what each item asks for, and is refused where its IDs
 * or names would keep it from being a deletion.
 */
export function plan(readings: Reading[]): Plan {
	const refused: RefusedItems[] = [];
	const dryRuns = new Map<string, PlannedDeletion>();
	const targets = new Map<string, Target>();
	for (const [item, { integrationId, guards }] of readings.entries()) {
		if (!integrationId.ok) {
			refused.push({ items: [item], refusal: integrationId.error });
			continue;
		}
		const id = integrationId.value;
		if (guards.ok && guards.value.dryRun) {
			const key = JSON.stringify([id, guards.value]);
			const same = dryRuns.get(key);
			if (same) same.items.push(item);
			else dryRuns.set(key, { integrationId: id, guards: guards.value, items: [item] });
			continue;
		}
		const target = targets.get(id) ?? { items: [], unreadable: [] };
		targets.set(id, target);
		if (guards.ok) target.items.push({ item, guards: guards.value });
		else target.unreadable.push({ item, refusal: guards.error });
	}
	const groups: PlannedDeletion[] = [];
	// Looked up before anything is deleted: a dry run says what there is, and what would be refused.
	const dryClashes = findDryClashes([...dryRuns.values()]);
	for (const one of dryRuns.values()) {
		const refusal = dryClashes.get(one.integrationId);
		if (refusal) refused.push({ items: one.items, refusal });
		else groups.push(one);
	}
	const sharedIds = findSharedIds(
		[...targets].flatMap(([integrationId, { items }]) =>
			items.map(({ guards }) => ({ integrationId, guards })),
		),
	);
	for (const [integrationId, { items: named, unreadable }] of targets) {
		refused.push(...unreadable.map(({ item, refusal }) => ({ items: [item], refusal })));
		if (named.length === 0) continue;
		const items = named.map(({ item }) => item);
		const guards = named.map((one) => one.guards);
		const refusal =
			findUnreadable(integrationId, unreadable) ?? findClash(integrationId, guards, sharedIds);
		if (refusal) refused.push({ items, refusal });
		else groups.push({ integrationId, guards: joinGuards(guards), items });
	}
	return { groups, refused };
}

/** The strictest of each: all of them have to hold. */
const joinGuards = (guards: Guards[]): Guards => ({
	...guards[0],
	expectedName: guards.find(({ expectedName }) => expectedName !== null)?.expectedName ?? null,
	ifNotFound: guards.some(({ ifNotFound }) => ifNotFound === 'error') ? 'error' : 'succeed',
	ifIdUsed: guards.some(({ ifIdUsed }) => ifIdUsed === 'error') ? 'error' : 'track',
});

/** What is wrong with the client request IDs that are given to several integrations, by ID. */
function findSharedIds(
	wanted: Iterable<Pick<PlannedDeletion, 'integrationId' | 'guards'>>,
): Map<string, ItemError> {
	const integrationsOf = new Map<string, Set<string>>();
	for (const { integrationId, guards } of wanted) {
		if (guards.ownId === null) continue;
		const integrations = integrationsOf.get(guards.ownId) ?? new Set();
		integrationsOf.set(guards.ownId, integrations.add(integrationId));
	}
	return new Map(
		[...integrationsOf]
			.filter(([, { size }]) => size > 1)
			.map(([ownId, integrations]) => [
				ownId,
				fail(
					`The client request ID "${ownId}" is given to ${integrations.size} different deletions`,
					`Gong accepts each ID only once, and this run has it for the integrations ${joinList([...integrations])}. Give each its own, e.g. with an expression, or leave 'Client Request ID' empty. For these items, Gong was not asked to delete anything.`,
				).error,
			]),
	);
}

/** What would keep dry runs from being deletions, by the integration. */
function findDryClashes(dryRuns: PlannedDeletion[]): Map<string, ItemError | null> {
	const guardsOf = new Map<string, Guards[]>();
	for (const { integrationId, guards } of dryRuns) {
		const others = guardsOf.get(integrationId);
		if (others) others.push(guards);
		else guardsOf.set(integrationId, [guards]);
	}
	const sharedIds = findSharedIds(dryRuns);
	return new Map(
		[...guardsOf].map(([integrationId, guards]) => [
			integrationId,
			findClash(integrationId, guards, sharedIds),
		]),
	);
}

/** Whether an item that names the same integration has guards that cannot be read. */
const findUnreadable = (integrationId: string, [first]: Target['unreadable']): ItemError | null =>
	first
		? {
				...first.refusal,
				description: joinSentences(
					first.refusal.description,
					`This is about item ${first.item}, and an integration is deleted only if the options of all its items are valid. Gong was not asked to delete ${integrationId}.`,
				),
				itemIndex: first.item,
			}
		: null;

/**
 * What a run must not do: give one ID to deletions of different integrations (Gong takes each only once,
 * and would answer for the other), delete one integration under different IDs, or expect two names of it.
 */
function findClash(
	integrationId: string,
	guards: Guards[],
	sharedIds: Map<string, ItemError>,
): ItemError | null {
	const ids = [...new Set(guards.map(({ ownId }) => ownId))];
	if (ids.length > 1)
		return fail(
			`Integration ${integrationId} is given ${ids.length} different client request IDs`,
			`Each would start a deletion of its own: ${joinList(ids.map((id) => (id === null ? 'one that is made for it' : `"${id}"`)))}. Give all items of one integration the same, or leave 'Client Request ID' empty. For these items, Gong was not asked to delete anything.`,
		).error;
	const shared = ids[0] === null ? undefined : sharedIds.get(ids[0]);
	if (shared) return shared;
	const names = [
		...new Set(guards.flatMap(({ expectedName }) => (expectedName === null ? [] : [expectedName]))),
	];
	return names.length > 1
		? fail(
				`Integration ${integrationId} is expected to have ${names.length} different names`,
				`It can have one: ${joinList(names.map((name) => `"${name}"`))}. Give all items of one integration the same 'Expected Integration Name'. For these items, Gong was not asked to delete anything.`,
			).error
		: null;
}
