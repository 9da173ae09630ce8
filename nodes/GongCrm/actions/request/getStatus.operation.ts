import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { explain, type Explanation, joinSentences } from '../../../connection/explain';
import { integrationProperty } from '../../../connection/integrationProperty';
import { toApiError } from '../../../connection/nodeErrors';
import {
	acceptClientRequestId,
	readIntegrationId,
	readSetting,
} from '../../../connection/parameters';
import type { Failure } from '../../../gong/client';
import { recordStatus, adoptRequest, type GongRequest } from '../../../requests/request';
import type { RunState } from '../../../requests/runState';
import { attempt } from '../../../submitting/attempt';
import { conclude } from '../../../waiting/follow';
import { readRunSettings } from '../../../waiting/readWaitSettings';
import { waitProperties } from '../../../waiting/waitProperties';
import type { OperationRun } from '../operation';

const show = { resource: ['request'], operation: ['getStatus'] };

export const getStatusProperties: INodeProperties[] = [
	{
		...integrationProperty('The CRM integration that the request is about'),
		displayOptions: { show },
	},
	{
		displayName: 'Client Request ID',
		name: 'clientRequestId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.clientRequestId }}',
		description:
			'What the request was made with: an output field of Delete CRM Integration and of Upload',
		displayOptions: { show },
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
		displayOptions: { show },
	},
	...waitProperties({ subject: 'the request', waits: false, hasOnFailed: true, show }),
];

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
export async function getStatus(run: OperationRun): Promise<INodeExecutionData[]> {
	const { context, client, clock } = run;
	const settings = readRunSettings(context, () => null, clock.now());
	return await conclude({ context, client, clock, settings }, await askAll(run));
}

/** Reads all items, then asks about each request once, however many items name it. */
async function askAll(run: OperationRun): Promise<RunState> {
	const { context, stopOnError } = run;
	const state: RunState = { followed: [], refused: [] };
	const questions = new Map<string, { question: Question; items: number[] }>();
	for (const [item] of context.getInputData().entries()) {
		const read = await attempt(() => readQuestion(run, item), stopOnError);
		if (!read.ok) {
			state.refused.push({ kind: 'deletion', item, refusal: read.refusal, details: null });
			continue;
		}
		const key = JSON.stringify(read.value);
		const same = questions.get(key);
		if (same) same.items.push(item);
		else questions.set(key, { question: read.value, items: [item] });
	}
	for (const { question, items } of questions.values()) {
		const asked = await attempt(async () => await ask(run, question, items), stopOnError);
		if (asked.ok) state.followed.push({ request: asked.value, refusal: null });
		else
			state.refused.push(
				...items.map((item) => ({
					kind: question.kind,
					item,
					refusal: asked.refusal,
					details: null,
				})),
			);
	}
	return state;
}

const readQuestion = ({ context }: OperationRun, item: number): Question => ({
	integrationId: readIntegrationId(context, item),
	clientRequestId: acceptClientRequestId(
		context,
		item,
		context.getNodeParameter('clientRequestId', item),
	),
	kind: readSetting(context, item, 'requestType', 'Request Type').asOneOf(['deletion', 'upload']),
});

/** @throws NodeApiError where Gong does not say how far the request is. */
async function ask(
	{ context, client, clock, authentication }: OperationRun,
	{ kind, ...asked }: Question,
	items: number[],
): Promise<GongRequest> {
	const { integrationId, clientRequestId } = asked;
	const outcome = await client.getRequestStatus(integrationId, clientRequestId);
	const now = clock.now();
	if (!outcome.ok)
		throw toApiError(
			context,
			items[0],
			aboutBoth(outcome.answer, explain(outcome.answer, 'status', authentication)),
		);
	const request = adoptRequest({ ...asked, items }, { recovered: false, readableWithin: 0 }, now);
	const asKind: GongRequest =
		kind === 'deletion'
			? { ...request, kind, alreadyGone: false, proof: 'unconfirmed' }
			: { ...request, kind, file: null };
	return recordStatus(asKind, outcome.value, now);
}

/** Gong does not document what it says of a pair of IDs that it does not know. */
const aboutBoth = (answer: Failure, explanation: Explanation): Explanation =>
	answer.kind === 'refused' && [400, 404].includes(answer.status)
		? {
				...explanation,
				description: joinSentences(
					'Check that both IDs are of the same request. Gong may not be able to tell the status in the first two minutes.',
					explanation.description,
				),
			}
		: explanation;
