import type { RequestStatus } from '../../nodes/gong/answers';
import type { Sent, Failure } from '../../nodes/gong/client';
import {
	type DeletionWish,
	type Facts,
	type ListReply,
	nextStep,
	noFacts,
	type Step,
	type StatusReply,
	type UploadWish,
	type Wish,
} from '../../nodes/submitting/nextStep';
import { print } from '../faults/print';
import { refusal } from '../gong/scripted';
import { plain } from './plain';

const silence: Failure = { kind: 'noAnswer', reason: 'ECONNRESET' };

const integration = (name = 'Acme CRM') => ({
	integrationId: '1',
	name,
	ownerEmail: 'a@example.com',
});

// What Gong may say. First of its list:
const listed: ListReply = { kind: 'listed', integration: integration() };
const misnamed: ListReply = { kind: 'listed', integration: integration('Other') };
const absent: ListReply = { kind: 'absent' };
const noList: ListReply = { kind: 'unanswered', answer: refusal(401) };

// Of the request itself:
const accepted: Sent = { kind: 'accepted', requestId: 'r' };
const used = (lost = false): Sent => ({ kind: 'idInUse', answer: refusal(409), lost });
const refused = (status: number, lost = false): Sent => ({
	kind: 'refused',
	answer: refusal(status),
	lost,
});
const unanswered: Sent = { kind: 'refused', answer: silence, lost: true };

// And of its status:
const status = (word: string, line?: number): RequestStatus => ({
	status: word,
	errors: line === undefined ? [] : [{ line, description: 'd' }],
	totalErrorCount: null,
	totalSuccessCount: null,
});
const told = (word: string, line?: number): StatusReply => ({
	kind: 'status',
	status: status(word, line),
});
const unknown = (code = 400): StatusReply => ({ kind: 'unknown', answer: refusal(code) });
const noStatus: StatusReply = { kind: 'unanswered', answer: refusal(401) };

const own = { ownId: true };
const ownOrError = { ownId: true, ifIdUsed: 'error' } as const;
const named = { expectedName: 'Acme CRM' };
const succeed = { ifNotFound: 'succeed' } as const;
const waits = { waits: true };
const anUpload: UploadWish = { kind: 'upload', waits: false };
const pending = told('PENDING');

const ends = (why: string, more: object = {}) => ({
	end: 'refused',
	refusal: expect.objectContaining({ why, ...more }),
});
const recovered = (word: string | null, isOurs = false) => ({
	end: 'recovered',
	status: word === null ? null : expect.objectContaining({ status: word }),
	isOurs,
});
const asked = (answer: StatusReply, timesAsked = 1) => ({ statusReply: answer, timesAsked });

const toWish = (wish: Partial<DeletionWish> | UploadWish): Wish =>
	wish.kind === 'upload' ? wish : { ...plain, ...wish };

