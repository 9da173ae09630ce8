import type {
	IDisplayOptions,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { dryRunProperty } from '../n8n/dryRunProperty';
import { isTool } from '../n8n/isTool';
import type { CrmIntegration } from '../gong/answers';
import { nameIntegration } from '../waiting/hints';

/*
 * The node as a tool of an AI agent: it only makes dry runs, unless the builder has allowed more. n8n makes
 * the tool of the node's own description, and shows there what has `@tool` (n8n, `convertNodeToAiTool`).
 */

const ALLOW = 'Allow the Agent to Delete';

const onlyForTools = { '@tool': [true] };

/** What the model reads. n8n puts a field of this name into every tool that has none of its own. */
export const toolDescription: INodeProperties = {
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default:
		'Delete a CRM integration from Gong for good, with all its accounts, contacts, deals, leads and users. Unless the builder of this tool has allowed the agent to delete, it only makes a dry run: it looks the integration up and deletes nothing. The status DRY_RUN in a result means that nothing was deleted.',
	description: 'What the model is told about this tool',
	displayOptions: { show: onlyForTools },
};

/** The switch, and what each of its positions means. */
export const agentProperties: INodeProperties[] = [
	{
		displayName: ALLOW,
		name: 'allowAgentToDelete',
		type: 'boolean',
		// An expression could ask the model.
		noDataExpression: true,
		default: false,
		description: 'Whether the agent may delete the integration. When off, it can only look it up.',
		displayOptions: { show: onlyForTools },
	},
	{
		displayName:
			'The agent only makes dry runs: it finds out what would be deleted, and deletes nothing. To let it delete, switch this on.',
		name: 'agentLooksNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...onlyForTools, allowAgentToDelete: [false] } },
	},
];

/**
 * *Dry Run*, and the notice for while it is off. It makes no difference while an agent may only look, so it
 * is shown without an agent, and with one that may delete.
 */
export const dryRunProperties: INodeProperties[] = [
	...dryRunWith(
		{ '@tool': [false] },
		"This step deletes the integration from Gong for good, with all its accounts, contacts, deals, leads and users. Switch on 'Dry Run' to see first what it would delete.",
	),
	...dryRunWith(
		{ ...onlyForTools, allowAgentToDelete: [true] },
		"The agent can delete the integration from Gong for good, with all its accounts, contacts, deals, leads and users. Pick the integration yourself, and add 'Expected Integration Name'.",
	),
];

function dryRunWith(where: IDisplayOptions['show'], warning: string): INodeProperties[] {
	return [
		{ ...dryRunProperty('delete', 'deleted'), displayOptions: { show: where } },
		{
			displayName: warning,
			name: 'deletesNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { dryRun: [false], ...where } },
		},
	];
}

/**
 * Whether all that a run may do is a dry run. Only what was saved counts, so that neither an expression nor
 * the model can switch it off.
 */
export const isDryRunForced = (context: IExecuteFunctions): boolean =>
	isTool(context) && context.getNode().parameters.allowAgentToDelete !== true;

/** Says in each item that nothing was deleted: an agent sees no hints. @param found what was looked up */
export const addNotes = (
	items: INodeExecutionData[],
	found: CrmIntegration[],
): INodeExecutionData[] =>
	items.map((item) => {
		const { json } = item;
		if ('error' in json) return item;
		const named = found.find(({ integrationId }) => integrationId === json.integrationId);
		return { ...item, json: { ...json, ...noteAbout(named) } };
	});

const noteAbout = (found: CrmIntegration | undefined) => ({
	note: found
		? `Nothing was deleted: an AI agent only makes dry runs here. It would delete ${nameIntegration(found)}, with all accounts, contacts, deals, leads and users. To let it, the builder of the workflow switches on '${ALLOW}' in this tool.`
		: 'Nothing was deleted: an AI agent only makes dry runs here. There is nothing to delete: Gong does not have the integration.',
});
