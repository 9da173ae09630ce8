import type { Deletion, Proof, Upload } from '../../nodes/requests/request';
import {
	giveUp,
	hadTimeToLeaveList,
	isOpen,
	needsConfirmation,
	needsStatus,
} from '../../nodes/requests/runState';
import { follow, refusal, unconfirmed } from '../waiting/requests';

const now = Date.parse('2026-11-25T12:00:00.000Z');

const deletion = (change?: Partial<Deletion>) => unconfirmed(now, change);
const upload: Upload = { ...deletion(), kind: 'upload', file: null };

test.each<[Proof, boolean]>([
	['unconfirmed', true],
	['listed', true],
	['ours', false],
	['absent', false],
	['stillListed', false],
	['unavailable', false],
])('a DONE deletion with the proof %s needs the list: %p', (proof, asks) => {
	const one = follow(deletion({ proof }));
	expect(needsConfirmation(one)).toBe(asks);
	expect(needsStatus(one)).toBe(false);
	expect(isOpen(one)).toBe(asks);
});

test('only an unconfirmed DONE deletion needs the list', () => {
	for (const one of [
		follow(upload),
		follow(deletion({ status: 'PENDING' })),
		follow(deletion({ timedOut: true })),
		{ request: deletion(), refusal },
	])
		expect(needsConfirmation(one)).toBe(false);
});

test('a request is polled until its status is final or a failure has ended it', () => {
	const request = deletion({ status: 'PENDING' });
	expect(needsStatus(follow(request))).toBe(true);
	expect(isOpen(follow(request))).toBe(true);
	expect(needsStatus({ request, refusal })).toBe(false);
});

test.each([
	['2026-11-25T11:58:00.000Z', true],
	['2026-11-25T11:58:00.001Z', false],
	[null, false],
])('two minutes are enough for a deletion finished at %s to leave the list', (finishedAt, had) => {
	expect(hadTimeToLeaveList(deletion({ finishedAt }), now)).toBe(had);
});

test('at the maximum wait, unfinished requests have timed out and finished ones stay DONE', () => {
	const refused = { request: deletion({ status: 'PENDING' }), refusal };
	const ended = giveUp([
		follow(deletion({ status: 'PENDING' })),
		follow(deletion()),
		follow(deletion({ proof: 'listed' })),
		follow(deletion({ proof: 'ours' })),
		refused,
	]);
	expect(ended).toEqual([
		follow(deletion({ status: 'PENDING', timedOut: true })),
		follow(deletion({ proof: 'unavailable' })),
		follow(deletion({ proof: 'stillListed' })),
		follow(deletion({ proof: 'ours' })),
		refused,
	]);
});
