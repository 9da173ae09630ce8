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
import type { Followed } from '../../../requests/runState';
import { followGroups } from '../../../waiting/follow';
import { adviseOnIds } from '../../../waiting/round';
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
		return await followGroups(run, grouping, async (group) => await ask(run, group));
	},
};

async function ask(
	{ client, clock, settings: { authentication, wait } }: Run,
	{ inputs: [{ kind, ...asked }], items }: Group<Question>,
): Promise<Result<Followed>> {
	const { integrationId, clientRequestId } = asked;
	const outcome = wait
		? await client.pollRequestStatus(integrationId, clientRequestId)
		: await client.getRequestStatus(integrationId, clientRequestId);
	const now = clock.now();
	const isWaitedOut = !outcome.ok && wait && isTransient(outcome.answer);
	if (!outcome.ok && !isWaitedOut) {
		const error = explainFailure(outcome.answer, { purpose: 'status', authentication });
		return { ok: false, error: isNotKnown(outcome.answer) ? adviseOnIds(error) : error };
	}
	const request = adoptRequest({ ...asked, items }, { recovered: false, readableWithin: 0 }, now);
	const asKind: GongRequest =
		kind === 'deletion' ? { ...request, ...unconfirmedDeletion } : { ...request, kind, file: null };
	return succeed({
		request: outcome.ok
			? recordStatus(asKind, outcome.value, now)
			: // Gong may never have heard of it, so a 404 that comes later is as final as one at once.
				recordFailedCheck({ ...asKind, readableBy: new Date(now).toISOString() }, now),
		refusal: null,
	});
}
