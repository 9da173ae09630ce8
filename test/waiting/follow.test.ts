import { succeed } from '../../nodes/n8n/result';
import { followGroups } from '../../nodes/waiting/follow';
import { scripted } from '../gong/scripted';
import { node } from '../workflows/build';
import { createScriptedRun } from '../items/scriptedRun';
import { deletion, follow } from './requests';

test('where something unforeseen ends a run, what has come to its end stays a result, and the rest is named', async () => {
	const asked = {
		getInputData: () => [{ json: {} }, { json: {} }],
		getNode: () => node('Gong', 'n8n-nodes-gong-crm.gongCrm', {}),
		getExecutionCancelSignal: () => undefined,
		addExecutionHints: () => {},
	};
	const requests = [
		deletion({ integrationId: '7', items: [0], status: 'DONE' }),
		deletion({ integrationId: '8', items: [1], clientRequestId: 'open' }),
	];
	const followed = await followGroups(
		createScriptedRun(asked, scripted({ noAnswer: 'Nobody is to be called' }), {
			stopOnError: false,
			wait: true,
		}),
		{ groups: requests, refused: [] },
		async (request) => await Promise.resolve(succeed(follow(request))),
		() => {
			throw new Error('Nobody thought of this');
		},
	);
	expect(followed).toMatchObject({
		value: [
			{ json: { integrationId: '7', deleted: true } },
			{
				json: {
					error: 'Nobody thought of this',
					message: expect.stringContaining('open'),
					details: { integrationId: '8' },
				},
			},
		],
	});
});
