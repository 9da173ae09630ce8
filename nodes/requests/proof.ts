import { type CrmIntegration, isTransient } from '../gong/answers';
import type { Outcome } from '../gong/client';
import { type Deletion, hasNoStatus } from './request';

/** The list may still have a deleted integration this long after its deletion is `DONE`, in ms. */
export const LEAVES_LIST_WITHIN = 120_000;

/**
 * Whether the integration is deleted: `true` only where Gong said `DONE` to a request that is known to
 * be this deletion, or where its list does not have the integration any more; `null` = not known.
 */
export function isDeleted(deletion: Deletion): boolean | null {
	const { status, proof, unreadable, submittedAt, statusChecks } = deletion;
	if (status === 'DONE') return proof === 'ours' || proof === 'absent' ? true : null;
	// It may be over: Gong does not document what it says of a request whose integration is gone.
	if (unreadable) return null;
	// It may be over, unless this run has only just made it.
	return hasNoStatus(deletion) && (submittedAt === null || statusChecks > 0) ? null : false;
}

/**
 * Why Gong's list is asked about a deletion: to confirm one that is `DONE`; to see whether it has the
 * integration once the deletion is accepted; or because its status cannot be read any more, and only
 * the list can show its end.
 */
export type ListPurpose = 'confirm' | 'sight' | 'find';

/**
 * What Gong's list shows of a deletion. One whose status cannot be read any more is done only if the
 * list had the integration after the acceptance, and has it no more: it may also leave the list at
 * once, long before it is deleted.
 *
 * @param list what Gong said when it was asked for its integrations
 * @param now ms since 1970
 */
export function holdAgainstList(
	deletion: Deletion,
	purpose: ListPurpose,
	list: Outcome<CrmIntegration[]>,
	now: number,
): Deletion {
	if (purpose === 'confirm') return confirm(deletion, list, now);
	if (!list.ok)
		return purpose === 'sight' && !isTransient(list.answer)
			? { ...deletion, seenListed: false }
			: deletion;
	const listed = isListed(list.value, deletion);
	if (purpose === 'sight') return { ...deletion, seenListed: listed };
	return listed
		? deletion
		: {
				...deletion,
				status: 'DONE',
				proof: 'absent',
				listDue: false,
				unreadable: false,
				finishedAt: new Date(now).toISOString(),
			};
}

const isListed = (list: CrmIntegration[], { integrationId }: Deletion): boolean =>
	list.some((one) => one.integrationId === integrationId);

function confirm(deletion: Deletion, list: Outcome<CrmIntegration[]>, now: number): Deletion {
	const { finishedAt } = deletion;
	const isLate = finishedAt !== null && now >= Date.parse(finishedAt) + LEAVES_LIST_WITHIN;
	if (!list.ok) return { ...deletion, listDue: isTransient(list.answer) && !isLate };
	return isListed(list.value, deletion)
		? { ...deletion, proof: 'listed', listDue: !isLate }
		: { ...deletion, proof: 'absent', listDue: false };
}
