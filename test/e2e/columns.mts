import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { suiteFolder } from './folders.mts';

/** Of an account: Gong's own fields beside the object ID and these, as many columns as large teams have. */
const COUNT = 54;

const types = [
	'STRING',
	'NUMBER',
	'BOOLEAN',
	'DATE',
	'PICKLIST',
	'DATETIME',
	'CURRENCY',
	'PERCENT',
	'URL',
	'EMAILADDRESS',
	'PHONENUMBER',
	'ID',
];

/** A schema of an integration's accounts, with fields of every kind. */
export const manyFields = Array.from({ length: COUNT }, (_, index) => {
	const type = types[index % types.length];
	return {
		uniqueName: `Field_${index + 1}__c`,
		label: `Field ${index + 1}`,
		type,
		...(type === 'PICKLIST' && {
			orderedValueList: Array.from({ length: 12 }, (__, value) => `Value ${value + 1}`),
		}),
	};
});

/** Where `savedColumns` are kept. */
export const savedColumnsFile = join(suiteFolder, 'fixtures', 'savedColumns.json');

/** What n8n's editor saves in *Values to Send* of an upload, with `manyFields`; by how columns are mapped. */
export interface SavedColumns {
	automatic: IDataObject;
	manual: IDataObject;
}

/** As the editor has saved them (case 55 records them, and sees that they are what it saves). */
export const savedColumns = (): SavedColumns =>
	JSON.parse(readFileSync(savedColumnsFile, 'utf8')) as SavedColumns;
