import type { Outcome } from '../../nodes/gong/client';
import type { CrmIntegration } from '../../nodes/gong/answers';
import type { Deletion, Proof } from '../../nodes/requests/request';
import { confirm } from '../../nodes/waiting/confirm';
import { refusal } from '../gong/scripted';
import { unconfirmed } from './requests';

const now = Date.parse('2026-11-25T12:00:00.000Z');

const deletion = (change?: Partial<Deletion>) => unconfirmed(now, change);

const refused = (status: number): Outcome<CrmIntegration[]> => ({
	ok: false,
	answer: refusal(status),
});
const lists = (...ids: string[]): Outcome<CrmIntegration[]> => ({
	ok: true,
	value: ids.map((integrationId) => ({ integrationId, name: 'A', ownerEmail: 'a@example.com' })),
});

/** `soon`, and two minutes after Gong said `DONE`. */
test.each<[string, Outcome<CrmIntegration[]>, Proof, Proof]>([
	['does not have it', lists('2'), 'absent', 'absent'],
	['is empty', lists(), 'absent', 'absent'],
	['has it', lists('2', '1'), 'listed', 'stillListed'],
	['is not there for a moment', refused(503), 'unconfirmed', 'unavailable'],
	['is not for this key', refused(403), 'unavailable', 'unavailable'],
])('a DONE deletion is confirmed by a list that %s', (_, list, soon, late) => {
	const proofs = [now, now + 120_000].map((at) => {
		const [{ request }] = confirm([{ request: deletion(), refusal: null }], list, at);
		return request.kind === 'deletion' && request.proof;
	});
	expect(proofs).toEqual([soon, late]);
});

test('requests that need no confirmation are unchanged', () => {
	const others = [
		{ request: deletion({ proof: 'ours' }), refusal: null },
		{ request: deletion({ status: 'PENDING' }), refusal: null },
	];
	expect(confirm(others, lists(), now)).toEqual(others);
});
