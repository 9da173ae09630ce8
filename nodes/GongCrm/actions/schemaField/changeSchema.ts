import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { type Explanation, joinSentences } from '../../../connection/explain';
import { toCallError, invalidInput } from '../../../connection/nodeErrors';
import { readIntegrationId, readSetting } from '../../../connection/parameters';
import { isTransient, mayHaveSucceeded } from '../../../gong/answers';
import type { Failure } from '../../../gong/client';
import { storedTypes } from '../../../gong/objectFields';
import { delayBeforeRetry } from '../../../gong/retry';
import {
	planSchemaChange,
	type SchemaChange,
	type SchemaPlan,
	type SchemaRefusal,
	type SchemaEdit,
} from '../../../gong/schemaFields';
import { toErrorItem } from '../../../requests/settle';
import { attempt } from '../../../submitting/attempt';
import type { OperationRun } from '../operation';

/** What an operation wants of an item. */
interface ReadItem {
	wish(item: number): SchemaEdit;
	dryRun(item: number): boolean;
}

/** What one item wants to change. */
interface Wanted {
	item: number;
	integrationId: string;
	objectType: string;
	wish: SchemaEdit;
	dryRun: boolean;
}

/**
 * Changes the schema as all items of the run want it, one call for each integration and type: reads
 * all fields first and sends all of them back with the changes, so that none is lost by omission.
 *
 * @throws NodeApiError or NodeOperationError where the node's *On Error* setting is *Stop Workflow*;
 * then nothing of the type in question was changed.
 */
export async function changeSchema(
	run: OperationRun,
	read: ReadItem,
): Promise<INodeExecutionData[]> {
	const { context, stopOnError } = run;
	const output: INodeExecutionData[] = [];
	const groups = new Map<string, Wanted[]>();
	for (const [item] of context.getInputData().entries()) {
		const wanted = await attempt(
			(): Wanted => ({
				item,
				integrationId: readIntegrationId(context, item),
				objectType: readSetting(context, item, 'objectType', 'Object Type').asOneOf(storedTypes),
				wish: read.wish(item),
				dryRun: read.dryRun(item),
			}),
			stopOnError,
		);
		if (!wanted.ok) {
			output[item] = toErrorItem(wanted.refusal, null, item);
			continue;
		}
		const { integrationId, objectType, dryRun } = wanted.value;
		const key = `${integrationId} ${objectType} ${dryRun}`;
		const group = groups.get(key);
		if (group) group.push(wanted.value);
		else groups.set(key, [wanted.value]);
	}
	for (const group of groups.values()) {
		const done = await attempt(async () => await changeGroup(run, group), stopOnError);
		for (const [index, { item }] of group.entries())
			output[item] = done.ok ? done.value[index] : toErrorItem(done.refusal, null, item);
	}
	return output;
}

/** One integration and type. Where the schema has changed since it was read, it is read once more. */
async function changeGroup(run: OperationRun, group: Wanted[]): Promise<INodeExecutionData[]> {
	const { context, client, clock, authentication, stopOnError } = run;
	const [{ item: first, integrationId, objectType, dryRun }] = group;
	const refused = (answer: Failure, state: string) =>
		toCallError(context, first, answer, { purpose: 'schema', authentication, state });
	/** What a try made of each wish that may have got through, though its answer was lost. */
	let lost: SchemaPlan['results'] = [];
	for (let tries = 1; ; tries++) {
		const listed = await client.listSchemaFields(integrationId, objectType);
		if (!listed.ok)
			throw refused(listed.answer, 'The schema was not changed: it is read before a change.');
		const plan = planSchemaChange(
			listed.value,
			group.map(({ wish }) => wish),
		);
		const [objected] = plan.results.flatMap((result, index) =>
			'refusal' in result ? [{ refusal: result.refusal, item: group[index].item }] : [],
		);
		const against = plan.refusal ? { refusal: plan.refusal, item: first } : stopOnError && objected;
		if (against)
			throw invalidInput(context, against.item, against.refusal.message, against.refusal.advice);

		if (plan.toSend && !dryRun) {
			const sent = await client.setSchemaFields(integrationId, objectType, plan.toSend);
			if (!sent.ok) {
				const mayHaveChanged = sent.answer.kind === 'refused' && sent.answer.status === 400;
				if (mayHaveChanged && tries === 1) continue;
				const delay = delayBeforeRetry(sent.answer, tries, Math.random());
				if (delay !== null) {
					if (mayHaveSucceeded(sent.answer)) lost = plan.results;
					await clock.sleep(delay);
					continue;
				}
				throw refused(
					sent.answer,
					isTransient(sent.answer)
						? 'It is not known whether the schema was changed. Running this again does no harm.'
						: 'The schema was not changed.',
				);
			}
		}
		// Nothing is left to send after a lost answer: then that try has changed it.
		return (plan.toSend || lost.length === 0 ? plan.results : lost).map((result, index) => {
			const { item, wish } = group[index];
			return 'refusal' in result
				? toErrorItem(toExplanation(result.refusal), null, item)
				: { json: describe(objectType, wish, result.change, dryRun), pairedItem: { item } };
		});
	}
}

const toExplanation = ({ message, advice }: SchemaRefusal): Explanation => ({
	message,
	description: joinSentences(advice),
	httpCode: null,
});

const describe = (
	objectType: string,
	wish: SchemaEdit,
	change: SchemaChange,
	dryRun: boolean,
): IDataObject =>
	wish.do === 'upsert'
		? { objectType, ...wish.field, change }
		: {
				objectType,
				uniqueName: wish.uniqueName,
				deleted: !dryRun || change === 'alreadyGone',
				alreadyGone: change === 'alreadyGone',
				dryRun,
			};