describe('the next step of a submission', () => {
	// A table, one row a line.
	// prettier-ignore
	test.each<[string, Partial<DeletionWish> | UploadWish, Partial<Facts>, unknown]>([
		// Before anything is sent.
		['a plain deletion is sent at once', {}, {}, { do: 'send' }],
		['an expected name is looked up first', named, {}, { do: 'look' }],
		['a dry run looks the integration up first', { dryRun: true }, {}, { do: 'look' }],
		['the name is the expected one', named, { listReply: listed }, { do: 'send' }],
		['the name is another one', named, { listReply: misnamed }, ends('misnamed')],
		['the name is another one in a dry run', { ...named, dryRun: true }, { listReply: misnamed }, ends('misnamed')],
		['Gong does not list anything', named, { listReply: noList }, ends('notLookedUp')],
		['a dry run finds it', { dryRun: true }, { listReply: listed }, { end: 'dryRun', isGone: false }],
		['a dry run does not find it', { dryRun: true }, { listReply: absent }, ends('notFound', { lost: false })],
		['a dry run does not find it, and not found is a success', { dryRun: true, ...succeed }, { listReply: absent }, { end: 'dryRun', isGone: true }],
		// The list does not have it, before anything was sent.
		['not listed, perhaps because of an earlier try', named, { listReply: absent }, { do: 'ask', after: 0 }],
		['not listed, and an earlier try is still deleting it', named, { listReply: absent, ...asked(told('IN_PROGRESS')) }, recovered('IN_PROGRESS')],
		['not listed, and an earlier try has deleted it', named, { listReply: absent, ...asked(told('DONE')) }, recovered('DONE')],
		['PENDING may be said of any ID', named, { listReply: absent, ...asked(told('PENDING')) }, { do: 'askUnused' }],
		['PENDING is said of any ID', named, { listReply: absent, ...asked(told('PENDING')), unusedReply: pending }, ends('notFound')],
		['PENDING is said of this ID', named, { listReply: absent, ...asked(told('PENDING')), unusedReply: unknown(404) }, recovered('PENDING')],
		['a DONE ID that was never used shows as well that PENDING is said of this ID', named, { listReply: absent, ...asked(pending), unusedReply: told('DONE') }, recovered('PENDING')],
		['not listed, and nothing is heard about an ID that was never used', named, { listReply: absent, ...asked(pending), unusedReply: noStatus }, ends('notFound', { lost: true })],
		['the same, where an integration that is gone is as good as deleted', { ...named, ...succeed }, { listReply: absent, ...asked(pending), unusedReply: noStatus }, ends('mayBeDeleting')],
		['not listed, and the status cannot be had, where an integration that is gone is as good as deleted', { ...named, ...succeed }, { listReply: absent, ...asked(noStatus) }, ends('mayBeDeleting', { answer: refusal(401) })],
		['not listed, and no earlier try is known', named, { listReply: absent, ...asked(unknown()) }, ends('notFound', { lost: false })],
		['not listed, no earlier try is known, and not found is a success', { ...named, ...succeed }, { listReply: absent, ...asked(unknown()) }, { end: 'alreadyGone' }],
		['an own ID was used, and must not have been', { ...named, ...ownOrError }, { listReply: absent, ...asked(told('DONE')) }, ends('idUsed')],
		['an earlier try has failed, and another may have been made since', { ...named, ...succeed }, { listReply: absent, ...asked(told('FAILED')) }, { do: 'useNextId' }],
		['none was made since', { ...named, ...succeed }, { place: 2, listReply: absent, ...asked(unknown()) }, { end: 'alreadyGone' }],
		['a failed earlier try under an own ID has not removed it', { ...named, ...own }, { listReply: absent, ...asked(told('FAILED')) }, ends('notFound')],
		['nor has the last of a chain', named, { place: 50, listReply: absent, ...asked(told('FAILED')) }, ends('notFound')],
		// 201.
		['201: registered', {}, { sent: accepted }, { end: 'accepted', requestId: 'r' }],
		// 409.
		['409: its status is polled', {}, { sent: used() }, { do: 'ask', after: 0 }],
		['409, own ID that must be new', ownOrError, { sent: used() }, ends('idUsed')],
		['409 after a lost answer: it may be this very try', ownOrError, { sent: used(true) }, { do: 'ask', after: 0 }],
		['409, DONE', {}, { sent: used(), ...asked(told('DONE')) }, recovered('DONE')],
		['409, DONE under an own ID: it may have been an upload', own, { sent: used(), ...asked(told('DONE')) }, recovered('DONE')],
		['409, FAILED: an earlier try', {}, { sent: used(), ...asked(told('FAILED')) }, { do: 'useNextId' }],
		['409, FAILED under an own ID', own, { sent: used(), ...asked(told('FAILED')) }, recovered('FAILED')],
		['409, FAILED after a lost answer: this try has failed', {}, { sent: used(true), ...asked(told('FAILED')) }, recovered('FAILED', true)],
		['409, FAILED upload that was refused as a whole', anUpload, { sent: used(), ...asked(told('FAILED', 0)) }, { do: 'useNextId' }],
		['409, FAILED upload of which some was taken', anUpload, { sent: used(), ...asked(told('FAILED', 3)) }, recovered('FAILED')],
		['409, own ID that Gong does not know for this integration', own, { sent: used(), ...asked(unknown(404)) }, ends('idOfAnother')],
		['409, own ID whose status Gong does not tell', own, { sent: used(), ...asked(noStatus) }, ends('cannotTell')],
		['409, status not readable yet: polled again in a second', {}, { sent: used(), ...asked(unknown()) }, { do: 'ask', after: 1000 }],
		['409, status still not readable: polled again in two seconds', {}, { sent: used(), ...asked(unknown(), 2) }, { do: 'ask', after: 2000 }],
		['409, status still not readable: polled again in four seconds', {}, { sent: used(), ...asked(unknown(), 3) }, { do: 'ask', after: 4000 }],
		['409, status not readable after four polls: the list is read', {}, { sent: used(), ...asked(unknown(), 4) }, { do: 'lookAgain' }],
		['409, not readable, still listed', {}, { sent: used(), ...asked(unknown(), 4), listReplyAfter: listed }, ends('cannotTell')],
		['409, not readable, not listed: 409 is Gong’s word for an integration that is not there', {}, { sent: used(), ...asked(unknown(), 4), listReplyAfter: absent }, ends('notFound', { lost: true })],
		['409, not readable, where not found is a success: the list is read', succeed, { sent: used(), ...asked(unknown()) }, { do: 'lookAgain' }],
		['409, not readable, not listed, and not found is a success: the request may be deleting it', { ...succeed, ...waits }, { sent: used(), ...asked(unknown()), listReplyAfter: absent }, { do: 'ask', after: 1000 }],
		['the same after a lost answer, seven times', succeed, { sent: used(true), ...asked(unknown(), 7), listReplyAfter: absent }, { do: 'ask', after: 60_000 }],
		['the same two minutes later, when it may be listed again', succeed, { sent: used(true), ...asked(unknown(), 8), timesAskedBefore: 1, listReplyAfter: absent }, { do: 'lookAgain' }],
		['it is not, and Gong would know of a request by now', succeed, { sent: used(true), ...asked(unknown(), 8), timesAskedBefore: 8, listReplyAfter: absent }, { end: 'alreadyGone' }],
		['it is', succeed, { sent: used(true), ...asked(unknown(), 8), timesAskedBefore: 8, listReplyAfter: listed }, ends('refused', { lost: true })],
		['the same, where there is no time to ask so long', succeed, { sent: used(), ...asked(unknown(), 2), isOutOfTime: true, listReplyAfter: absent }, ends('mayBeDeleting', { answer: refusal(400) })],
		['the same, and somebody waits', { ...succeed, ...waits }, { sent: used(), ...asked(unknown(), 2), isOutOfTime: true, listReplyAfter: absent }, recovered(null)],
		['409, not readable, listed, and not found is a success', { ...succeed, ...waits }, { sent: used(), ...asked(unknown()), listReplyAfter: listed }, recovered(null)],
		['409, not readable, and there is no time to ask again: the list is read', {}, { sent: used(), ...asked(unknown()), isOutOfTime: true }, { do: 'lookAgain' }],
		['409, and Gong does not answer: nobody asks it again', {}, { sent: used(), ...asked(noStatus) }, { do: 'lookAgain' }],
		['409, Gong does not answer, and the list does not have it: it may be on its way', {}, { sent: used(), ...asked(noStatus), listReplyAfter: absent }, ends('cannotTell')],
		['the same, where an integration that is gone is as good as deleted', { ifNotFound: 'succeed' }, { sent: used(), ...asked(noStatus), listReplyAfter: absent }, ends('cannotTell')],
		['409 to an upload, not readable: there is no list of uploads', anUpload, { sent: used(), ...asked(unknown(), 4) }, ends('cannotTell')],
		['409, PENDING as of any ID: not readable', {}, { sent: used(), ...asked(told('PENDING'), 4), unusedReply: pending, listReplyAfter: listed }, ends('cannotTell', { answer: null })],
		['409, PENDING as of any ID: again in a second', {}, { sent: used(), ...asked(told('PENDING')), unusedReply: pending }, { do: 'ask', after: 1000 }],
		['409, PENDING, and nothing is heard about an ID that was never used: the list is read', {}, { sent: used(), ...asked(pending), unusedReply: noStatus }, { do: 'lookAgain' }],
		['409, PENDING, nothing is heard about an ID that was never used, still listed', {}, { sent: used(), ...asked(pending), unusedReply: noStatus, listReplyAfter: listed }, ends('cannotTell', { answer: refusal(401) })],
		['409, PENDING, nothing is heard about an ID that was never used, and somebody waits', waits, { sent: used(), ...asked(pending), unusedReply: noStatus }, recovered(null)],
		['409, PENDING of an own ID, and nothing is heard about an ID that was never used', own, { sent: used(), ...asked(pending), unusedReply: noStatus }, ends('cannotTell', { answer: refusal(401) })],
		['409, PENDING of an own ID as of any: it is of something else', own, { sent: used(), ...asked(pending), unusedReply: pending }, ends('idOfAnother', { answer: null })],
		['409 after a lost answer, not readable, still listed', {}, { sent: used(true), ...asked(unknown(), 4), listReplyAfter: listed }, ends('refused', { lost: true, listReply: listed })],
		['409, not readable yet, and somebody waits', waits, { sent: used(), ...asked(unknown()) }, recovered(null)],
		// 400 and 404.
		['400: it may be a repeated request', {}, { sent: refused(400) }, { do: 'ask', after: 0 }],
		['404: it may be a repeated request', {}, { sent: refused(404) }, { do: 'ask', after: 0 }],
		['400 to a repeated request', {}, { sent: refused(400), ...asked(told('DONE')) }, recovered('DONE')],
		['400 to a repeated request under an own ID that must be new', ownOrError, { sent: refused(400), ...asked(told('DONE')) }, ends('idUsed')],
		['400, and no repeated request: the list is read', {}, { sent: refused(400), ...asked(unknown()) }, { do: 'lookAgain' }],
		['400, not listed', {}, { sent: refused(400), ...asked(unknown()), listReplyAfter: absent }, ends('notFound', { lost: false })],
		['400, not listed, and Gong does not answer', {}, { sent: refused(400), ...asked(noStatus), listReplyAfter: absent }, ends('notFound', { lost: true })],
		['400, not listed, Gong does not answer, and not found is a success', succeed, { sent: refused(400), ...asked(noStatus), listReplyAfter: absent }, ends('mayBeDeleting')],
		['400, not listed, and not found is a success', succeed, { sent: refused(400), ...asked(unknown()), listReplyAfter: absent }, { end: 'alreadyGone' }],
		['400, listed', succeed, { sent: refused(400), ...asked(unknown()), listReplyAfter: listed }, ends('refused')],
		['400, listed, and Gong does not answer: an earlier try may have made it', {}, { sent: refused(400), ...asked(noStatus), listReplyAfter: listed }, ends('refused', { lost: true })],
		['400 to an upload, and Gong does not answer', anUpload, { sent: refused(400), ...asked(noStatus) }, ends('refused', { lost: true })],
		['400, no list', succeed, { sent: refused(400), ...asked(unknown()), listReplyAfter: noList }, ends('refused')],
		['400 to an upload: there is no list of uploads', anUpload, { sent: refused(400), ...asked(unknown()) }, ends('refused')],
		['400 after a lost answer, not readable yet, and somebody waits', waits, { sent: refused(400, true), ...asked(unknown()) }, recovered(null, true)],
		// Anything else.
		['401: nothing is registered', {}, { sent: refused(401) }, ends('refused')],
		['nothing but 429: nothing is registered', {}, { sent: refused(429) }, ends('refused')],
		['401 after a lost answer', {}, { sent: refused(401, true) }, { do: 'ask', after: 0 }],
		['no answer', {}, { sent: unanswered }, { do: 'ask', after: 0 }],
		['no answer, but registered', {}, { sent: unanswered, ...asked(told('IN_PROGRESS')) }, recovered('IN_PROGRESS', true)],
		['no answer, but registered under an own ID: it may be of an earlier try', own, { sent: unanswered, ...asked(told('IN_PROGRESS')) }, recovered('IN_PROGRESS')],
		['no answer to an upload, but registered', anUpload, { sent: unanswered, ...asked(told('DONE')) }, recovered('DONE', true)],
		['no answer, and Gong does not know', {}, { sent: unanswered, ...asked(unknown()) }, ends('refused')],
		['no answer at all', {}, { sent: unanswered, ...asked(noStatus) }, ends('refused')],
	])('%s', (_, wish, known, step) => {
		expect(nextStep(toWish(wish), { ...noFacts, ...known })).toEqual(step);
	});
});

