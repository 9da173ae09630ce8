import type { Deletion } from '../../nodes/requests/request';
import { giveUp } from '../../nodes/requests/giveUp';
import { follow, refusal, unconfirmed, upload } from '../waiting/requests';

const now = Date.parse('2026-11-25T12:00:00.000Z');

const deletion = (change?: Partial<Deletion>) => unconfirmed(now, change);

test('at the maximum wait, unfinished requests have timed out and finished ones stay DONE', () => {
	const refused = { request: deletion({ status: 'PENDING' }), refusal };
	const ended = giveUp([
		follow(deletion({ status: 'PENDING' })),
		follow(deletion({ status: 'PENDING', unreadable: true, seenListed: true })),
		follow(upload({ status: 'IN_PROGRESS' })),
		follow(deletion()),
		follow(deletion({ proof: 'listed' })),
		follow(deletion({ proof: 'ours', listDue: false })),
		follow(upload({ status: 'NOT_SENT' })),
		refused,
	]);
	expect(ended).toEqual([
		follow(deletion({ status: 'PENDING', timedOut: true })),
		follow(deletion({ status: 'PENDING', unreadable: true, seenListed: true, timedOut: true })),
		follow(upload({ status: 'IN_PROGRESS', timedOut: true })),
		follow(deletion({ listDue: false })),
		follow(deletion({ proof: 'listed', listDue: false })),
		follow(deletion({ proof: 'ours', listDue: false })),
		follow(upload({ status: 'NOT_SENT' })),
		refused,
	]);
});
