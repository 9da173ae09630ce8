import { dryRunProperty } from '../../../n8n/dryRunProperty';
import { integrationProperty } from '../../../n8n/integrationProperty';
import { objectTypeProperty } from '../../../n8n/objectTypeProperty';
import { requestsPerSecondOption } from '../../../n8n/requestsPerSecondOption';
import { succeed } from '../../../n8n/result';
import { storedTypes } from '../../../gong/objectFields';
import { waitProperties } from '../../../waiting/waitProperties';
import type { Operation } from '../operation';
import { objectIdProperty } from './objectIdProperty';
import type { ReadObject } from './readObject';
import { uploadObjects } from './uploadObjects';
import { readDeletion, readUploadSettings } from './uploadSettings';

/** An object goes by an upload that says that it is deleted (Gong API reference, "isDeleted"). */
const readObject: ReadObject = (parameters) => {
	const objectId = parameters.objectId();
	return objectId.ok
		? succeed({ fields: { objectId: objectId.value, isDeleted: true }, isAutomatic: true })
		: objectId;
};

/** Deletes objects, one for each input item. */
export const deleteObject: Operation = {
	name: 'Delete',
	value: 'delete',
	description: 'Delete an object from Gong, and follow it to its end',
	action: 'Delete CRM object',
	properties: [
		integrationProperty('The CRM integration that the object belongs to'),
		objectTypeProperty(storedTypes, { description: 'What the object is' }),
		objectIdProperty,
		dryRunProperty('delete', 'deleted'),
		{
			displayName:
				"This step deletes the objects in Gong. It was made from Gong’s documentation and has not been tried on a live Gong account yet. Switch on 'Dry Run' to check it first.",
			name: 'deletesObjectNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { dryRun: [false] } },
		},
		...waitProperties({ subject: 'the deletion', waits: true, hasOnFailed: false }),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [requestsPerSecondOption],
		},
	],
	async run(run) {
		const settings = await readUploadSettings(run, readDeletion);
		return settings.ok ? await uploadObjects(run, settings.value, readObject) : settings;
	},
};
