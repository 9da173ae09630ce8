import type { Clock } from './clock';
import type { StoredObjects } from './objects';
import type { RequestPlan, Requests } from './requests';
import type { Schema } from './schema';
import type { Switches } from './switches';

/** A CRM integration as Gong lists it; the ID is the decimal text of an int64. */
export interface Integration {
	integrationId: string;
	name: string;
	ownerEmail: string;
}

/** An integration with all that is stored in it, and how its deletion plays. */
export interface StoredIntegration extends Integration {
	plan: RequestPlan;
	readonly schema: Schema;
	readonly objects: StoredObjects;
}

/** The integrations of the company, and those that it lists: Gong does not say it is the same. */
export class Integrations {
	private readonly byId = new Map<string, StoredIntegration>();
	/** Deleted, but listed until then, in simulated milliseconds since the start. */
	private readonly leaving = new Map<StoredIntegration, number>();

	constructor(
		private readonly requests: Requests,
		private readonly clock: Clock,
		private readonly settings: Pick<Switches, 'leavesListWhen' | 'goneWhen'> & {
			leavesListAfter: number;
		},
	) {}

	add(integration: StoredIntegration): void {
		this.byId.set(integration.integrationId, integration);
	}

	/** @param at when, in simulated milliseconds since the start */
	remove(integrationId: string, at: number): void {
		const integration = this.byId.get(integrationId);
		if (integration && this.settings.leavesListWhen === 'later') {
			this.leaving.set(integration, at + this.settings.leavesListAfter);
		}
		this.byId.delete(integrationId);
	}

	/** The integration, unless it never existed or is gone. */
	find(integrationId: string): StoredIntegration | undefined {
		return this.byId.get(integrationId);
	}

	/** Whether a status check for its requests finds it no more, as `goneWhen` has it. */
	isGone(integrationId: string): boolean {
		const there = this.settings.goneWhen === 'deleted' ? this.all() : this.listed();
		return !there.some((integration) => integration.integrationId === integrationId);
	}

	isBeingDeleted(integrationId: string): boolean {
		return this.requests.open('deletion', integrationId).length > 0;
	}

	/** Those that exist, oldest first. */
	all(): StoredIntegration[] {
		return [...this.byId.values()];
	}

	/** Those that Gong lists. */
	listed(): Integration[] {
		const now = this.clock.simulated();
		const leaving = [...this.leaving].filter(([, until]) => now < until);
		const staying = this.all().filter(
			({ integrationId }) =>
				this.settings.leavesListWhen !== 'requested' || !this.isBeingDeleted(integrationId),
		);
		return [...leaving.map(([integration]) => integration), ...staying];
	}
}
