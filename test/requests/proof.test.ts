import type { CrmIntegration } from '../../nodes/gong/answers';
import type { Outcome } from '../../nodes/gong/client';
import { needsList } from '../../nodes/requests/predicates';
import { holdAgainstList, isDeleted, type ListPurpose } from '../../nodes/requests/proof';
import { type Deletion, type Proof } from '../../nodes/requests/request';
import { refusal } from '../gong/scripted';
import { deletion, follow, unconfirmed } from '../waiting/requests';

const now = Date.parse('2026-11-25T12:00:00.000Z');
const later = now + 120_000;

const refused = (status: number): Outcome<CrmIntegration[]> => ({
	ok: false,
	answer: refusal(status),
});
const lists = (...ids: string[]): Outcome<CrmIntegration[]> => ({
	ok: true,
	value: ids.map((integrationId) => ({ integrationId, name: 'A', ownerEmail: 'a@example.com' })),
});
const silence: Outcome<CrmIntegration[]> = {
	ok: false,
	answer: { kind: 'noAnswer', reason: 'ECONNRESET' },
};
const garbled: Outcome<CrmIntegration[]> = {
	ok: false,
	answer: { kind: 'unreadable', status: 200, isTooLarge: false },
};

test.each<[string, Proof, boolean, boolean | null]>([
	['DONE', 'ours', false, true],
	['DONE', 'absent', false, true],
	['DONE', 'unconfirmed', false, null],
	['DONE', 'listed', false, null],
	// What was proven before its status became unreadable stays so.
	['DONE', 'ours', true, true],
	['DRY_RUN', 'ours', false, false],
	['PENDING', 'ours', false, false],
	['PENDING', 'absent', false, false],
	['PENDING', 'ours', true, null],
	['SUBMITTED', 'unconfirmed', true, null],
	['FAILED', 'absent', false, false],
	['A_NEW_WORD', 'ours', false, false],
])(
	'a deletion with status %s and the proof %s, unreadable: %p → deleted: %p',
	(status, proof, unreadable, deleted) => {
		expect(isDeleted(deletion({ status, proof, unreadable }))).toBe(deleted);
	},
);

describe('a deletion of which Gong has not given a status', () => {
	const untold = { status: 'SUBMITTED', readableBy: '2026-11-25T12:02:00.000Z' };

	test.each<[string, Partial<Deletion>, boolean | null]>([
		['this run made, and nobody has asked about', {}, false],
		['this run made, and Gong was asked about in vain', { statusChecks: 3 }, null],
		['has timed out', { statusChecks: 3, timedOut: true }, null],
		['Gong does not find', { statusChecks: 1, unreadable: true }, null],
		// It may have ended long ago.
		['an earlier try made', { submittedAt: null, recovered: true }, null],
		['Get Status asks about', { submittedAt: null, proof: 'unconfirmed' }, null],
		// Gong's own word, which its first status takes `readableBy` away with.
		['Gong calls SUBMITTED itself', { readableBy: null, statusChecks: 1 }, false],
	])('which %s: %j → deleted: %p', (_, change, deleted) => {
		expect(isDeleted(deletion({ ...untold, ...change }))).toBe(deleted);
	});
});

describe('a DONE deletion that has to be confirmed', () => {
	/** What it stands at soon, and two minutes after Gong said `DONE`: the proof, and whether to ask again. */
	test.each<[string, Outcome<CrmIntegration[]>, [Proof, boolean], [Proof, boolean]]>([
		['does not have it', lists('2'), ['absent', false], ['absent', false]],
		['is empty', lists(), ['absent', false], ['absent', false]],
		['has it', lists('2', '1'), ['listed', true], ['listed', false]],
		['is away', refused(503), ['unconfirmed', true], ['unconfirmed', false]],
		['is over the limit', refused(429), ['unconfirmed', true], ['unconfirmed', false]],
		['is not reached', silence, ['unconfirmed', true], ['unconfirmed', false]],
		['is unreadable', garbled, ['unconfirmed', true], ['unconfirmed', false]],
		['is not for this key', refused(401), ['unconfirmed', false], ['unconfirmed', false]],
		['is forbidden', refused(403), ['unconfirmed', false], ['unconfirmed', false]],
		['is not found', refused(404), ['unconfirmed', false], ['unconfirmed', false]],
	])('is held against a list that %s', (_, list, soon, late) => {
		const done = unconfirmed(now);
		for (const [at, [proof, listDue]] of [
			[now, soon],
			[later - 1, soon],
			[later, late],
		] as const)
			expect(holdAgainstList(done, 'confirm', list, at)).toEqual({ ...done, proof, listDue });
	});

	test('keeps what the list said before it was away', () => {
		const listed = unconfirmed(now, { proof: 'listed' });
		expect(holdAgainstList(listed, 'confirm', refused(503), now)).toEqual(listed);
	});

	test('is asked about again, where nobody knows when it was finished', () => {
		const done = unconfirmed(now, { finishedAt: null });
		expect(holdAgainstList(done, 'confirm', lists('1'), later).listDue).toBe(true);
	});
});

describe('a deletion that is going on is sighted', () => {
	const going = deletion({ status: 'PENDING' });

	test.each<[string, Outcome<CrmIntegration[]>, boolean | null]>([
		['has it', lists('2', '7'), true],
		['does not have it', lists('2'), false],
		['is empty', lists(), false],
		['is away', refused(503), null],
		['is over the limit', refused(429), null],
		['is not reached', silence, null],
		['is unreadable', garbled, null],
		// It never will be there; nobody asks again.
		['is not for this key', refused(401), false],
		['is forbidden', refused(403), false],
		['is not found', refused(404), false],
	])('in a list that %s', (_, list, seenListed) => {
		for (const at of [now, later])
			expect(holdAgainstList(going, 'sight', list, at)).toEqual({ ...going, seenListed });
	});
});

describe('a deletion whose status cannot be read any more', () => {
	const lost = deletion({ status: 'PENDING', unreadable: true, seenListed: true });
	const done: Deletion = {
		...lost,
		status: 'DONE',
		proof: 'absent',
		unreadable: false,
		finishedAt: '2026-11-25T12:00:00.000Z',
	};

	test.each<[string, Outcome<CrmIntegration[]>, Deletion]>([
		['does not have it', lists('2'), done],
		['is empty', lists(), done],
		['has it', lists('7'), lost],
		['is away', refused(503), lost],
		['is not for this key', refused(401), lost],
		['is forbidden', refused(403), lost],
		['is not reached', silence, lost],
		['is unreadable', garbled, lost],
	])('is DONE only if the list does not have it: one that %s', (_, list, after) => {
		const held = holdAgainstList(lost, 'find', list, now);
		expect(held).toEqual(after);
		expect(isDeleted(held)).toBe(after === done ? true : null);
	});

	test('is not asked of the list again once it is DONE', () => {
		const held = holdAgainstList({ ...lost, listDue: true }, 'find', lists(), now);
		expect(needsList(follow(held))).toBeNull();
	});
});

/** Gong may take the integration off the list at once, or say of it what it says of one it never had. */
test.each([
	['was never listed', [lists(), lists(), lists()]],
	['could not be looked for', [refused(403), lists(), lists()]],
])('nothing is claimed of a deletion that %s since Gong accepted it', (_, answers) => {
	let request = deletion({ status: 'PENDING' });
	for (const list of answers) {
		const purpose: ListPurpose | null = needsList(follow(request));
		if (purpose) request = holdAgainstList(request, purpose, list, now);
		request = { ...request, unreadable: true };
	}
	expect(request.status).toBe('PENDING');
	expect(isDeleted(request)).toBeNull();
});
