import type { INode, INodeParameters, IWorkflowBase, IWorkflowSettings } from 'n8n-workflow';
import { credentialTypeOf } from '../n8n/authentication';
import { joinList } from '../text/lists';
import { kindOf } from '../requests/kinds';
import type { Followed } from '../requests/runState';
import type { WaitSettings } from '../requests/waitSettings';

/** What the loop has to know besides its items: a parameter of its steps. */
export interface Wait {
	settings: WaitSettings;
	/** Ms since 1970: when the wait began, which is once all requests are made. */
	startedAt: number;
}

/** What a step of the loop does, as its parameter says. */
export type LoopStep = 'park' | 'ask' | 'handBack';

/** The nodes' names: what a reader follows. */
export const names = {
	start: 'Start Waiting',
	park: 'Wait Until the Next Check',
	ask: 'Ask Gong for the Status',
	end: 'Hand the Results Back',
};

/** More IDs than this make the note unreadable; all of them are in the items of the first step. */
const MOST_IN_NOTE = 100;

/**
 * The sub-workflow that waits: wait → ask → final? hand back, otherwise wait again. Besides the trigger
 * it is made of this package's own steps, so that whoever opens it can read it, and nothing that an
 * n8n may exclude is needed.
 *
 * @param followed what will go round, for the name and the note
 * @param parentNode the node that waits: its package, credentials and name are taken over
 * @param parentSettings of the workflow it is in
 */
export function buildLoopWorkflow(
	wait: Wait,
	followed: Followed[],
	parentNode: INode,
	{ timezone }: IWorkflowSettings,
): IWorkflowBase {
	const [, packageName = ''] = /^(.*)\.[^.]+$/.exec(parentNode.type) ?? [];
	const { authentication } = wait.settings;
	const credentialType = credentialTypeOf(authentication);
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		position: [number, number],
		parameters: INodeParameters,
	): INode => ({ id: `gong-${position.join('-')}`, name, type, typeVersion, position, parameters });
	const step = (name: string, kind: LoopStep, position: [number, number]): INode =>
		node(name, `${packageName}.gongCrmLoop`, 1, position, {
			step: kind,
			authentication,
			wait: JSON.stringify(wait),
		});

	const nodes: INode[] = [
		node(names.start, 'n8n-nodes-base.executeWorkflowTrigger', 1.1, [0, 0], {
			inputSource: 'passthrough',
		}),
		step(names.park, 'park', [260, 0]),
		{
			...step(names.ask, 'ask', [560, 0]),
			credentials: {
				[credentialType]: parentNode.credentials?.[credentialType] ?? { id: null, name: '' },
			},
		},
		step(names.end, 'handBack', [920, 100]),
		node('Note', 'n8n-nodes-base.stickyNote', 1, [0, -360], {
			content: writeNote(followed, parentNode.name),
			width: 820,
			height: 300,
		}),
	];
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	const now = new Date();
	return {
		// n8n fills in the ID of the workflow that the waiting node is in.
		id: '',
		name: nameWorkflow(followed),
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
		nodes,
		connections: {
			[names.start]: { main: [to(names.park)] },
			[names.park]: { main: [to(names.ask)] },
			[names.ask]: { main: [to(names.park), to(names.end)] },
		},
		// By name, not by spreading: a new setting of n8n's is not to change the wait.
		settings: {
			executionOrder: 'v1',
			...(timezone !== undefined && { timezone }),
			// n8n asks whether this one may be called: the policy of the workflow it is made for may be to
			// refuse all, or all but those on a list.
			callerPolicy: 'workflowsFromSameOwner',
			// The wait has a maximum of its own; a timeout would end it without a word.
			executionTimeout: -1,
			// n8n deletes what is not to be saved, and what waits for it would then wait for ever.
			saveDataErrorExecution: 'all',
			saveDataSuccessExecution: 'all',
			saveManualExecutions: true,
			// Each wait is stored with the alarm for a death of n8n (`armCrashGuard`). What an n8n that saves
			// progress (`EXECUTIONS_DATA_SAVE_ON_PROGRESS`) stores between two steps is without it.
			saveExecutionProgress: false,
			// No error workflow: the waiting workflow reports what goes wrong, once is enough.
		},
	};
}

/** "Waiting for Gong to delete 5517027188234205706", or how many requests there are. */
function nameWorkflow(followed: Followed[]): string {
	const [{ request }] = followed;
	return `Waiting for Gong to ${followed.length === 1 ? kindOf(request).verbPhrase(request) : `finish ${followed.length} requests`}`;
}

const writeNote = (followed: Followed[], nodeName: string): string => `## Waiting for Gong
The node **${nodeName}** made this workflow. It asks Gong for the status again and again, and sleeps in n8n's database in between. When Gong has finished, the results go back to the workflow that is waiting for them.

**Stopping this execution stops the waiting, not the work at Gong.**

${joinList(
	followed
		.filter(({ request }) => request.clientRequestId !== null)
		.map(
			({ request }) =>
				`\n- integration ${request.integrationId}, client request ID \`${request.clientRequestId}\``,
		),
	MOST_IN_NOTE,
)}`;
