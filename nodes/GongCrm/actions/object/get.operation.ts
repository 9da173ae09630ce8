import type { IDataObject } from 'n8n-workflow';
import { integrationProperty } from '../../../n8n/integrationProperty';
import { explainFailure } from '../../../n8n/nodeErrors';
import { objectTypeProperty } from '../../../n8n/objectTypeProperty';
import { combine, type Result, succeed } from '../../../n8n/result';
import { type StoredType, storedTypes } from '../../../gong/objectFields';
import type { Failure } from '../../../gong/client';
import { type GongObject, TOO_LARGE } from '../../../gong/objects';
import { itemOperation } from '../../../items/path';
import type { Operation } from '../operation';
import { objectIdProperty } from './objectIdProperty';

/** What an item asks for. */
interface Wanted {
	integrationId: string;
	objectType: StoredType;
	objectId: string;
}

/** Reads objects back, a hundred a call; one item for each input item, in its order. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	description: 'Read an uploaded object back, to see what Gong has stored',
	action: 'Get CRM object',
	isForAgents: true,
	properties: [
		integrationProperty('The CRM integration that the object belongs to'),
		objectTypeProperty(storedTypes, { description: 'What the object is' }),
		objectIdProperty,
	],
	run: itemOperation<Wanted, Map<string, Result<GongObject | null>>>({
		read: (parameters) =>
			combine<Wanted>({
				integrationId: parameters.integrationId(),
				objectType: parameters.get('objectType', 'Object Type').asOneOf(storedTypes),
				objectId: parameters.objectId(),
			}),
		keyOf: ({ integrationId, objectType }) => `${integrationId} ${objectType}`,
		async act({ client, settings: { authentication } }, { inputs }) {
			const [{ integrationId, objectType }] = inputs;
			const objectIds = [...new Set(inputs.map(({ objectId }) => objectId))];
			const outcome = await client.getObjects(integrationId, objectType, objectIds);
			const refuse = (answer: Failure): Result<never> => ({
				ok: false,
				error: explainFailure(answer, { purpose: 'getObjects', authentication }),
			});
			if (!outcome.ok) return refuse(outcome.answer);
			const tooLarge = refuse({ kind: 'unreadable', status: 200, isTooLarge: true });
			const objects = [...outcome.value].map(
				([id, fields]) => [id, fields === TOO_LARGE ? tooLarge : succeed(fields)] as const,
			);
			return succeed(new Map<string, Result<GongObject | null>>(objects));
		},
		spread(objects, { objectId, objectType }) {
			const read = objects.get(objectId);
			if (read && !read.ok) return read;
			const fields = read?.value;
			// Gong says null of an object that it does not have. Of one that it leaves out, nothing is known.
			const found = fields === undefined ? null : fields !== null;
			return succeed([{ objectId, objectType, found, fields: (fields ?? null) as IDataObject }]);
		},
	}),
};
