import type { Explanation } from '../connection/explain';
import { joinList } from '../gong/joinList';
import { deriveClientRequestId } from '../requests/clientRequestId';
import type { RunOrigin } from '../submitting/origin';
import type { Attempted } from '../submitting/attempt';
import type { DeletionWish } from './readItem';

/** One deletion to be made, whatever number of items asks for it. */
export interface PlannedDeletion {
	wish: DeletionWish;
	clientRequestId: string;
	/** The input items that it answers, from 0. */
	items: number[];
}

/** What a run is going to do. */
export interface Plan {
	deletions: PlannedDeletion[];
	refused: Array<{ item: number; refusal: Explanation }>;
}

/**
 * Puts items that ask for the same together: it is done once, and answered to each of them. All items
 * that name an integration share one derived client request ID, that of the first of them, whatever
 * else they ask: one run never deletes an integration twice.
 */
export function plan(wishes: Array<Attempted<DeletionWish>>, origin: RunOrigin): Plan {
	const clashOf = findClashes(wishes);
	const firstItem = new Map<string, number>();
	const deletions = new Map<string, PlannedDeletion>();
	const refused: Plan['refused'] = [];
	for (const [item, read] of wishes.entries()) {
		if (!read.ok) {
			refused.push({ item, refusal: read.refusal });
			continue;
		}
		const wish = read.value;
		const { integrationId, ownId } = wish;
		const clash = clashOf(wish);
		if (clash) {
			refused.push({ item, refusal: clash });
			continue;
		}
		const itemIndex = firstItem.get(integrationId) ?? item;
		firstItem.set(integrationId, itemIndex);
		const key = JSON.stringify(wish);
		const same = deletions.get(key);
		if (same) same.items.push(item);
		else
			deletions.set(key, {
				wish,
				clientRequestId:
					ownId ??
					deriveClientRequestId({
						...origin,
						kind: 'deletion',
						itemIndex,
						integrationId,
						content: '',
					}),
				items: [item],
			});
	}
	return { deletions: [...deletions.values()], refused };
}

/**
 * Finds what a run must not do: give one ID to deletions of different integrations (Gong takes each
 * only once, and would answer for the other), or delete one integration under different IDs.
 */
function findClashes(
	wishes: Array<Attempted<DeletionWish>>,
): (wish: DeletionWish) => Explanation | null {
	const integrationsOf = new Map<string, Set<string>>();
	const idsOf = new Map<string, Set<string | null>>();
	const add = <T>(sets: Map<string, Set<T>>, key: string, value: T) =>
		sets.set(key, (sets.get(key) ?? new Set<T>()).add(value));
	for (const read of wishes) {
		if (!read.ok || read.value.dryRun) continue;
		const { ownId, integrationId } = read.value;
		if (ownId !== null) add(integrationsOf, ownId, integrationId);
		add(idsOf, integrationId, ownId);
	}
	return ({ ownId, integrationId, dryRun }) => {
		if (dryRun) return null;
		const integrations = [...((ownId !== null && integrationsOf.get(ownId)) || [])];
		if (integrations.length > 1)
			return {
				message: `The Client Request ID "${ownId}" is given to ${integrations.length} different deletions`,
				description: `Gong takes each ID only once, and this run names it for the integrations ${joinList(integrations)}. Give each its own, e.g. with an expression, or leave "Client Request ID" empty. Gong was not asked to delete any of them.`,
				httpCode: null,
			};
		const ids = [...(idsOf.get(integrationId) ?? [])];
		if (ids.length > 1)
			return {
				message: `Integration ${integrationId} is given ${ids.length} different Client Request IDs`,
				description: `Each would start a deletion of its own: ${joinList(ids.map((id) => (id === null ? 'one that is made for it' : `"${id}"`)))}. Give all items of one integration the same, or leave "Client Request ID" empty. Gong was not asked to delete it.`,
				httpCode: null,
			};
		return null;
	};
}
