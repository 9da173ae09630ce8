import type { INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Result } from '../../n8n/result';
import type { Run } from '../../items/run';

/** An operation: what a builder chooses, fills in, and gets. */
export interface Operation extends INodePropertyOptions {
	value: string;
	action: string;
	/**
	 * Whether an AI agent may call it, which it may not unless this says so: what changes Gong for everybody
	 * is a person's to start.
	 */
	isForAgents?: boolean;
	/** Its fields, shown for this operation only. */
	properties: INodeProperties[];
	/** Does it for all input items. */
	run(run: Run): Promise<Result<INodeExecutionData[]>>;
}

/** What a resource can do. */
export interface Resource {
	name: string;
	value: string;
	defaultOperation: Operation;
	/** As a builder sees them. */
	operations: Operation[];
}
