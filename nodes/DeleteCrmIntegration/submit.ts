import type { IExecuteFunctions } from 'n8n-workflow';
import type { Authentication } from '../connection/authentication';
import { quote, sentences } from '../connection/explain';
import { gongSaid, unhelpfulAnswer, unusable } from '../connection/nodeErrors';
import type { Purpose } from '../connection/explain';
import { type CrmIntegration, isPassing } from '../gong/answers';
import type { GongClient, Unhelpful } from '../gong/client';
import type { Clock } from '../gong/clock';
import { alreadyGone, checked, type Deletion, dryRun, submitted } from '../requests/request';
import type { DeletionRequest } from './request';

/** What came of one request, and what a look-up showed on the way. */
export interface SubmissionResult {
	deletion: Deletion;
	/** `null` = not looked up, or not in Gong's list. */
	integration: CrmIntegration | null;
}

/** Carries one request for deletion to Gong, whatever became of an earlier attempt. */
export class Submitter {
	/** What was refused because its name was not the expected one. */
	readonly misnamed: CrmIntegration[] = [];

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly client: GongClient,
		private readonly clock: Clock,
		private readonly authentication: Authentication,
	) {}

	/**
	 * Looks up what there is to look up, then asks Gong to delete.
	 *
	 * @throws NodeApiError or NodeOperationError with the item's index; then either nothing was deleted
	 * or the description says what is not known.
	 */
	async submit(request: DeletionRequest, itemIndex: number): Promise<SubmissionResult> {
		const { integrationId, clientRequestId, expectedName } = request;
		let integration: CrmIntegration | null = null;
		if (request.dryRun || expectedName !== '') {
			integration = await this.lookUp(integrationId, itemIndex);
			if (!integration) return await this.notFound(request, itemIndex);
			if (expectedName !== '' && integration.name !== expectedName) {
				this.misnamed.push(integration);
				throw unusable(
					this.context,
					itemIndex,
					`The integration is named "${integration.name}", not "${expectedName}"`,
					`Nothing was deleted. Integration ${integrationId} belongs to ${integration.ownerEmail}. Check "Integration", or change "Expected Integration Name".`,
				);
			}
			if (request.dryRun) return { deletion: dryRun(integrationId, false), integration };
		}

		const outcome = await this.client.deleteIntegration(integrationId, clientRequestId);
		if (!outcome.ok) return await this.refused(request, itemIndex, outcome);
		const { value: submission, lostBefore } = outcome;
		if (submission.kind === 'accepted')
			return {
				deletion: submitted(
					integrationId,
					clientRequestId,
					{ requestId: submission.requestId, recovered: false },
					this.clock.now(),
				),
				integration,
			};
		return {
			deletion: await this.followEarlier(request, itemIndex, { ...submission, lostBefore }),
			integration,
		};
	}

	/**
	 * A 409. A derived ID can only have been taken by an earlier attempt at this very deletion. One that
	 * the builder chose can belong to anything, so Gong has to confirm that it is of this integration.
	 */
	private async followEarlier(
		request: DeletionRequest,
		itemIndex: number,
		{ lostBefore, answer }: { lostBefore: boolean; answer: Unhelpful },
	): Promise<Deletion> {
		const { integrationId, clientRequestId, ownRequestId } = request;
		const recovered = submitted(
			integrationId,
			clientRequestId,
			{ requestId: null, recovered: true },
			this.clock.now(),
		);
		if (!ownRequestId) return recovered;
		if (request.ifRequestIdUsed === 'error' && !lostBefore)
			throw this.requestIdUsed(request, itemIndex, answer);

		const status = await this.client.getRequestStatus(integrationId, clientRequestId);
		if (status.ok) return checked(recovered, status.value, this.clock.now());
		if (status.answer.kind === 'refused' && [400, 404].includes(status.answer.status))
			throw gongSaid(this.context, itemIndex, {
				message: `The Client Request ID "${clientRequestId}" was already used for something else`,
				description: sentences(
					`Gong knows it, but not for integration ${integrationId}, so this run deleted nothing. Enter another ID, or leave "Client Request ID" empty.`,
					quote(status.answer),
				),
				httpCode: '409',
			});
		throw this.unhelpful(
			itemIndex,
			status.answer,
			'status',
			`Gong already knew the client request ID ${clientRequestId}, but could not say whether it is of integration ${integrationId}.`,
		);
	}

	private requestIdUsed(
		{ clientRequestId }: DeletionRequest,
		itemIndex: number,
		answer: Unhelpful | null,
	) {
		return gongSaid(this.context, itemIndex, {
			message: `The Client Request ID "${clientRequestId}" was already used`,
			description: sentences(
				'This run deleted nothing. Enter another ID, leave "Client Request ID" empty, or set "If Request ID Was Already Used" to "Follow the Earlier Request".',
				answer && quote(answer),
			),
			httpCode: '409',
		});
	}

	/** Gong did not take the deletion. An ID it does not know is told apart by its list. */
	private async refused(
		request: DeletionRequest,
		itemIndex: number,
		{ answer, lostBefore }: { answer: Unhelpful; lostBefore: boolean },
	): Promise<SubmissionResult> {
		let inList = '';
		// Gong does not document what it answers for an ID that does not exist, nor for one that is
		// being deleted.
		if (answer.kind === 'refused' && [400, 404].includes(answer.status)) {
			const earlier = lostBefore && (await this.findEarlier(request));
			if (earlier) return { deletion: earlier, integration: null };
			const list = await this.client.listIntegrations();
			if (list.ok && !list.value.some((one) => one.integrationId === request.integrationId))
				return await this.notFound(request, itemIndex, { answer, lostBefore });
			inList = list.ok
				? 'The integration is in Gong’s list.'
				: 'Whether the integration exists could not be looked up.';
		}
		throw this.unhelpful(
			itemIndex,
			answer,
			'delete',
			sentences(
				lostBefore || isPassing(answer) ? mayBeRegistered(request) : 'Nothing was deleted.',
				inList,
			),
		);
	}

	/** What has become of this very request, if an earlier attempt got through; `null` = none known. */
	private async findEarlier({
		integrationId,
		clientRequestId,
	}: DeletionRequest): Promise<Deletion | null> {
		const status = await this.client.getRequestStatus(integrationId, clientRequestId);
		if (!status.ok) return null;
		const now = this.clock.now();
		const details = { requestId: null, recovered: true };
		return checked(submitted(integrationId, clientRequestId, details, now), status.value, now);
	}

	/**
	 * The integration is not in Gong's list. If this very request was already made (an earlier try of
	 * this node), that is why; otherwise the builder decides what it means.
	 */
	private async notFound(
		request: DeletionRequest,
		itemIndex: number,
		{ answer, lostBefore }: { answer: Unhelpful | null; lostBefore: boolean } = {
			answer: null,
			lostBefore: false,
		},
	): Promise<SubmissionResult> {
		const { integrationId } = request;
		const found = (deletion: Deletion): SubmissionResult => ({ deletion, integration: null });

		if (!request.dryRun && !answer) {
			const earlier = await this.findEarlier(request);
			if (earlier && request.ownRequestId && request.ifRequestIdUsed === 'error')
				throw this.requestIdUsed(request, itemIndex, null);
			if (earlier) return found(earlier);
		}
		if (request.ifNotFound === 'succeed')
			return found(
				request.dryRun ? dryRun(integrationId, true) : alreadyGone(integrationId, this.clock.now()),
			);
		throw gongSaid(this.context, itemIndex, {
			message: `Gong has no integration with the ID ${integrationId}`,
			description: sentences(
				lostBefore ? mayBeRegistered(request) : 'Nothing was deleted.',
				'Check "Integration": pick it from the list, or compare the ID digit by digit. If it may be gone already, set "If Integration Is Not Found" to "Succeed".',
				answer && quote(answer),
			),
			httpCode: answer?.kind === 'refused' ? String(answer.status) : null,
		});
	}

	/** @throws NodeApiError where Gong does not give its list. */
	private async lookUp(integrationId: string, itemIndex: number): Promise<CrmIntegration | null> {
		const list = await this.client.listIntegrations();
		if (!list.ok)
			throw this.unhelpful(
				itemIndex,
				list.answer,
				'list',
				'Nothing was deleted: "Dry Run" and "Expected Integration Name" look the integration up first.',
			);
		return list.value.find((one) => one.integrationId === integrationId) ?? null;
	}

	private unhelpful(itemIndex: number, answer: Unhelpful, purpose: Purpose, state: string) {
		return unhelpfulAnswer(this.context, itemIndex, answer, {
			purpose,
			authentication: this.authentication,
			state,
		});
	}
}

const mayBeRegistered = ({ integrationId, clientRequestId }: DeletionRequest): string =>
	`It is not known whether Gong registered the deletion. To find out, use Gong CRM: Get Status with integration ${integrationId} and the client request ID ${clientRequestId}. To try again, run this node with that ID as "Client Request ID": Gong takes it only once.`;
