import type { CrmIntegration } from '../gong/answers';
import { isTransient } from '../gong/answers';
import type { Outcome } from '../gong/client';
import type { Deletion, Proof } from '../requests/request';
import { type Followed, hadTimeToLeaveList, needsConfirmation } from '../requests/runState';

/**
 * Holds deletions that are done, but not known to be deletions, against Gong's list.
 *
 * @param list what Gong said when it was asked for its integrations
 * @param now ms since 1970
 */
export const confirm = (
	followed: Followed[],
	list: Outcome<CrmIntegration[]>,
	now: number,
): Followed[] =>
	followed.map((one) => {
		const { request } = one;
		if (!needsConfirmation(one) || request.kind !== 'deletion') return one;
		return { ...one, request: { ...request, proof: judgeProof(request, list, now) } };
	});

function judgeProof(deletion: Deletion, list: Outcome<CrmIntegration[]>, now: number): Proof {
	const isLate = hadTimeToLeaveList(deletion, now);
	if (!list.ok) return isTransient(list.answer) && !isLate ? 'unconfirmed' : 'unavailable';
	if (!list.value.some(({ integrationId }) => integrationId === deletion.integrationId))
		return 'absent';
	return isLate ? 'stillListed' : 'listed';
}