/** One after the other, each value with each of the others. */
const product = <T extends object>(choices: { [K in keyof T]: ReadonlyArray<T[K]> }): T[] =>
	(Object.keys(choices) as Array<keyof T>).reduce<T[]>(
		(made, key) => made.flatMap((one) => choices[key].map((value) => ({ ...one, [key]: value }))),
		[{} as T],
	);

const booleans = [false, true];
const wishes: Wish[] = [
	...product<DeletionWish>({
		kind: ['deletion'],
		ownId: booleans,
		ifIdUsed: ['track', 'error'],
		dryRun: booleans,
		expectedName: [null, 'Acme CRM'],
		ifNotFound: ['error', 'succeed'],
		waits: booleans,
	}),
	...product<UploadWish>({ kind: ['upload'], waits: booleans }),
];

const looks = [listed, misnamed, absent, noList];
const answers: Sent[] = [
	accepted,
	used(),
	used(true),
	...[400, 401, 404, 413, 429].flatMap((code) => [refused(code), refused(code, true)]),
	refused(500, true),
	unanswered,
];
const states: StatusReply[] = [
	...['PENDING', 'IN_PROGRESS', 'DONE', 'ARCHIVED'].map((word) => told(word)),
	told('FAILED'),
	told('FAILED', 0),
	told('FAILED', 3),
	unknown(400),
	unknown(404),
	noStatus,
	{ kind: 'unanswered', answer: silence },
];

