import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ExecuteWorkflowData,
	type ExecuteWorkflowOptions,
	type IBinaryKeyData,
	type IDataObject,
	type IExecuteWorkflowInfo,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IPinData,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	NodeConnectionTypes,
	NodeHelpers,
	setSafeRegexEngine,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
// With the extension: tsx would take the codex file (`….node.json`) for the module.
import { DeleteCrmIntegration } from '../../nodes/DeleteCrmIntegration/DeleteCrmIntegration.node.ts';
import { GongCrm } from '../../nodes/GongCrm/GongCrm.node.ts';
import { GongCrmLoop } from '../../nodes/GongCrmLoop/GongCrmLoop.node.ts';
import type { WorkflowFile } from '../workflows/build';
import { type CredentialData, CredentialStore } from './credentialStore';
import { neighbours } from './neighbours';

// n8n gives a pattern 250 ms of real time, which a busy machine may be away for: a run would then end with
// "Regular expression execution timed out". All patterns here are our own.
setSafeRegexEngine({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, by) => input.replace(new RegExp(pattern, flags), by),
	matchAll: (pattern, input, flags = '') => [...input.matchAll(new RegExp(pattern, `${flags}g`))],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});

/** How to run a workflow. */
export interface RunOptions {
	workflow: WorkflowFile;
	credentials?: CredentialData;
	/** Where the credentials are kept; default: in a plain store. */
	openStore?: (data: CredentialData) => CredentialStore;
	/** What the trigger puts out; one empty item if absent. */
	items?: IDataObject[];
	/** The files of those items, by their place. */
	binary?: IBinaryKeyData[];
	/** `retry`: somebody retries the execution from the list. */
	mode?: WorkflowExecuteMode;
	executionId?: string;
	/**
	 * When n8n established the execution, in ms since 1970; default: now. A retry from the list, and a
	 * worker that takes a stalled execution up again, keep the moment of the first try.
	 */
	establishedAt?: number;
	/** When n8n cancels the execution, in ms since 1970; default: never. */
	executionTimeoutTimestamp?: number;
	/** What an execution left when it parked: goes on from there. */
	parked?: IRunExecutionData;
	/** Called with each node's name and data as it finishes. */
	onNode?: (name: string, data: ITaskData) => void;
	/** Stands in for n8n's server, which alone can start sub-workflows; refuses if absent. */
	executeWorkflow?: (
		info: IExecuteWorkflowInfo,
		options: ExecuteWorkflowOptions,
	) => Promise<ExecuteWorkflowData>;
}

/** A run, to be read by node name. */
export class FinishedRun {
	constructor(
		readonly run: IRun,
		readonly credentials: CredentialData,
	) {}

	get status() {
		return this.run.status;
	}

	/** The error that ended the run. */
	get error() {
		return this.run.data.resultData.error;
	}

	/** What a node did last. */
	task(node: string): ITaskData | undefined {
		return this.run.data.resultData.runData[node]?.at(-1);
	}

	/** The items a node put out, with their pairing. */
	output(node: string, output = 0): INodeExecutionData[] {
		return this.task(node)?.data?.main[output] ?? [];
	}

	/** The JSON of the items a node put out. */
	json(node: string, output = 0): IDataObject[] {
		return this.output(node, output).map((item) => item.json);
	}

	/** The items of the input that the items a node put out are paired with. */
	pairs(node: string): Array<INodeExecutionData['pairedItem']> {
		return this.output(node).map(({ pairedItem }) => pairedItem);
	}

	/** The messages of a node's execution hints. */
	hints(node: string): string[] {
		return (this.task(node)?.hints ?? []).map(({ message }) => message);
	}
}

const ours: Record<string, INodeType> = {
	'n8n-nodes-gong-crm.deleteCrmIntegration': new DeleteCrmIntegration(),
	'n8n-nodes-gong-crm.gongCrm': new GongCrm(),
	'n8n-nodes-gong-crm.gongCrmLoop': new GongCrmLoop(),
	'n8n-nodes-gong-crm.deleteCrmIntegrationTool': asTool(new DeleteCrmIntegration()),
	'n8n-nodes-gong-crm.gongCrmTool': asTool(new GongCrm()),
};

