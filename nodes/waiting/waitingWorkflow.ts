import type { INode, IWorkflowBase, IWorkflowSettings } from 'n8n-workflow';
import { credentialTypeOf } from '../connection/authentication';
import type { ItemState } from '../requests/itemState';
import type { WaitSettings } from '../requests/waitSettings';

/** What the loop has to know besides its items: a parameter of the asking node. */
export interface Watch {
	settings: WaitSettings;
	/** Ms since 1970: when the last deletion was submitted. */
	startedAt: number;
}

/** The nodes' names: what a reader follows. */
export const names = {
	start: 'Deletion Requested',
	wait: 'Wait Until the Next Check',
	ask: 'Ask Gong for the Status',
	finished: 'Finished?',
	end: 'Hand the Result Back',
};

const note = `## Waiting for Gong
The **Delete CRM Integration** node made this. It asks Gong again and again how far the deletion is, and sleeps in the database of n8n in between.

When Gong is done, the result goes back to the workflow that is waiting for it.

**Stopping this execution stops the watching, not the deletion.**`;

/**
 * The sub-workflow that waits: Wait → Gong CRM: Get Status → finished? → back, or end. It is made of
 * n8n's own nodes and this package's other node, so that whoever opens it can read it. It is entered at
 * Get Status, which then only gets ready for the first wait (see `crashGuard.ts`).
 *
 * @param states of the items that will go round, for the name
 * @param parentNode the node that waits: its package, credentials and name are taken over
 * @param parentSettings of the workflow it is in, for what to save and whom to let run it
 */
export function buildWaitingWorkflow(
	watch: Watch,
	states: ItemState[],
	parentNode: INode,
	parentSettings: IWorkflowSettings,
): IWorkflowBase {
	const [, packageName = ''] = /^(.*)\.[^.]+$/.exec(parentNode.type) ?? [];
	const { authentication } = watch.settings;
	const credentialType = credentialTypeOf(authentication);
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		position: [number, number],
		parameters: INode['parameters'],
	): INode => ({ id: `gong-${position.join('-')}`, name, type, typeVersion, position, parameters });

	const nodes: INode[] = [
		node(names.start, 'n8n-nodes-base.executeWorkflowTrigger', 1.1, [0, 0], {
			inputSource: 'passthrough',
		}),
		node(names.wait, 'n8n-nodes-base.wait', 1.1, [680, 110], {
			resume: 'timeInterval',
			amount: '={{ $json.nextCheckInSeconds }}',
			unit: 'seconds',
		}),
		{
			...node(names.ask, `${packageName}.gongCrm`, 1, [220, 0], {
				authentication,
				resource: 'request',
				operation: 'getStatus',
				integrationId: { __rl: true, mode: 'id', value: '={{ $json.deletion.integrationId }}' },
				clientRequestId: '={{ $json.deletion.clientRequestId }}',
				watch: JSON.stringify(watch),
			}),
			credentials: {
				[credentialType]: parentNode.credentials?.[credentialType] ?? { id: null, name: '' },
			},
		},
		node(names.finished, 'n8n-nodes-base.if', 2.2, [440, 0], {
			conditions: {
				combinator: 'and',
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: [
					{
						id: 'finished',
						leftValue: '={{ $json.nextCheckInSeconds === undefined }}',
						rightValue: '',
						operator: { type: 'boolean', operation: 'true', singleValue: true },
					},
				],
			},
			options: {},
		}),
		node(names.end, 'n8n-nodes-base.noOp', 1, [680, -90], {}),
		node('Note', 'n8n-nodes-base.stickyNote', 1, [160, -290], {
			content: note,
			width: 600,
			height: 150,
		}),
	];
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	const now = new Date();
	return {
		// n8n fills in the ID of the workflow that the waiting node is in.
		id: '',
		name: describeWait(states),
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
		nodes,
		connections: {
			[names.start]: { main: [to(names.ask)] },
			[names.wait]: { main: [to(names.ask)] },
			[names.ask]: { main: [to(names.finished)] },
			[names.finished]: { main: [to(names.end), to(names.wait)] },
		},
		settings: {
			...parentSettings,
			executionOrder: 'v1',
			// The wait has a maximum of its own; a timeout would end it without a word.
			executionTimeout: -1,
			// The waiting workflow reports what goes wrong, once is enough.
			errorWorkflow: undefined,
		},
	};
}

/** "Waiting for Gong to delete 5517027188234205706", or how many there are. */
function describeWait(states: ItemState[]): string {
	const ids = new Set(states.flatMap(({ deletion }) => (deletion ? [deletion.integrationId] : [])));
	const [first] = ids;
	return `Waiting for Gong to delete ${ids.size === 1 ? first : `${ids.size} CRM integrations`}`;
}
