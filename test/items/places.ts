import {
	type INode,
	type INodeParameters,
	type INodeProperties,
	NodeHelpers,
	type NodeParameterValueType,
} from 'n8n-workflow';
import { node } from '../workflows/build';
import { findGoodValue } from './goodValues';
import type { NodeOperation } from './operations';

/** Where an expression can stand in a node. */
export interface Place {
	/** `dryRun`, `options.expectedName`, `fields.objectId`… */
	path: string;
	/** As the builder sees it. */
	label: string;
	/** Text for the builder: no value. */
	isNotice: boolean;
	/** The name of the field with a file. */
	isFile: boolean;
	/** n8n takes an expression here for the text that it is, the same for all items. */
	isFixed: boolean;
	/** An expression's body that gives a value which can be used. */
	good: string;
	/** All parameters of the node, with this value here and good ones elsewhere. */
	write(value: NodeParameterValueType): INodeParameters;
}

/** A column of *Fields* that every object needs. */
const COLUMN = 'objectId';

type Show = NonNullable<INodeProperties['displayOptions']>['show'];

const isChooser = ({ chosen }: NodeOperation, name: string): boolean => name in chosen;

/** Whether an operation has this property, in whatever setting; not if only a tool of an AI agent has it. */
const belongsTo = (operation: NodeOperation, { displayOptions }: INodeProperties): boolean =>
	!displayOptions?.show?.['@tool']?.includes(true) &&
	Object.entries(operation.chosen).every(
		([name, value]) => (displayOptions?.show?.[name] ?? [value]).includes(value) as boolean,
	);

/** Finds every place of an operation's parameters where n8n would evaluate an expression. */
export function findPlaces(operation: NodeOperation): Place[] {
	const own = operation.description.properties.filter((one) => belongsTo(operation, one));
	return own.flatMap((property) => {
		const parameters = fillIn(operation, own, settingsThatShow(operation, own, property));
		if (
			!NodeHelpers.displayParameter(parameters, property, asNode(operation), operation.description)
		)
			throw new Error(
				`No setting was found in which "${operation.title}" shows "${property.name}".`,
			);
		return placesIn(operation, property, parameters);
	});
}

const asNode = ({ type }: NodeOperation): INode => node('Gong', type);

/** What other parameters have to be for one to be shown. */
function settingsThatShow(
	operation: NodeOperation,
	own: INodeProperties[],
	{ displayOptions }: INodeProperties,
): INodeParameters {
	const show: Show = displayOptions?.show ?? {};
	return Object.fromEntries(
		Object.entries(show)
			.filter(([name]) => !isChooser(operation, name) && !name.startsWith('@'))
			.flatMap(([name, values]) => {
				const other = own.find((one) => one.name === name);
				const before = other ? Object.entries(settingsThatShow(operation, own, other)) : [];
				return [...before, [name, values?.[0] as NodeParameterValueType]];
			}),
	);
}

/** Good values for everything that is shown then. */
function fillIn(
	operation: NodeOperation,
	own: INodeProperties[],
	settings: INodeParameters,
): INodeParameters {
	const parameters: INodeParameters = { ...operation.chosen, ...settings };
	for (const property of own) {
		const { name, type } = property;
		if (type === 'notice' || name in parameters) continue;
		if (
			NodeHelpers.displayParameter(parameters, property, asNode(operation), operation.description)
		)
			parameters[name] = goodParameter(operation, property);
	}
	return parameters;
}

/** As a builder would save it. */
function goodParameter(
	operation: NodeOperation,
	{ name, type, options = [] }: INodeProperties,
): NodeParameterValueType {
	if (type === 'collection')
		// Calls need no time then.
		return options.some((one) => one.name === 'requestsPerSecond')
			? { requestsPerSecond: 1000 }
			: {};
	if (type === 'resourceMapper') return toMapper(asSaved(findGoodValue(operation, COLUMN)));
	const good = asSaved(findGoodValue(operation, name));
	return type === 'resourceLocator' ? toLocator(good) : good;
}

/** A good value as a builder would save it. */
export const asSaved = (good: string): NodeParameterValueType =>
	good.includes('$json') ? `={{ ${good} }}` : (JSON.parse(good) as NodeParameterValueType);

const toLocator = (value: NodeParameterValueType): NodeParameterValueType =>
	({ __rl: true, mode: 'id', value }) as NodeParameterValueType;

const toMapper = (column: NodeParameterValueType): NodeParameterValueType =>
	({ mappingMode: 'defineBelow', value: { [COLUMN]: column } }) as NodeParameterValueType;

/** What an error calls a parameter. */
function findLabel({ name, displayName }: INodeProperties): string {
	// The node says in one sentence that a resource has no such operation.
	if (name === 'resource' || name === 'operation') return name;
	return displayName;
}

/** A parameter as a whole, and what is in it. */
function placesIn(
	operation: NodeOperation,
	property: INodeProperties,
	parameters: INodeParameters,
): Place[] {
	const { name, type, typeOptions } = property;
	const label = findLabel(property);
	const place = (
		path: string,
		good: string,
		wrap: (value: NodeParameterValueType) => NodeParameterValueType,
		shown = label,
	): Place => ({
		path,
		label: shown,
		isNotice: type === 'notice',
		// n8n's own nodes all call it so.
		isFile: name === 'binaryPropertyName',
		isFixed: property.noDataExpression === true && path === name,
		good,
		write: (value) => ({ ...parameters, [name]: wrap(value) }),
	});
	const asItIs = (value: NodeParameterValueType) => value;
	if (type === 'notice') return [place(name, '""', asItIs)];
	if (type === 'collection') {
		const saved = parameters[name] as INodeParameters;
		// One that is an expression as a whole reaches no node: n8n makes an empty one of it.
		return ((property.options ?? []) as INodeProperties[]).map((option) =>
			place(
				`${name}.${option.name}`,
				findGoodValue(operation, option.name),
				(value) => ({ ...saved, [option.name]: value }),
				option.displayName,
			),
		);
	}
	const whole = place(name, findGoodValue(operation, name), asItIs);
	if (type === 'resourceLocator') return [whole, place(`${name}.value`, whole.good, toLocator)];
	if (type === 'resourceMapper')
		return [whole, place(`${name}.${COLUMN}`, findGoodValue(operation, COLUMN), toMapper, COLUMN)];
	if (typeOptions?.multipleValues)
		return [
			whole,
			place(
				`${name}[0]`,
				JSON.stringify((JSON.parse(whole.good) as unknown[])[0]),
				(value) => [value] as NodeParameterValueType,
			),
		];
	return [whole];
}