/** Far in the chain, its end. */
const LAST_PLACE = 50;

/** All that may be known once a step was done. */
function learn(known: Facts, step: Exclude<Step, { end: string }>): Facts[] {
	switch (step.do) {
		case 'look':
			return looks.map((listReply) => ({ ...known, listReply }));
		case 'lookAgain':
			return looks.map((listReplyAfter) => ({
				...known,
				listReplyAfter,
				timesAskedBefore: known.timesAsked,
			}));
		case 'send':
			return answers.map((sent) => ({ ...known, sent }));
		case 'ask':
			return [
				...states.map((one) => ({
					...known,
					statusReply: one,
					timesAsked: known.timesAsked + 1,
				})),
				...(step.after > 0 ? [{ ...known, isOutOfTime: true }] : []),
			];
		case 'askUnused':
			return states.map((unusedReply) => ({ ...known, unusedReply }));
		case 'useNextId': {
			// What is the same in between is gone through once.
			const place = known.place === 1 ? 2 : LAST_PLACE;
			return [{ ...noFacts, listReply: known.listReply, place }];
		}
	}
}

/** What a builder asks for; what an upload has no choice of is as by default. */
const choicesOf = (wish: Wish): DeletionWish =>
	wish.kind === 'deletion' ? wish : { ...plain, waits: wish.waits };

