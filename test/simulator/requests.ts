import type { Clock } from './clock';
import type { Sentence } from './sentences';

/** A state of `GET /v2/crm/request-status` (source: Gong's API reference). */
export type RequestStatus = 'PENDING' | 'IN_PROGRESS' | 'DONE' | 'FAILED';

/** Where a deletion or an upload ends. */
export type Outcome = 'DONE' | 'FAILED';

/** An entry of the `errors` of a status answer; lines count from 1, line 0 is about the whole. */
export type RequestError = { line: number; description: string };

/** How a deletion or an upload plays. */
export interface RequestPlan {
	/** Simulated milliseconds from registration to the final state; 0 or more. */
	takes: number;
	/** Share of `takes` spent `PENDING`, 0 to 1; the rest is `IN_PROGRESS`. */
	pendingShare: number;
	outcome: Outcome;
	/** Told once the request is `FAILED`. */
	errors: RequestError[];
}

/** The plan with what a change has; what is absent from it stays. */
export function changed<Plan extends RequestPlan>(plan: Plan, change: Partial<Plan>): Plan {
	const given = Object.entries(change).filter(([, value]) => value !== undefined);
	return { ...plan, ...Object.fromEntries(given) };
}

/** What came of a request. */
export interface RequestResult {
	status: Outcome;
	/** All of them, however many a status answer lists. */
	errors: RequestError[];
	successCount: number;
}

/** What failed as a whole, for this reason. */
export const failedAsWhole = (description: Sentence): RequestResult => ({
	status: 'FAILED',
	errors: [{ line: 0, description }],
	successCount: 0,
});

/** What was registered under a client request ID and takes its time. */
export abstract class TimedRequest {
	abstract readonly kind: 'deletion' | 'upload';
	/** When it was registered, the caller's clock, ISO 8601. */
	readonly registeredAt: string;
	/** Known from the moment it is final. */
	result?: RequestResult;
	private readonly startedAt: number;

	constructor(
		protected readonly clock: Clock,
		readonly integrationId: string,
		readonly clientRequestId: string,
		public plan: RequestPlan,
	) {
		this.registeredAt = clock.iso();
		this.startedAt = clock.simulated();
	}

	/** When it ends, in simulated milliseconds since the start. */
	get endsAt(): number {
		return this.startedAt + this.plan.takes;
	}

	/** Simulated milliseconds since it was registered. */
	get age(): number {
		return this.clock.simulated() - this.startedAt;
	}

	status(): RequestStatus {
		if (this.result) return this.result.status;
		return this.age < this.plan.takes * this.plan.pendingShare ? 'PENDING' : 'IN_PROGRESS';
	}

	/** Does what the request is for. */
	end(): void {
		this.result = this.work();
	}

	protected abstract work(): RequestResult;
}

/** All deletions and uploads: one namespace of client request IDs. */
export class Requests {
	private readonly registered: TimedRequest[] = [];

	/** @param uniquePer where a client request ID can be used once */
	constructor(
		private readonly clock: Clock,
		private readonly uniquePer: 'company' | 'integration',
	) {}

	add(request: TimedRequest): void {
		this.registered.push(request);
	}

	/** Ends those whose time is over, in the order in which it ran out. */
	settle(): void {
		const now = this.clock.simulated();
		this.registered
			.filter((request) => !request.result && request.endsAt <= now)
			.sort((one, other) => one.endsAt - other.endsAt)
			.forEach((request) => request.end());
	}

	/** Whether a new request for the integration may no longer have this client request ID. */
	isUsed(integrationId: string, clientRequestId: string): boolean {
		return this.registered.some(
			(request) =>
				request.clientRequestId === clientRequestId &&
				(this.uniquePer === 'company' || request.integrationId === integrationId),
		);
	}

	find(integrationId: string, clientRequestId: string): TimedRequest | undefined {
		return this.registered.find(
			(request) =>
				request.integrationId === integrationId && request.clientRequestId === clientRequestId,
		);
	}

	/** In order of registration. */
	all(): readonly TimedRequest[] {
		return this.registered;
	}

	/** Those of one integration that are not final. */
	open(kind: TimedRequest['kind'], integrationId: string): TimedRequest[] {
		return this.registered.filter(
			(request) =>
				request.kind === kind && request.integrationId === integrationId && !request.result,
		);
	}
}
