import fc from 'fast-check';
import type { FaultKind } from '../simulator/startSimulator';
import { faults } from './faults';

/** A call that nothing happens to. */
export const fine: FaultKind = { kind: 'altered', fields: { more: true } };

/** Those of the matrix, with bodies no larger than it takes. */
const plays = faults('', 0).flatMap(({ play }) => {
	if (play.kind === 'closedPort' || play.kind === 'unknownHost') return [];
	return [(play.kind === 'oversized' ? { ...play, bytes: 1_500_000 } : play) as FaultKind];
});

/** What happens to the calls of a run, in their order, whichever calls these are. */
export const happenings = fc.array(
	fc.oneof(
		{ weight: 1, arbitrary: fc.constant(fine) },
		{ weight: 3, arbitrary: fc.constantFrom(...plays) },
	),
	{ maxLength: 12 },
);
