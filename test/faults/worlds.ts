import fc from 'fast-check';
import { resolveSwitches, type SwitchName, type Switches, valuesOf } from '../simulator/switches';

/** What Gong leaves open about deletions. */
export const open = [
	'usedIdCheckedFirst',
	'absentIntegration',
	'beingDeletedIntegration',
	'leavesListWhen',
	'statusReadable',
	'statusOnceGone',
	'goneWhen',
	'unknownRequest',
	'requestIdsUniquePer',
	'tokenScopesSeparatedBy',
] as const;

/** One way in which Gong may be. */
export type World = Pick<Switches, (typeof open)[number]>;

/** What Gong leaves open about objects and their schema. */
const openOfObjects = [
	'statusReadable',
	'unknownRequest',
	'failedUploadKeepsValidLines',
	'sameObjectTwiceInFile',
	'olderModifiedDate',
	'nullClears',
	'absentClears',
	'dataFilePart',
	'emailIdCase',
	'absentObjects',
	'schemaStatus',
	'schemaFieldName',
	'listsPicklistValues',
	'listsReferenceTargets',
	'emptySchema',
	'removedPicklistValues',
	'tokenScopesSeparatedBy',
] as const;

/** One way in which Gong may be about objects and their schema. */
export type WorldOfObjects = Pick<Switches, (typeof openOfObjects)[number]>;

const anyOf = (names: readonly SwitchName[]) =>
	fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom(...valuesOf(name))])));

/** Any combination of what Gong leaves open about deletions. */
export const anyWorld = anyOf(open) as fc.Arbitrary<World>;

/** Any combination of what Gong leaves open about objects and their schema. */
export const anyWorldOfObjects = anyOf(openOfObjects) as fc.Arbitrary<WorldOfObjects>;

/** As the simulator is where nothing is said. */
export const usual: World = resolveSwitches({});
