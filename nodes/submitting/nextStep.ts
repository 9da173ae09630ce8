import { type CrmIntegration, isNotKnown, type RequestStatus } from '../gong/answers';
import type { Sent, Failure } from '../gong/client';
import { isRefusedWhole } from '../gong/uploadOutcome';

/** What a builder asks for, as far as it decides how a deletion is made. */
export interface DeletionWish {
	kind: 'deletion';
	/** The builder chose the client request ID; otherwise it was derived. */
	ownId: boolean;
	ifIdUsed: 'track' | 'error';
	/** Look everything up, and make no request. */
	dryRun: boolean;
	/** The only name the integration may have; `null` = any. */
	expectedName: string | null;
	ifNotFound: 'error' | 'succeed';
	/** Whether the request is followed to its end: then what Gong cannot tell yet is asked for later. */
	waits: boolean;
}

/** The same of an upload: its client request ID is always derived. */
export interface UploadWish {
	kind: 'upload';
	waits: boolean;
}

export type Wish = DeletionWish | UploadWish;

/** What Gong's list of integrations said. */
export type ListReply =
	| { kind: 'listed'; integration: CrmIntegration }
	| { kind: 'absent' }
	| { kind: 'unanswered'; answer: Failure };

/** What request status said of the client request ID that is used now. */
export type StatusReply =
	| { kind: 'status'; status: RequestStatus }
	/**
	 * Gong does not know it, or does not know it yet: 400, 404, or (`null`) the answer it also gives for an
	 * ID that was never used.
	 */
	| { kind: 'unknown'; answer: Failure | null }
	| { kind: 'unanswered'; answer: Failure };

/** All that one try has learnt so far; `null` = not asked yet. */
export interface Facts {
	/** Which client request ID of the chain is used now, from 1. */
	place: number;
	/** The list, before anything was sent. */
	listReply: ListReply | null;
	sent: Sent | null;
	statusReply: StatusReply | null;
	/** How often the status was asked for. */
	timesAsked: number;
	/** Whoever wants the answer cannot wait until it would be asked for once more. */
	isOutOfTime: boolean;
	/** What request status said of an ID that was never used: Gong may say `PENDING` of any. */
	unusedReply: StatusReply | null;
	/** The list, after Gong had refused. */
	listReplyAfter: ListReply | null;
	/** How often the status had been asked for when that list was read. */
	timesAskedBefore: number;
}

/** Why a request was not made, or is not known to be. */
export type Refusal =
	/** The list could not be had, and a guard needs it. Nothing was sent. */
	| { why: 'notLookedUp'; answer: Failure }
	/** The integration has another name. Nothing was sent. */
	| { why: 'misnamed'; integration: CrmIntegration }
	/** Gong's list does not have the integration. */
	| { why: 'notFound'; answer: Failure | null; lost: boolean }
	/** Nor does Gong tell whether this request, or an earlier one, is about to delete it. */
	| { why: 'mayBeDeleting'; answer: Failure | null }
	/** The builder's own ID was used before, and that is not wanted. */
	| { why: 'idUsed'; answer: Failure | null }
	/** The builder's own ID was used, and Gong knows nothing of it for this integration. */
	| { why: 'idOfAnother'; answer: Failure | null }
	/** Gong knows the ID, and does not say what has become of it. */
	| { why: 'cannotTell'; answer: Failure | null }
	/** Gong said no; or (`lost`) it is not known whether it has registered the request. */
	| { why: 'refused'; answer: Failure; lost: boolean; listReply: ListReply | null };

/** A call that brings what is not known of the request's status. */
type Question =
	/** `after` = ms to wait first. */
	| { do: 'ask'; after: number }
	/** Ask about an ID that was never used: does Gong's answer tell it from this one? */
	| { do: 'askUnused' };

/** What to do next. */
export type Step =
	| Question
	| { do: 'look' }
	| { do: 'send' }
	| { do: 'lookAgain' }
	/** An earlier try has failed: go on with the next client request ID of the chain. */
	| { do: 'useNextId' }
	| { end: 'dryRun'; isGone: boolean }
	| { end: 'alreadyGone' }
	/** Gong registered it. */
	| { end: 'accepted'; requestId: string }
	/**
	 * It is registered already; `status` = what Gong said, `null` = it cannot tell yet. `isOurs` = by this
	 * try, as far as anybody can tell.
	 */
	| { end: 'recovered'; status: RequestStatus | null; isOurs: boolean }
	| { end: 'refused'; refusal: Refusal };

/** How long to wait before each further question about an ID that Gong says was used, in ms. */
const ASK_AGAIN_AFTER = [1000, 2000, 4000];

/** The same until Gong can tell of every request that it has (`READABLE_WITHIN`). */
const ASK_UNTIL_READABLE = [...ASK_AGAIN_AFTER, 8000, 15_000, 30_000, 60_000];

