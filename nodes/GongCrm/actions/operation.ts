import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Authentication } from '../../connection/authentication';
import type { GongClient } from '../../gong/client';

/** What an operation works with. */
export interface OperationRun {
	context: IExecuteFunctions;
	client: GongClient;
	authentication: Authentication;
}

/** Does one operation for one input item. */
export type Operation = (run: OperationRun, itemIndex: number) => Promise<INodeExecutionData[]>;