/** What Gong has said of this ID, and would not say of any. */
function tellsOf({ statusReply, unusedReply }: Facts): RequestStatus | null {
	if (statusReply?.kind !== 'status') return null;
	const { status: said } = statusReply;
	if (said.status !== 'PENDING') return said;
	switch (unusedReply?.kind) {
		case 'unknown':
			return said;
		case 'status':
			return unusedReply.status.status === 'PENDING' ? null : said;
		default:
			return null;
	}
}

/** Gong has said that it does not know this ID, or what it says of any. */
const isNotKnown = ({ statusReply, unusedReply }: Facts): boolean =>
	statusReply?.kind === 'unknown' ||
	(statusReply?.kind === 'status' &&
		statusReply.status.status === 'PENDING' &&
		unusedReply?.kind === 'status' &&
		unusedReply.status.status === 'PENDING');

/** What is wrong with a step, by what was known; empty = nothing. */
function objections(wish: Wish, known: Facts, step: Step): string[] {
	const { listReply, sent, statusReply: said, unusedReply, listReplyAfter } = known;
	const { ownId, ifIdUsed, dryRun, expectedName, ifNotFound } = choicesOf(wish);
	const wrong: string[] = [];
	const must = (holds: boolean, rule: string) => {
		if (!holds) wrong.push(rule);
	};
	const isAbsent = listReply?.kind === 'absent' || listReplyAfter?.kind === 'absent';
	const lost = sent !== null && sent.kind !== 'accepted' && sent.lost;
	const isUsed = sent?.kind === 'idInUse';
	const mustBeNew = ownId && ifIdUsed === 'error';
	const told = tellsOf(known);

	if (dryRun) must(sent === null, 'a dry run sends nothing');
	if ('do' in step) {
		switch (step.do) {
			case 'send':
				must(sent === null, 'each ID is sent once');
				must(!dryRun, 'a dry run sends nothing');
				must(
					expectedName === null ||
						(listReply?.kind === 'listed' && listReply.integration.name === expectedName),
					'only what has the expected name is deleted',
				);
				must(listReply?.kind !== 'absent', 'what is not listed is not sent');
				break;
			case 'useNextId':
				must(!ownId, 'an own ID has no chain');
				must(known.place < LAST_PLACE, 'the chain has an end');
				must(told?.status === 'FAILED', 'only what has failed is made anew');
				must(!lost, 'what this try made is not made anew');
				must(
					wish.kind === 'deletion' || told?.errors[0]?.line === 0,
					'an upload of which something was taken is not made anew',
				);
				break;
			case 'ask':
				must(
					sent === null ? isAbsent : sent.kind !== 'accepted',
					'what is accepted is not asked for',
				);
				must(!known.isOutOfTime, 'where no time is left, nothing is asked for again');
				must(
					said === null ? step.after === 0 : step.after > 0 && isNotKnown(known),
					'only what Gong says it does not know yet is asked for again, and later',
				);
				break;
			case 'askUnused':
				must(
					said?.kind === 'status' && said.status.status === 'PENDING' && unusedReply === null,
					'PENDING alone needs another ID to be compared with, once',
				);
				break;
			case 'look':
			case 'lookAgain':
				must(wish.kind === 'deletion', 'there is no list of uploads');
				must(
					step.do === 'look'
						? listReply === null && sent === null
						: listReplyAfter === null ||
								(listReplyAfter.kind === 'absent' && known.timesAsked === 8 && (lost || isUsed)),
					'the list is read once before, and once after, or twice where it has to be as new as the status',
				);
				must(step.do === 'look' || told === null, 'where the status tells, no list is needed');
				break;
		}
		return wrong;
	}
	switch (step.end) {
		case 'dryRun':
			must(dryRun, 'only a dry run ends as one');
			must(step.isGone === isAbsent, 'the list says whether it is gone');
			break;
		case 'alreadyGone':
			must(isAbsent, 'only an absent list shows that it is gone');
			must(ifNotFound === 'succeed', 'only where that is fine');
			must(wish.kind === 'deletion', 'only a deletion can be done already');
			must(
				(isNotKnown(known) &&
					((!isUsed && !lost) || (known.timesAsked === 8 && known.timesAskedBefore === 8))) ||
					(told?.status === 'FAILED' && (ownId || known.place === LAST_PLACE)),
				'nothing is already gone while a request for it may be going on',
			);
			break;
		case 'accepted':
			must(sent?.kind === 'accepted', 'only 201 is an acceptance');
			break;
		case 'recovered':
			must(sent?.kind !== 'accepted', 'what was accepted is not recovered');
			must(
				step.isOurs === (lost && !ownId),
				'only a lost answer to a derived ID makes it this try’s own',
			);
			must(lost || !mustBeNew, 'an own ID that must be new is not followed');
			if (step.status) {
				must(step.status === told, 'the status is what Gong said of this ID');
			} else {
				must(wish.waits, 'a status that is not there yet needs somebody who waits');
				must(isUsed || lost, 'a request without a status was sent');
				must(told === null, 'a status that is there is used');
				must(lost || !ownId, 'an own ID that Gong does not know is not followed');
			}
			break;
		case 'refused': {
			const { refusal: because } = step;
			if (because.why === 'notFound') must(isAbsent, 'only an absent list says "not found"');
			if (because.why === 'misnamed')
				must(
					sent === null &&
						listReply?.kind === 'listed' &&
						listReply.integration.name !== expectedName,
					'only another name is another name',
				);
			if (because.why === 'notLookedUp') must(sent === null, 'nothing was sent');
			if (because.why === 'mayBeDeleting')
				must(
					isAbsent &&
						ifNotFound === 'succeed' &&
						told === null &&
						(known.isOutOfTime || !isNotKnown(known)),
					'only what may be gone, and is not told of, may be on its way',
				);
			if (because.why === 'idUsed')
				must(
					mustBeNew && !lost && (isUsed || told !== null),
					'the own ID was used, by another try',
				);
			if (because.why === 'idOfAnother')
				must(
					ownId && isUsed && !lost && isNotKnown(known),
					'only an own ID that Gong says it does not know here is of something else',
				);
			if (because.why === 'cannotTell')
				must(isUsed && !lost && told === null, 'only what was used and is not told of is unclear');
			if (because.why === 'refused') {
				const isUntold = said !== null && told === null && !isNotKnown(known);
				must(because.lost === (lost || isUntold), 'what may be registered is not denied');
				must(told === null, 'what Gong tells of is not refused');
			}
			// 400 and 404 may be Gong's answer to a repeated request.
			if (sent?.kind === 'refused' && sent.answer.kind === 'refused')
				must(
					![400, 404].includes(sent.answer.status) || said !== null,
					'after 400 and 404, the request itself is asked about',
				);
			break;
		}
	}
	return wrong;
}

