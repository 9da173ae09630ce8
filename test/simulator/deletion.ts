import type { Clock } from './clock';
import type { Integrations } from './integrations';
import { failedAsWhole, type RequestPlan, type RequestResult, TimedRequest } from './requests';
import { say } from './sentences';

/** The deletion of an integration with all its objects. */
export class Deletion extends TimedRequest {
	readonly kind = 'deletion';

	constructor(
		clock: Clock,
		private readonly integrations: Integrations,
		integrationId: string,
		clientRequestId: string,
		plan: RequestPlan,
	) {
		super(clock, integrationId, clientRequestId, plan);
	}

	protected work(): RequestResult {
		if (!this.integrations.find(this.integrationId)) {
			return failedAsWhole(say('noIntegration', { integrationId: this.integrationId }));
		}
		const { outcome, errors } = this.plan;
		if (outcome === 'FAILED') return { status: outcome, errors, successCount: 0 };
		this.integrations.remove(this.integrationId, this.endsAt);
		// Gong does not say what this counts for a deletion; here the integration itself.
		return { status: outcome, errors: [], successCount: 1 };
	}
}
