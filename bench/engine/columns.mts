import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { manyFields, savedColumns } from '../../test/e2e/columns.mts';

/** A column as the editor saves it. */
type Column = IDataObject & { id: string };

const columnsOf = ({ schema }: IDataObject): Column[] => schema as Column[];

/** How many columns the editor saves. */
export const COLUMNS = columnsOf(savedColumns().automatic).length;

/** The columns that the items have something for. */
const filled = ['objectId', 'name', 'url', ...manyFields.slice(0, 5).map((one) => one.uniqueName)];

/** Accounts that fill a part of the columns, as a CRM's do. */
export const someAccounts = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		objectId: `a${index}`,
		name: `Account ${index}`,
		url: `https://acme.example/${index}`,
		Field_1__c: `text ${index}`,
		Field_2__c: index,
		Field_3__c: index % 2 === 0,
		Field_4__c: '2026-11-25',
		Field_5__c: 'Value 1',
	}));

/** *Map Automatically* as the editor saves it. */
export const automatic = (): INodeParameters => savedColumns().automatic as INodeParameters;

/** The same without columns, as a workflow has it that no editor has touched. */
export const automaticBare: INodeParameters = { mappingMode: 'autoMapInputData', value: null };

/** *Map Each Column* as the editor saves it, with those columns mapped that the items fill. */
export function mapped(): INodeParameters {
	const { manual } = savedColumns();
	return {
		...manual,
		value: Object.fromEntries(filled.map((name) => [name, `={{ $json.${name} }}`])),
		schema: columnsOf(manual).map((column) => ({
			...column,
			removed: !filled.includes(column.id),
		})),
	} as INodeParameters;
}

/** The same without columns beside those that are mapped. */
export function mappedBare(): INodeParameters {
	const fields = mapped();
	return {
		...fields,
		schema: columnsOf(fields as IDataObject).filter(({ removed }) => removed === false),
	} as INodeParameters;
}
