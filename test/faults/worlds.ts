import fc from 'fast-check';
import { resolveSwitches, type Switches, valuesOf } from '../simulator/switches';

/** What Gong leaves open about deletions. */
export const open = [
	'usedIdCheckedFirst',
	'absentIntegration',
	'beingDeletedIntegration',
	'leavesListWhen',
	'statusReadable',
	'unknownRequest',
	'requestIdsUniquePer',
] as const;

/** One way in which Gong may be. */
export type World = Pick<Switches, (typeof open)[number]>;

/** Any combination of what Gong leaves open. */
export const anyWorld = fc.record(
	Object.fromEntries(open.map((name) => [name, fc.constantFrom(...valuesOf(name))])),
) as fc.Arbitrary<World>;

/** As the simulator is where nothing is said. */
export const usual: World = resolveSwitches({});
