import { explainFailure } from '../../../n8n/nodeErrors';
import { readTimeZone } from '../../../n8n/readTimeZone';
import { type Result, succeed } from '../../../n8n/result';
import { objectRules } from '../../../gong/checkObject';
import { isStored } from '../../../gong/objectFields';
import type { SchemaField } from '../../../gong/schemaFields';
import { lacksScope } from '../../../gong/scopes';
import type { Run } from '../../../items/run';
import type { PreparedUpload } from './preparedFile';
import { prepareGivenFiles } from './prepareGivenFiles';
import { prepareItems } from './prepareItems';
import type { ReadObject } from './readObject';
import type { UploadSettings } from './uploadSettings';

/** Reads and checks all objects, before anything is sent. */
export async function prepareFiles(
	run: Run,
	settings: UploadSettings,
	readObject: ReadObject,
): Promise<Result<PreparedUpload>> {
	const timeZone = readTimeZone(run.context);
	if (!timeZone.ok) return timeZone;
	const schema = await readSchema(run, settings);
	if (!schema.ok) return schema;
	const { fields, warnings } = schema.value;
	const rules = objectRules(settings.objectType, fields, timeZone.value);
	const prepared =
		settings.source === 'items'
			? await prepareItems(run, settings, rules, readObject)
			: await prepareGivenFiles(run, settings, rules);
	return succeed({ ...prepared, warnings: [...warnings, ...prepared.warnings] });
}

/** The schema's fields of the type; `null` = the credential may not read them. */
async function readSchema(
	{ client, settings: { authentication } }: Run,
	{ integrationId, objectType, source, deletes }: UploadSettings,
): Promise<Result<{ fields: SchemaField[] | null; warnings: string[] }>> {
	// To delete an object, no field of the schema is sent.
	if (deletes || !isStored(objectType)) return succeed({ fields: [], warnings: [] });
	const outcome = await client.listSchemaFields(integrationId, objectType);
	if (outcome.ok) return succeed({ fields: outcome.value, warnings: [] });
	if (lacksScope(outcome.answer, 'api:crm:schema')) {
		const consequence =
			source === 'items'
				? 'Only Gong’s own fields are sent'
				: 'Fields of your schema were not checked';
		return succeed({
			fields: null,
			warnings: [
				`${consequence}: the credential lacks the scope api:crm:schema, so the schema could not be read. Add the scope to your app at Gong and, if 'Custom Scopes' is on in the credential, to 'Enabled Scopes'. Then connect again.`,
			],
		});
	}
	const state = 'Nothing was sent: the schema is read first, to check the objects against it.';
	return {
		ok: false,
		error: explainFailure(outcome.answer, { purpose: 'schema', authentication, state }),
	};
}
