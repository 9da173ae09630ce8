import { Clock } from './clock';
import { AccessKey } from './credentials/accessKey';
import { OAuthApp } from './credentials/oauth';
import { Deletion } from './deletion';
import type { ObjectType } from './fields';
import { newIntegrationId } from './identifiers';
import { type Integration, Integrations } from './integrations';
import { CallCounter } from './limits';
import type { FilePart } from './multipart';
import { StoredObjects } from './objects';
import {
	checkDuration,
	checkIntegration,
	checkOutcome,
	type IntegrationOptions,
	type Settings,
} from './options';
import { changed, type Outcome, type RequestError, type RequestPlan, Requests } from './requests';
import { Schema } from './schema';
import { Upload, type UploadChange, type UploadPlan } from './upload';

/** A change to how a deletion plays; what is absent stays as it is. */
export interface DeletionChange {
	integrationId: string;
	/** Simulated milliseconds from registration to the final state, 0 or more. */
	takes?: number;
	outcome?: Outcome;
	/** What a failed deletion says. */
	errors?: RequestError[];
}

/** The company whose Gong is simulated: all state behind the API. */
export class Company {
	/** The simulator's own address, known once it listens. */
	url = '';
	readonly clock: Clock;
	readonly requests: Requests;
	readonly integrations: Integrations;
	readonly counter: CallCounter;
	readonly accessKey: AccessKey;
	readonly oauth: OAuthApp;
	/** In the order in which they were made: later ones win. */
	private readonly uploadChanges: UploadChange[] = [];

	constructor(readonly settings: Settings) {
		this.clock = new Clock(settings.timeScale, settings.now);
		this.requests = new Requests(this.clock, settings.requestIdsUniquePer);
		this.integrations = new Integrations(this.requests, this.clock, settings);
		this.counter = new CallCounter(settings.limits, this.clock);
		this.accessKey = new AccessKey(settings.accessKey, settings.accessKeySecret, settings.scopes);
		this.oauth = new OAuthApp(
			{
				...settings.oauth,
				offeredScopes: [...settings.scopes],
				tokenScopesSeparatedBy: settings.tokenScopesSeparatedBy,
			},
			this.clock,
			() => this.url,
		);
		for (const integration of settings.integrations) this.addIntegration(integration);
	}

	/** True while Gong would answer a registration with 409. */
	isFull(): boolean {
		return this.settings.oneIntegrationAtATime && this.integrations.listed().length > 0;
	}

	/** @throws Error for bad options, an ID that exists, or when the company has its one already */
	addIntegration(options: IntegrationOptions): Integration {
		checkIntegration(options);
		const integrationId = options.integrationId ?? newIntegrationId();
		if (this.integrations.find(integrationId)) {
			throw new Error(`Simulator: the integration ${integrationId} exists already.`);
		}
		if (this.isFull()) {
			throw new Error(
				'Simulator: a company has one integration at a time, and it has one. Set oneIntegrationAtATime to false to allow more.',
			);
		}
		const { name, ownerEmail } = options;
		this.integrations.add({
			integrationId,
			name,
			ownerEmail,
			plan: this.planFor(options),
			schema: new Schema(),
			objects: new StoredObjects(this.settings),
		});
		return { integrationId, name, ownerEmail };
	}

	registerDeletion(integrationId: string, clientRequestId: string): void {
		const plan = this.integrations.find(integrationId)?.plan ?? this.planFor({});
		this.requests.add(
			new Deletion(this.clock, this.integrations, integrationId, clientRequestId, plan),
		);
	}

	registerUpload(
		integrationId: string,
		clientRequestId: string,
		objectType: ObjectType,
		file: FilePart,
	): void {
		const { clock, integrations, settings } = this;
		const plan: UploadPlan = {
			takes: settings.uploadTakes,
			pendingShare: settings.pendingShare,
			outcome: 'DONE',
			errors: [],
		};
		const upload = new Upload(
			clock,
			integrations,
			settings,
			integrationId,
			clientRequestId,
			objectType,
			file,
			plan,
		);
		for (const change of this.uploadChanges) upload.change(change);
		this.requests.add(upload);
	}

	deletions(): Deletion[] {
		return this.requests.all().filter((request) => request instanceof Deletion);
	}

	uploads(): Upload[] {
		return this.requests.all().filter((request) => request instanceof Upload);
	}

	/**
	 * Changes the deletion that runs for an integration, and those registered later. One that has
	 * reached its final state keeps it.
	 *
	 * @throws Error for bad values, or an integration that neither exists nor is being deleted
	 */
	setDeletion({ integrationId, ...change }: DeletionChange): void {
		if (change.takes !== undefined) checkDuration('takes', change.takes);
		if (change.outcome !== undefined) checkOutcome(change.outcome);
		const integration = this.integrations.find(integrationId);
		const running = this.requests.open('deletion', integrationId);
		if (!integration && running.length === 0) {
			throw new Error(`Simulator: there is no integration ${integrationId}.`);
		}
		for (const target of integration ? [integration, ...running] : running) {
			target.plan = changed(target.plan, change);
		}
	}

	/**
	 * Changes the uploads that run, and those registered later. One that has reached its final
	 * state keeps it.
	 *
	 * @throws Error for bad values
	 */
	setUpload(change: UploadChange): void {
		if (change.takes !== undefined) checkDuration('takes', change.takes);
		if (change.outcome !== undefined) checkOutcome(change.outcome);
		this.uploadChanges.push(change);
		for (const upload of this.uploads()) upload.change(change);
	}

	/** How a deletion plays unless the integration says otherwise. */
	private planFor(options: Partial<IntegrationOptions>): RequestPlan {
		return {
			takes: options.deleteTakes ?? this.settings.deleteTakes,
			pendingShare: this.settings.pendingShare,
			outcome: options.outcome ?? this.settings.outcome,
			errors: options.errors ?? this.settings.errors,
		};
	}
}