/** What is known when nothing was asked or sent. */
export const noFacts: Facts = {
	place: 1,
	listReply: null,
	sent: null,
	statusReply: null,
	timesAsked: 0,
	isOutOfTime: false,
	unusedReply: null,
	listReplyAfter: null,
	timesAskedBefore: 0,
};

/**
 * Decides how one request goes on: what is known → what to do next.
 *
 * Gong leaves open whether it looks at the client request ID or at the integration first, what it
 * answers for an integration that is gone or on its way, and when it can tell a request's status. So
 * no answer is taken for more than it says: only 201 with Gong's fields, or a status that Gong gives
 * for this ID and not for any, shows that a request is registered; and only Gong's list shows that an
 * integration is gone.
 */
export function nextStep(wish: Wish, facts: Facts): Step {
	const { sent } = facts;
	const guarded = wish.kind === 'deletion' ? checkGuards(wish, facts) : null;
	if (guarded) return guarded;
	if (!sent) return { do: 'send' };
	switch (sent.kind) {
		case 'accepted':
			return { end: 'accepted', requestId: sent.requestId };
		case 'idInUse':
			return decideWhenIdUsed(wish, facts, sent);
		case 'refused':
			return decideWhenRefused(wish, facts, sent);
	}
}

/** What has to be known of the integration before anything is sent; `null` = nothing stands against it. */
function checkGuards(wish: DeletionWish, facts: Facts): Step | null {
	const { dryRun, expectedName } = wish;
	const { listReply } = facts;
	if (!listReply) return dryRun || expectedName !== null ? { do: 'look' } : null;
	switch (listReply.kind) {
		case 'unanswered':
			return refuse({ why: 'notLookedUp', answer: listReply.answer });
		case 'listed': {
			const { integration } = listReply;
			if (expectedName !== null && integration.name !== expectedName)
				return refuse({ why: 'misnamed', integration });
			return dryRun ? { end: 'dryRun', isGone: false } : null;
		}
		case 'absent':
			if (!dryRun) return decideWhenAbsent(wish, facts);
			return wish.ifNotFound === 'succeed'
				? { end: 'dryRun', isGone: true }
				: refuse({ why: 'notFound', answer: null, lost: false });
	}
}

type NotAccepted = Exclude<Sent, { kind: 'accepted' }>;

/** The builder chose the ID, so that anything may have been made with it. */
const hasOwnId = (wish: Wish): boolean => wish.kind === 'deletion' && wish.ownId;

/** The builder chose the ID, and wants none that was used before. */
const mustBeNew = (wish: Wish): boolean =>
	wish.kind === 'deletion' && wish.ownId && wish.ifIdUsed === 'error';

/** The integration was not in the list before anything was sent: an earlier try may be the reason. */
function decideWhenAbsent(wish: DeletionWish, facts: Facts): Step {
	const reply = resolveStatus(facts);
	if ('do' in reply) return reply;
	if (reply.kind === 'status' && reply.status.status !== 'FAILED')
		return mustBeNew(wish)
			? refuse({ why: 'idUsed', answer: null })
			: adopt(wish, reply.status, false);
	// It is not listed, so that the next ID is not sent either: a later try may have been made under it.
	const next = reply.kind === 'status' && useNextId(wish, facts, reply.status, false);
	return next || decideWhenNotFound(wish, null, reply);
}

/** 409: the ID was used before. Where it was derived, only by an earlier try of this very request. */
function decideWhenIdUsed(wish: Wish, facts: Facts, sent: NotAccepted): Step {
	const { answer, lost } = sent;
	if (mustBeNew(wish) && !lost) return refuse({ why: 'idUsed', answer });
	const reply = resolveStatus(facts);
	if ('do' in reply) return reply;

	if (reply.kind === 'status')
		return useNextId(wish, facts, reply.status, lost) ?? adopt(wish, reply.status, lost);
	if (hasOwnId(wish) && !lost)
		return reply.kind === 'unknown'
			? refuse({ why: 'idOfAnother', answer: reply.answer })
			: refuse({ why: 'cannotTell', answer: reply.answer });
	return decideWhenUnreadable(wish, facts, sent, reply);
}

/** Anything but 201 and 409. */
function decideWhenRefused(wish: Wish, facts: Facts, sent: NotAccepted): Step {
	const { answer, lost } = sent;
	// Where the integration is looked for first, these may be Gong's answer to a repeated request.
	const mayBeRepeated = isNotKnown(answer);
	if (!mayBeRepeated && !lost) return refuse({ why: 'refused', answer, lost, listReply: null });

	const reply = resolveStatus(facts);
	if ('do' in reply) return reply;
	if (reply.kind === 'status') {
		if (mustBeNew(wish) && !lost) return refuse({ why: 'idUsed', answer });
		return useNextId(wish, facts, reply.status, lost) ?? adopt(wish, reply.status, lost);
	}
	if (!mayBeRepeated) return refuse({ why: 'refused', answer, lost, listReply: null });
	if (lost) return decideWhenUnreadable(wish, facts, sent, reply);
	// Without an answer about the request itself, an earlier try may have made it.
	const mayBeMade = reply.kind === 'unanswered';
	if (wish.kind !== 'deletion')
		return refuse({ why: 'refused', answer, lost: mayBeMade, listReply: null });
	if (!facts.listReplyAfter) return { do: 'lookAgain' };
	if (facts.listReplyAfter.kind === 'absent') return decideWhenNotFound(wish, answer, reply);
	return refuse({ why: 'refused', answer, lost: mayBeMade, listReply: facts.listReplyAfter });
}

