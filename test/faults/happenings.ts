import fc from 'fast-check';
import type { Fault, FaultKind, Simulator } from '../simulator/startSimulator';
import { faults } from './faults';
import type { OtherHost } from './otherHost';

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

/** Has them happen to the next calls, those that can with this sign-in. Redirects lead to the other host. */
export function happenTo(
	simulator: Simulator,
	kinds: readonly FaultKind[],
	authentication: 'accessKey' | 'oAuth2',
	{ url: location }: OtherHost,
): void {
	for (const kind of kinds) {
		// n8n leaves an answer of 401 unread when it refreshes a token, and its connection open.
		if (kind.kind === 'oversized' && authentication === 'oAuth2') continue;
		simulator.addFault((kind.kind === 'redirect' ? { ...kind, location } : kind) as Fault);
	}
}
