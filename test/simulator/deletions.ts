import type { Clock } from './clock';

/** A state of `GET /v2/crm/request-status` (source: Gong's API reference). */
export type DeletionStatus = 'PENDING' | 'IN_PROGRESS' | 'DONE' | 'FAILED';

/** An entry of the `errors` of a status answer; line 0 is a general error. */
export type RequestError = { line: number; description: string };

/** How a deletion plays. */
export interface DeletionPlan {
	/** Simulated milliseconds from registration to the final state; 0 or more. */
	takes: number;
	/** Share of `takes` spent `PENDING`, 0 to 1; the rest is `IN_PROGRESS`. */
	pendingShare: number;
	outcome: 'DONE' | 'FAILED';
	/** Told once the deletion is `FAILED`. */
	errors: RequestError[];
}

/** A deletion that was registered with its client request ID. */
export interface Deletion {
	readonly integrationId: string;
	readonly clientRequestId: string;
	/** When it was registered, the caller's clock, ISO 8601. */
	readonly registeredAt: string;
	/** When it was registered, in simulated milliseconds since the start. */
	readonly registeredAtSimulated: number;
	plan: DeletionPlan;
}

/** The state of a deletion, `elapsed` simulated milliseconds after it was registered. */
export function statusAfter(plan: DeletionPlan, elapsed: number): DeletionStatus {
	if (elapsed >= plan.takes) return plan.outcome;
	return elapsed < plan.takes * plan.pendingShare ? 'PENDING' : 'IN_PROGRESS';
}

/** All registered deletions. States are worked out from the clock when somebody asks. */
export class Deletions {
	private readonly byClientRequestId = new Map<string, Deletion>();

	constructor(private readonly clock: Clock) {}

	/** The deletion that used this client request ID, whichever integration it was for. */
	find(clientRequestId: string): Deletion | undefined {
		return this.byClientRequestId.get(clientRequestId);
	}

	register(integrationId: string, clientRequestId: string, plan: DeletionPlan): Deletion {
		const deletion: Deletion = {
			integrationId,
			clientRequestId,
			registeredAt: this.clock.iso(),
			registeredAtSimulated: this.clock.simulated(),
			plan,
		};
		this.byClientRequestId.set(clientRequestId, deletion);
		return deletion;
	}

	status(deletion: Deletion): DeletionStatus {
		return statusAfter(deletion.plan, this.clock.simulated() - deletion.registeredAtSimulated);
	}

	/** Those of one integration that have not reached a final state. */
	runningFor(integrationId: string): Deletion[] {
		return this.all().filter(
			(deletion) =>
				deletion.integrationId === integrationId &&
				['PENDING', 'IN_PROGRESS'].includes(this.status(deletion)),
		);
	}

	/** In order of registration. */
	all(): Deletion[] {
		return [...this.byClientRequestId.values()];
	}
}