/** What n8n's server makes of a node that is `usableAsTool` (n8n, `convertNodeToAiTool`). */
export function asTool(node: INodeType): INodeType {
	const { description } = node;
	const { properties } = description;
	Object.assign(description, {
		name: `${description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		properties: [
			...(properties.some(({ name }) => name === 'toolDescription')
				? []
				: [
						{
							displayName: 'Description',
							name: 'toolDescription',
							type: 'string',
							default: description.description,
						},
					]),
			...properties,
		],
	});
	return node;
}

/** Replaces nodes by others of the same name: the demo runs the built package. */
export const useNodes = (nodes: Record<string, INodeType>): void => {
	Object.assign(ours, nodes);
};

export const nodeTypes: INodeTypes = {
	getByName: (name) => ours[name] ?? neighbours[name],
	getByNameAndVersion: (name) =>
		NodeHelpers.getVersionedNodeType(ours[name] ?? neighbours[name]) as INodeType,
	getKnownTypes: () => ({}),
};

/** What expressions such as `$execution.resumeUrl` are made of. */
const instanceUrl = 'http://localhost:5678';

let executions = 0;

/** A run on its way. */
export interface StartedRun {
	executionId: string;
	/** What a user does with *Stop*. */
	cancel(): void;
	finished: Promise<FinishedRun>;
}

/** Starts a workflow on n8n's own engine. */
export function startWorkflow(options: RunOptions): StartedRun {
	const { mode = 'trigger', credentials = {} } = options;
	const executionId = options.executionId ?? String(++executions);
	const file: IWorkflowBase = {
		id: 'workflow-1',
		name: 'Test',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		...options.workflow,
		settings: { executionOrder: 'v1', ...options.workflow.settings },
	};
	const workflow = new Workflow({ ...file, nodes: structuredClone(file.nodes), nodeTypes });
	const hooks = new ExecutionLifecycleHooks(mode, executionId, file);
	hooks.addHandler('nodeExecuteAfter', (name, data) => options.onNode?.(name, data));

	const { openStore = (data) => new CredentialStore(data) } = options;
	const store = openStore(structuredClone(credentials));
	const additionalData: IWorkflowExecuteAdditionalData = {
		credentialsHelper: store,
		hooks,
		executionId,
		workflowId: file.id,
		currentNodeExecutionIndex: 0,
		executionTimeoutTimestamp: options.executionTimeoutTimestamp,
		variables: {},
		restApiUrl: instanceUrl,
		instanceBaseUrl: instanceUrl,
		formBaseUrl: instanceUrl,
		formWaitingBaseUrl: instanceUrl,
		formTestBaseUrl: instanceUrl,
		webhookBaseUrl: instanceUrl,
		webhookWaitingBaseUrl: instanceUrl,
		webhookTestBaseUrl: instanceUrl,
		mcpBaseUrl: instanceUrl,
		mcpTestBaseUrl: instanceUrl,
		externalSecretsProxy: new ExternalSecretsProxy(),
		executeWorkflow: async (info, _data, given) => {
			if (options.executeWorkflow) return await options.executeWorkflow(info, given);
			return await Promise.reject(new Error('Sub-workflows are not available here'));
		},
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		logAiEvent: () => {},
		startRunnerTask: async () => await Promise.reject(new Error('Task runners are not available')),
	};

	const trigger = file.nodes.find(({ name }) => isStart(file, name)) as INode;
	const execution = new WorkflowExecute(
		additionalData,
		mode,
		options.parked ?? fromTheStart(workflow.getNode(trigger.name) as INode, options),
	).processRunExecutionData(workflow);
	return {
		executionId,
		cancel: () => execution.cancel(),
		finished: execution.then((run) => new FinishedRun(run, store.data)),
	};
}

/** What the engine starts from (n8n-core, `WorkflowExecute.run`, which takes no `establishedAt`). */
function fromTheStart(
	trigger: INode,
	{ items = [{}], binary = [], mode = 'trigger', establishedAt }: RunOptions,
): IRunExecutionData {
	const pinned = items.map((json, place) => ({ json, binary: binary[place] }));
	const pinData: IPinData = { [trigger.name]: pinned };
	return createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: trigger, data: { main: [[{ json: {} }]] }, source: null }],
			runtimeData:
				establishedAt === undefined ? undefined : { version: 1, establishedAt, source: mode },
		},
		resultData: { pinData },
	});
}

/** Runs a workflow on n8n's own engine to its end. */
export const runWorkflow = async (options: RunOptions): Promise<FinishedRun> =>
	await startWorkflow(options).finished;

/** A node that nothing leads to and that leads somewhere. */
const isStart = ({ connections, nodes }: IWorkflowBase, name: string): boolean =>
	connections[name] !== undefined &&
	nodes.some((node) => node.name === name) &&
	!Object.values(connections).some((outputs) =>
		Object.values(outputs).some((lists) =>
			lists.some((list) => list?.some((to) => to.node === name)),
		),
	);
