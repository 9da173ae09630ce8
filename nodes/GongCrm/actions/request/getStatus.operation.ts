import { integrationProperty } from '../../../n8n/integrationProperty';
import { explainFailure } from '../../../n8n/nodeErrors';
import { combine, type Result, succeed } from '../../../n8n/result';
import { isNotKnown, isTransient } from '../../../gong/answers';
import { type Group, groupItems, readItems } from '../../../items/path';
import type { Run } from '../../../items/run';
import {
	adoptRequest,
	type GongRequest,
	recordFailedCheck,
	recordStatus,
	unconfirmedDeletion,
} from '../../../requests/request';
import { type Begun, followGroups } from '../../../waiting/follow';
import { adviseOnIds, readDelay } from '../../../waiting/round';
import { waitProperties } from '../../../waiting/waitProperties';
import type { Operation } from '../operation';

/** What an item asks about. */
interface Question {
	integrationId: string;
	clientRequestId: string;
	kind: GongRequest['kind'];
}

/**
 * Asks how far requests are, whoever has made them, and follows them to their end if that is wanted.
 * The output has the fields of what made the request.
 */
export const getStatus: Operation = {
	name: 'Get Status',
	value: 'getStatus',
	description: 'Get the status of a deletion or an upload, or follow it to its end',
	action: 'Get status of request',
	isForAgents: true,
	properties: [
		integrationProperty('The CRM integration that the request is about'),
		{
			displayName: 'Client Request ID',
			name: 'clientRequestId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.clientRequestId }}',
			description:
				'The ID that the request was made with, from the output of Delete CRM Integration or Upload',
		},
		{
			displayName: 'Request Type',
			name: 'requestType',
			type: 'options',
			options: [
				{ name: 'Deletion', value: 'deletion', description: 'An integration is being deleted' },
				{ name: 'Upload', value: 'upload', description: 'Objects are being uploaded' },
			],
			default: 'deletion',
			description: 'What the request is for. Gong’s answer does not say.',
		},
		...waitProperties({ subject: 'the request', waits: false, hasOnFailed: true }),
	],
	async run(run) {
		const readings = await readItems(run, (parameters) =>
			combine<Question>({
				integrationId: parameters.integrationId(),
				clientRequestId: parameters.get('clientRequestId', 'Client Request ID').asClientRequestId(),
				kind: parameters.get('requestType', 'Request Type').asOneOf(['deletion', 'upload']),
			}),
		);
		const grouping = groupItems(readings, (question) => JSON.stringify(question));
		// Whose turn comes before that is first asked about in the wait.
		let notBefore = 0;
		return await followGroups(run, grouping, async (group) => {
			const asked = await ask(run, group, notBefore);
			if (asked.ok) notBefore = asked.value.notBefore ?? notBefore;
			return asked;
		});
	},
};

/** @param heldUntil ms since 1970 before which Gong is not called where the node waits */
async function ask(
	{ client, clock, settings: { authentication, wait } }: Run,
	{ inputs: [{ kind, ...asked }], items }: Group<Question>,
	heldUntil: number,
): Promise<Result<Begun>> {
	const { integrationId, clientRequestId } = asked;
	const startedAt = clock.now();
	const adopted = {
		...adoptRequest({ ...asked, items }, { recovered: false, readableWithin: 0 }, startedAt),
		// Gong may never have heard of it, so a 404 that comes later is as final as one at once.
		readableBy: new Date(startedAt).toISOString(),
	};
	const request: GongRequest =
		kind === 'deletion' ? { ...adopted, ...unconfirmedDeletion } : { ...adopted, kind, file: null };
	if (wait && startedAt < heldUntil) return succeed({ request, refusal: null });
	const outcome = wait
		? await client.pollRequestStatus(integrationId, clientRequestId)
		: await client.getRequestStatus(integrationId, clientRequestId);
	const now = clock.now();
	if (outcome.ok)
		return succeed({ request: recordStatus(request, outcome.value, now), refusal: null });
	const { answer } = outcome;
	if (wait && isTransient(answer)) {
		const delay = readDelay(answer);
		return succeed({
			request: recordFailedCheck(request, now),
			refusal: null,
			...(delay !== null && { notBefore: now + delay }),
		});
	}
	const error = explainFailure(answer, { purpose: 'status', authentication });
	return { ok: false, error: isNotKnown(answer) ? adviseOnIds(error) : error };
}
