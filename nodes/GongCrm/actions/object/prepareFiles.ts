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
	const { fields, isKnown, warnings } = schema.value;
	const rules = objectRules(settings.objectType, fields, timeZone.value);
	const prepared =
		settings.source === 'items'
			? await prepareItems(run, settings, rules, isKnown, readObject)
			: await prepareGivenFiles(run, settings, rules);
	return succeed({ ...prepared, warnings: [...warnings, ...prepared.warnings] });
}

/** The schema's fields of the type, where it has a schema and the credential may read it. */
async function readSchema(
	{ client, settings: { authentication } }: Run,
	{ integrationId, objectType, deletes }: UploadSettings,
): Promise<Result<{ fields: SchemaField[]; isKnown: boolean; warnings: string[] }>> {
	// To delete an object, no field of the schema is sent.
	if (deletes || !isStored(objectType)) return succeed({ fields: [], isKnown: true, warnings: [] });
	const outcome = await client.listSchemaFields(integrationId, objectType);
	if (outcome.ok) return succeed({ fields: outcome.value, isKnown: true, warnings: [] });
	if (lacksScope(outcome.answer, 'api:crm:schema'))
		return succeed({
			fields: [],
			isKnown: false,
			warnings: [
				"Only Gong’s own fields are sent: the credential lacks the scope api:crm:schema, so the fields of your schema could not be read. Add the scope to your app at Gong and, if 'Custom Scopes' is on in the credential, to 'Enabled Scopes'. Then connect again.",
			],
		});
	const state = 'Nothing was sent: the schema is read first, to check the objects against it.';
	return {
		ok: false,
		error: explainFailure(outcome.answer, { purpose: 'schema', authentication, state }),
	};
}
