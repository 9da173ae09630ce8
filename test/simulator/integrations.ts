import type { Deletion, DeletionPlan, Deletions } from './deletions';

/** A CRM integration as Gong lists it; the ID is the decimal text of an int64. */
export interface Integration {
	integrationId: string;
	name: string;
	ownerEmail: string;
}

/** An integration with how its deletion plays, and the last one that was registered for it. */
export interface StoredIntegration extends Integration {
	plan: DeletionPlan;
	deletion?: Deletion;
}

/** The integrations of the company. One disappears at the moment its deletion is `DONE`. */
export class Integrations {
	private readonly byId = new Map<string, StoredIntegration>();

	constructor(private readonly deletions: Deletions) {}

	add(integration: StoredIntegration): void {
		this.byId.set(integration.integrationId, integration);
	}

	/** The integration, unless it never existed or is gone. */
	find(integrationId: string): StoredIntegration | undefined {
		const integration = this.byId.get(integrationId);
		return integration && this.exists(integration) ? integration : undefined;
	}

	/** Those that still exist, oldest first. */
	list(): StoredIntegration[] {
		return [...this.byId.values()].filter((integration) => this.exists(integration));
	}

	private exists({ deletion }: StoredIntegration): boolean {
		return deletion === undefined || this.deletions.status(deletion) !== 'DONE';
	}
}