/**
 * The request may be registered, and Gong does not tell its status: it may not be able to yet. So an
 * integration that is not listed may be one that is being deleted.
 */
function decideWhenUnreadable(
	wish: Wish,
	{ timesAsked, isOutOfTime, listReplyAfter, timesAskedBefore }: Facts,
	{ answer, lost }: NotAccepted,
	reply: Exclude<StatusReply, { kind: 'status' }>,
): Step {
	const isAboutRequest = reply.kind === 'unknown';
	const askAgain = (pauses: number[]): Step | null =>
		isAboutRequest && !isOutOfTime && timesAsked <= pauses.length
			? { do: 'ask', after: pauses[timesAsked - 1] }
			: null;
	if (wish.kind === 'deletion' && wish.ifNotFound === 'succeed' && isAboutRequest) {
		if (!listReplyAfter) return { do: 'lookAgain' };
		if (listReplyAfter.kind === 'absent') {
			const again = askAgain(ASK_UNTIL_READABLE);
			if (again) return again;
			// Two minutes later, it may be listed again: a deletion of somebody else's has failed.
			if (!isOutOfTime)
				return timesAskedBefore < timesAsked ? { do: 'lookAgain' } : { end: 'alreadyGone' };
			if (!wish.waits) return refuse({ why: 'mayBeDeleting', answer: reply.answer });
		}
	}
	if (wish.waits) return adopt(wish, null, lost);
	const again = askAgain(ASK_AGAIN_AFTER);
	if (again) return again;
	if (wish.kind === 'deletion') {
		if (!listReplyAfter) return { do: 'lookAgain' };
		if (listReplyAfter.kind === 'absent' && isAboutRequest)
			return refuse({ why: 'notFound', answer, lost: true });
	}
	return lost
		? refuse({ why: 'refused', answer, lost, listReply: listReplyAfter })
		: refuse({ why: 'cannotTell', answer: reply.answer });
}

/** Gong's list does not have the integration, and nothing is known of a request that is deleting it. */
function decideWhenNotFound(wish: DeletionWish, answer: Failure | null, reply: StatusReply): Step {
	const isUnanswered = reply.kind === 'unanswered';
	if (wish.ifNotFound === 'error') return refuse({ why: 'notFound', answer, lost: isUnanswered });
	// Without an answer about the request itself, it may be one that is being deleted.
	return isUnanswered
		? refuse({ why: 'mayBeDeleting', answer: reply.answer })
		: { end: 'alreadyGone' };
}

/** What Gong tells of this ID, or the step that brings it. */
function resolveStatus({ statusReply, unusedReply }: Facts): StatusReply | Question {
	if (!statusReply) return { do: 'ask', after: 0 };
	if (statusReply.kind !== 'status' || statusReply.status.status !== 'PENDING') return statusReply;
	if (!unusedReply) return { do: 'askUnused' };
	// Without an answer of Gong's about the other ID, nothing is known of this one.
	if (unusedReply.kind === 'unanswered') return unusedReply;
	const isSaidOfAny = unusedReply.kind === 'status' && unusedReply.status.status === 'PENDING';
	return isSaidOfAny ? { kind: 'unknown', answer: null } : statusReply;
}

/** More tries of one request than anybody makes; without an end, a broken answer would repeat for ever. */
const LONGEST_CHAIN = 50;

/**
 * Goes on with the next ID of the chain where an earlier try has failed and nothing would be done
 * twice: after a deletion, and after an upload of which nothing was taken (`line: 0`). A request of this
 * very try (`lost`) is not made anew: the builder hears that it has failed.
 */
const useNextId = (
	wish: Wish,
	{ place }: Facts,
	status: RequestStatus,
	lost: boolean,
): Step | null =>
	!hasOwnId(wish) &&
	!lost &&
	place < LONGEST_CHAIN &&
	status.status === 'FAILED' &&
	(wish.kind === 'deletion' || isRefusedWhole(status))
		? { do: 'useNextId' }
		: null;

/**
 * An own ID may have been given to an upload, and an earlier try may be of long ago, so that their
 * `DONE` needs the list. What this try has made (`lost`) under a derived ID is this deletion.
 */
const adopt = (wish: Wish, status: RequestStatus | null, lost: boolean): Step => ({
	end: 'recovered',
	status,
	isOurs: lost && !hasOwnId(wish),
});

const refuse = (refusal: Refusal): Step => ({ end: 'refused', refusal });
