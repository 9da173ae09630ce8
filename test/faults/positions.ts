import { gongCrm } from '../harness/workflows';
import { connect } from '../simulator/client';
import type { Simulator } from '../simulator/startSimulator';
import { type SwitchName, type Switches, valuesOf } from '../simulator/switches';
import { byId } from '../workflows/nodes';
import { calls, integrationId, type MatrixCall, OBJECT_ID, SCHEMA, storeObjects } from './calls';
import { faults, type MatrixFault } from './faults';

/** Where Gong stands, of the switches that matter to a call. */
export type Position = Partial<Switches>;

/** A call that meets every position of some switches. */
export interface PositionTable {
	call: MatrixCall;
	switches: readonly SwitchName[];
	/** Every combination of their values that makes a difference. */
	positions: Position[];
	/** What the first such call meets on top; `null` = nothing. */
	faults: Array<MatrixFault | null>;
	/** Gong has `SCHEMA` before the run. */
	hasSchema: boolean;
	/** The name of the one field in it that the run may change; `null` = none. */
	mayChange: string | null;
	/** Without waiting and with it, as far as the call is made then. */
	waits: boolean[];
}

const named = (name: string): MatrixCall => {
	const call = calls.find((one) => one.name === name);
	if (!call) throw new Error(`No call of the matrix has the name ${name}.`);
	return call;
};

const combinations = (switches: readonly SwitchName[]): Position[] =>
	switches.reduce<Position[]>(
		(positions, name) =>
			positions.flatMap((position) =>
				valuesOf(name).map((value) => ({ ...position, [name]: value })),
			),
		[{}],
	);

const alone: PositionTable['faults'] = [null];

const table = (
	call: MatrixCall,
	switches: readonly SwitchName[],
	more: Partial<PositionTable> = {},
): PositionTable => ({
	call,
	switches,
	positions: combinations(switches),
	faults: alone,
	hasSchema: call.prepare === withSchema,
	mayChange: null,
	waits: call.neverWaits ? [false] : [false, true],
	...more,
});

/** What may become of the status, and of the list, once an integration is gone. */
const gone = ['statusOnceGone', 'goneWhen', 'leavesListWhen'] as const;

const gonePositions = combinations(gone).filter(
	// While the status can be read for good, it does not matter since when it could not.
	({ statusOnceGone, goneWhen }) => statusOnceGone !== 'readable' || goneWhen === 'not listed',
);

const ofDeletion = (call: MatrixCall, more: Partial<PositionTable> = {}): PositionTable =>
	table(call, gone, { positions: gonePositions, ...more });

const onTop = ['429, Retry-After in seconds', 'answer lost, work done', 'status 404'];

const withFaults: PositionTable['faults'] = [
	null,
	...faults('', 0).filter(({ name }) => onTop.includes(name)),
];

/** The look at the list which says that Gong still had the integration when its deletion was accepted. */
const lookAfterwards: MatrixCall = {
	...named('delete'),
	name: 'list, after the acceptance',
	on: 'GET /v2/crm/integrations',
	told: { plain: '', waiting: 'Delete CRM Integration with _Wait for Completion_' },
};

const withSchema = async (simulator: Simulator): Promise<void> => {
	await connect(simulator).setSchema(integrationId, 'ACCOUNT', SCHEMA);
};

const whole = (call: MatrixCall): MatrixCall => ({ ...call, prepare: withSchema });

const withoutSchema = (call: MatrixCall): MatrixCall => ({
	...call,
	name: `${call.name}, of which there is none`,
	prepare: undefined,
});

const takeValueOut = (allowDataLoss: boolean): MatrixCall => ({
	...named('change the schema'),
	name: `take a value out of a picklist${allowDataLoss ? ', allowed' : ''}`,
	told: {
		plain: `Gong CRM: Create or Update of Schema Field with one value less${allowDataLoss ? ' and _Allow Data Loss_' : ''}`,
		waiting: '',
	},
	workflow: () =>
		gongCrm('schemaField', 'upsert', {
			parameters: {
				integrationId: byId(integrationId),
				objectType: 'ACCOUNT',
				uniqueName: 'stage',
				label: 'Stage',
				type: 'PICKLIST',
				picklistValues: ['New'],
				options: { allowDataLoss },
			},
		}),
	prepare: withSchema,
});

const EMAIL_ID = 'Sales@Acme.com';

/** Reads an object by an ID, with two of them at Gong. */
const read = (name: string, told: string, objectId: string): MatrixCall => ({
	...named('read objects'),
	name,
	told: { plain: `Gong CRM: Get of ${told}`, waiting: '' },
	workflow: () =>
		gongCrm('object', 'get', {
			parameters: { integrationId: byId(integrationId), objectType: 'ACCOUNT', objectId },
		}),
	async prepare(simulator) {
		await storeObjects(simulator, [OBJECT_ID, EMAIL_ID]);
	},
});

const reads = [
	read('read an object', 'an account', OBJECT_ID),
	read('read an email ID', 'an ID that Gong has in another case', EMAIL_ID.toLowerCase()),
	read('read an absent object', 'an account that Gong does not have', 'nobody'),
];

const lists = ['listsPicklistValues', 'listsReferenceTargets'] as const;

/** Every call that a switch matters to, in every position of it. */
export const positionTables: PositionTable[] = [
	ofDeletion(named('list')),
	ofDeletion(named('delete'), { faults: withFaults }),
	ofDeletion(named('status'), { faults: withFaults }),
	ofDeletion(lookAfterwards, { faults: withFaults.slice(1), waits: [true] }),
	ofDeletion(named('register')),
	table(named('token refresh'), ['tokenScopesSeparatedBy']),
	table(named('upload'), ['dataFilePart']),
	...reads.map((call) => table(call, ['emailIdCase', 'absentObjects'])),
	table(whole(named('read the schema')), lists),
	table(withoutSchema(named('read the schema')), ['emptySchema']),
	table(whole(named('change the schema')), lists),
	table(withoutSchema(named('change the schema')), ['emptySchema']),
	table(takeValueOut(false), [...lists, 'removedPicklistValues']),
	table(takeValueOut(true), [...lists, 'removedPicklistValues'], { mayChange: 'stage' }),
];
