import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Authentication } from '../../connection/authentication';
import type { GongClient } from '../../gong/client';
import type { Clock } from '../../gong/clock';

/** What an operation works with. */
export interface OperationRun {
	context: IExecuteFunctions;
	client: GongClient;
	clock: Clock;
	authentication: Authentication;
	/** The node's *On Error* setting is *Stop Workflow*. */
	stopOnError: boolean;
}

/** Does one operation for all input items. */
export type Operation = (run: OperationRun) => Promise<INodeExecutionData[]>;
