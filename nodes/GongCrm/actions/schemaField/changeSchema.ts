import type { IDataObject } from 'n8n-workflow';
import { explainFailure } from '../../../n8n/nodeErrors';
import type { ItemParameters } from '../../../n8n/parameters';
import { combine, fail, type ItemError, type Result, succeed } from '../../../n8n/result';
import { mayHaveSucceeded } from '../../../gong/answers';
import type { Failure } from '../../../gong/client';
import { storedTypes } from '../../../gong/objectFields';
import { delayBeforeRetry } from '../../../gong/retry';
import {
	NOT_KNOWN,
	notConfirmed,
	planAgain,
	planSchemaChange,
	type SchemaChange,
	type SchemaEdit,
	type SchemaRefusal,
} from '../../../gong/schemaFields';
import { attempt } from '../../../items/errors';
import { type Group, itemOperation } from '../../../items/path';
import type { Run } from '../../../items/run';
import { joinList } from '../../../text/lists';
import { joinSentences } from '../../../text/sentences';
import type { Operation } from '../operation';

/** What one item wants to change. */
interface Wanted {
	integrationId: string;
	objectType: string;
	edit: SchemaEdit;
	dryRun: boolean;
}

/**
 * An operation that changes the schema as all items of the run want it, one call for each integration
 * and type: reads all fields first and sends all of them back with the changes, so that none is lost by
 * omission.
 *
 * @param read what an item wants of its field
 */
export const changeSchema =
	(
		read: (parameters: ItemParameters) => Result<Pick<Wanted, 'edit' | 'dryRun'>>,
	): Operation['run'] =>
	async (run) => {
		/** The schemas that this run has changed. */
		const changed: string[] = [];
		return await itemOperation<Wanted, Array<Result<SchemaChange>>>({
			read(parameters) {
				const wanted = read(parameters);
				if (!wanted.ok) return wanted;
				return combine<Wanted>({
					integrationId: parameters.integrationId(),
					objectType: parameters.get('objectType', 'Object Type').asOneOf(storedTypes),
					edit: succeed(wanted.value.edit),
					dryRun: succeed(wanted.value.dryRun),
				});
			},
			keyOf: ({ integrationId, objectType, dryRun }) => `${integrationId} ${objectType} ${dryRun}`,
			check: async (one, { items, inputs }) =>
				await changeGroup(one, {
					items,
					inputs: inputs.map((input) => ({ ...input, dryRun: true })),
				}),
			async act(one, group) {
				const result = await attempt(one.context, async () => await changeGroup(one, group));
				if (!result.ok)
					return one.settings.stopOnError ? nameChanged(result.error, changed) : result;
				const [{ integrationId, objectType, dryRun }] = group.inputs;
				if (!dryRun && result.value.some((change) => change.ok && isChange(change.value)))
					changed.push(`${objectType} in integration ${integrationId}`);
				return result;
			},
			spread(changes, wanted, place) {
				const change = changes[place];
				return change.ok ? succeed([describeChange(wanted, change.value)]) : change;
			},
		})(run);
	};

const isChange = (change: SchemaChange): boolean =>
	change !== 'unchanged' && change !== 'alreadyGone';

const toFailure = ({ message, advice }: SchemaRefusal) => fail(message, advice);

/** What a run that stops would otherwise keep to itself. */
const nameChanged = (error: ItemError, changed: string[]): Result<never> => ({
	ok: false,
	error: {
		...error,
		description: joinSentences(
			error.description,
			changed.length > 0 &&
				`Already changed in this run: the schema of ${joinList(changed, changed.length)}.`,
		),
	},
});

/**
 * One integration and type. The change is sent once; before every further try the schema is read again,
 * so that nobody else's change is undone.
 */
async function changeGroup(
	{ client, clock, settings: { authentication, stopOnError } }: Run,
	{ items, inputs }: Group<Wanted>,
): Promise<Result<Array<Result<SchemaChange>>>> {
	const [{ integrationId, objectType, dryRun }] = inputs;
	const refuse = (answer: Failure, state: string): Result<never> => ({
		ok: false,
		error: explainFailure(answer, { purpose: 'schema', authentication, state }),
	});
	/** By the place of the item, what was to become of its field by a change whose answer was lost. */
	const attempted = new Map<number, SchemaChange>();
	for (let tries = 1; ; tries++) {
		const listed = await client.listSchemaFields(integrationId, objectType);
		if (!listed.ok)
			return refuse(
				listed.answer,
				attempted.size > 0 ? NOT_KNOWN : 'The schema was not changed: it is read before a change.',
			);
		const plan = planSchemaChange(
			listed.value,
			inputs.map(({ edit }) => edit),
		);
		const results = plan.results.map((planned, place) => planAgain(planned, attempted.get(place)));
		// What ends the run here leaves open what a lost change has done, also to other fields.
		const end = (refusal: SchemaRefusal) => toFailure(attempted.size > 0 ? notConfirmed : refusal);
		if (plan.refusal) return end(plan.refusal);
		const place = results.findIndex((result) => 'refusal' in result);
		const objection = results[place];
		if (stopOnError && objection && 'refusal' in objection)
			return { ok: false, error: { ...end(objection.refusal).error, itemIndex: items[place] } };
		const changes = results.map((result) =>
			'refusal' in result ? toFailure(result.refusal) : succeed(result.change),
		);
		if (!plan.toSend || dryRun) return succeed(changes);

		const sent = await client.setSchemaFields(integrationId, objectType, plan.toSend);
		if (sent.ok) return succeed(changes);
		const { answer } = sent;
		if (mayHaveSucceeded(answer))
			for (const [place, result] of results.entries())
				if ('change' in result && isChange(result.change)) attempted.set(place, result.change);
		// Somebody may have changed the schema since it was read.
		const isOutdated = answer.kind === 'refused' && answer.status === 400 && tries === 1;
		const delay = isOutdated ? 0 : delayBeforeRetry(answer, tries, Math.random());
		const isTooLate = delay !== null && clock.now() + delay > (clock.deadline ?? Infinity);
		if (delay === null || isTooLate)
			return refuse(answer, attempted.size > 0 ? NOT_KNOWN : 'The schema was not changed.');
		await clock.sleep(delay);
	}
}

const describeChange = ({ objectType, edit, dryRun }: Wanted, change: SchemaChange): IDataObject =>
	edit.do === 'upsert'
		? { objectType, ...edit.field, change }
		: {
				objectType,
				uniqueName: edit.uniqueName,
				deleted: !dryRun || change === 'alreadyGone',
				alreadyGone: change === 'alreadyGone',
				dryRun,
			};