test('every submission ends correctly, whatever Gong answers in whatever order', () => {
	const broken = new Set<string>();
	let steps = 0;
	let longest = 0;
	for (const wish of wishes) {
		/** How many steps lead to the end from here, at most; `null` = being found out. */
		const toTheEnd = new Map<string, number | null>();
		const walk = (known: Facts): number => {
			const key = JSON.stringify(known);
			const before = toTheEnd.get(key);
			if (before === null) broken.add(`a submission comes back to ${key}`);
			if (before !== undefined) return before ?? 0;
			toTheEnd.set(key, null);
			steps += 1;
			const step = nextStep(wish, known);
			for (const objection of objections(wish, known, step))
				broken.add(`${objection}: ${JSON.stringify({ wish, known, step })}`);
			const most = 'end' in step ? 0 : 1 + Math.max(...learn(known, step).map(walk));
			toTheEnd.set(key, most);
			return most;
		};
		longest = Math.max(longest, walk(noFacts));
	}
	expect([...broken].slice(0, 5)).toEqual([]);
	// Three IDs of a chain; look, send, ask eight times, ask of an unused one, look again twice.
	expect(longest).toBeLessThanOrEqual(3 * 13);
	print(
		`the submission: ${steps.toLocaleString('en-US')} situations, ${broken.size} broken rules, ${longest} steps at most`,
	);
});
