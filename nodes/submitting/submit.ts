import { type CrmIntegration, isNotKnown, isTransient, type RequestStatus } from '../gong/answers';
import type { GongClient, Outcome, Sent } from '../gong/client';
import type { Clock } from '../gong/clock';
import { chainClientRequestId, deriveUnusedId } from '../requests/clientRequestId';
import {
	type Facts,
	type ListReply,
	nextStep,
	noFacts,
	type Refusal,
	type StatusReply,
	type Wish,
} from './nextStep';

/** One request to be made. */
export interface Task {
	wish: Wish;
	integrationId: string;
	/** The builder's own, or the first of a chain. */
	clientRequestId: string;
	/** Asks Gong to start it, under this ID. */
	send(clientRequestId: string): Promise<Sent>;
}

/** What came of it; `integration` where a look-up showed it. */
export type Submission = { clientRequestId: string; integration: CrmIntegration | null } & (
	| { end: 'accepted'; requestId: string }
	| { end: 'recovered'; status: RequestStatus | null; isOurs: boolean }
	| { end: 'dryRun'; isGone: boolean }
	| { end: 'alreadyGone' }
	| { end: 'refused'; refusal: Refusal }
);

/**
 * Has Gong register one request, once, whatever became of an earlier try: does what `nextStep` decides
 * until there is nothing left to do.
 */
export async function submit(task: Task, client: GongClient, clock: Clock): Promise<Submission> {
	const { wish, integrationId } = task;
	let facts: Facts = noFacts;
	for (;;) {
		const clientRequestId = chainClientRequestId(task.clientRequestId, facts.place);
		const step = nextStep(wish, facts);
		if ('end' in step) {
			const { listReply } = facts;
			const integration = listReply?.kind === 'listed' ? listReply.integration : null;
			return { ...step, clientRequestId, integration };
		}
		switch (step.do) {
			case 'look':
				facts = { ...facts, listReply: await readList(client, integrationId) };
				break;
			case 'lookAgain':
				facts = {
					...facts,
					listReplyAfter: await readList(client, integrationId),
					timesAskedBefore: facts.timesAsked,
				};
				break;
			case 'send':
				facts = { ...facts, sent: await task.send(clientRequestId) };
				break;
			case 'ask': {
				if (step.after > 0) {
					const { deadline = Infinity } = clock;
					if (clock.now() + step.after > deadline) {
						facts = { ...facts, isOutOfTime: true };
						break;
					}
					await clock.sleep(step.after);
				}
				const { sent } = facts;
				// Where Gong has just failed to answer, again and again, one more question is enough.
				const once = sent?.kind === 'refused' && isTransient(sent.answer);
				const outcome = once
					? await client.pollRequestStatus(integrationId, clientRequestId)
					: await client.getRequestStatus(integrationId, clientRequestId);
				facts = { ...facts, statusReply: toStatusReply(outcome), timesAsked: facts.timesAsked + 1 };
				break;
			}
			case 'askUnused': {
				const outcome = await client.getRequestStatus(
					integrationId,
					deriveUnusedId(clientRequestId),
				);
				facts = { ...facts, unusedReply: toStatusReply(outcome) };
				break;
			}
			case 'useNextId':
				facts = { ...noFacts, listReply: facts.listReply, place: facts.place + 1 };
				break;
		}
	}
}

async function readList(client: GongClient, integrationId: string): Promise<ListReply> {
	const list = await client.listIntegrations();
	if (!list.ok) return { kind: 'unanswered', answer: list.answer };
	const integration = list.value.find((one) => one.integrationId === integrationId);
	return integration ? { kind: 'listed', integration } : { kind: 'absent' };
}

function toStatusReply(outcome: Outcome<RequestStatus>): StatusReply {
	if (outcome.ok) return { kind: 'status', status: outcome.value };
	const { answer } = outcome;
	return { kind: isNotKnown(answer) ? 'unknown' : 'unanswered', answer };
}
