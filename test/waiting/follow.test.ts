import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeParameters } from '../../nodes/n8n/parameters';
import { succeed } from '../../nodes/n8n/result';
import { followGroups } from '../../nodes/waiting/follow';
import { scripted } from '../gong/scripted';
import { node } from '../workflows/build';
import { deletion, follow, settings } from './requests';

test('where something unforeseen ends a run, what has come to its end stays a result, and the rest is named', async () => {
	const { client, clock } = scripted({ noAnswer: 'Nobody is to be called' });
	const context = {
		getInputData: () => [{ json: {} }, { json: {} }],
		getNode: () => node('Gong', 'n8n-nodes-gong-crm.gongCrm', {}),
		getExecutionCancelSignal: () => undefined,
		addExecutionHints: () => {},
	} as unknown as IExecuteFunctions;
	const requests = [
		deletion({ integrationId: '7', items: [0], status: 'DONE' }),
		deletion({ integrationId: '8', items: [1], clientRequestId: 'open' }),
	];
	const followed = await followGroups(
		{
			context,
			parameters: new NodeParameters(context),
			settings: {
				...settings,
				stopOnError: false,
				wait: true,
				suspend: true,
				deadline: null,
				lastDeadline: null,
				agentsUntil: null,
			},
			client,
			clock,
			startedAt: clock.now(),
		},
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
