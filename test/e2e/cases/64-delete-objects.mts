import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflowAround,
	ids,
	ofAccounts,
	received,
	run,
	startGong,
	untilSucceeded,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';
import { connect } from '../../simulator/client.ts';
import { node, to } from '../../workflows/build.ts';
import { gongNode, noOp } from '../../workflows/nodes.ts';

const objectType = 'ACCOUNT';
/** The second is refused by Gong, the third is no ID. */
const items = ['a1', 'a2', 'not an ID', 'a4'];
const outcomes = ['deleted', 'refused', 'invalid', 'unknown'];

export default defineCase({
	number: 64,
	title:
		'objects are deleted once though an answer is lost, and a Switch on their outcome sends each its way',
	async run(stage) {
		const gong = await startGong(stage, [{}], { uploadTakes: 0 });
		const stored = items.map((objectId) => ({
			objectId: objectId.replaceAll(' ', '-'),
			modifiedDate: '2026-01-31T12:00:00Z',
		}));
		await connect(gong).upload(
			{ integrationId: ids[0], objectType, clientRequestId: 'earlier' },
			stored,
		);
		gong.setUpload({
			takes: 0,
			refuses: ({ objectId }) => (objectId === 'a2' ? 'Not this one' : undefined),
		});
		const n8n = await useSharedN8n(stage);
		const parameters = { ...ofAccounts, objectId: '={{ $json.id }}' };
		const settings = { onError: 'continueRegularOutput' as const };
		const switchOn = node(
			'By Outcome',
			'n8n-nodes-base.switch',
			{
				mode: 'expression',
				numberOutputs: outcomes.length + 1,
				output: `={{ [...${JSON.stringify(outcomes)}, ($json.details ?? $json).outcome].indexOf(($json.details ?? $json).outcome) }}`,
			},
			{ typeVersion: 3.2 },
		);
		const workflow = await addWorkflowAround(n8n, {
			nodes: [
				gongNode('Delete', await addKey(n8n, gong), 'object', 'delete', parameters, settings),
				switchOn,
				...[...outcomes, 'other'].map(noOp),
			],
			connections: {
				Delete: { main: [[to(switchOn.name)]] },
				[switchOn.name]: { main: [...outcomes, 'other'].map((name) => [to(name)]) },
			},
		});
		/** Runs it, and returns the items that came out of each output of the Switch. */
		const routed = async (which: string[]) => {
			const execution = await untilSucceeded(n8n, await run(n8n, workflow, which));
			return Object.fromEntries(
				[...outcomes, 'other'].map((name) => [
					name,
					received(execution, name).map(({ details, ...json }) => details ?? json) as Array<
						Record<string, unknown>
					>,
				]),
			);
		};
		const idsOf = (list: Array<Record<string, unknown>>) => list.map(({ objectId }) => objectId);

		gong.addFault({ on: 'POST /v2/crm/entities', kind: 'lostAnswer' });
		const { deleted, refused, invalid, unknown, other } = await routed(items);
		assert.deepEqual([deleted, refused, unknown, other].map(idsOf), [['a1', 'a4'], ['a2'], [], []]);
		assert.equal(invalid.length, 1);
		for (const one of deleted)
			assert.deepEqual(
				[one.deleted, one.fileStatus, one.recovered],
				[true, 'FAILED', true],
				'by a request whose answer was lost',
			);
		assert.deepEqual([refused[0].deleted, invalid[0].deleted], [false, false]);
		assert.deepEqual(
			gong.uploads().map(({ lines }) => lines),
			[4, 3],
			'sent once',
		);
		assert.deepEqual(
			gong.objects(ids[0], objectType).map(({ objectId }) => objectId),
			['a2', 'not-an-ID'],
		);

		gong.addFault({ on: 'POST /v2/crm/entities', kind: 'lostAnswer', times: Infinity });
		gong.addFault({
			on: 'GET /v2/crm/request-status',
			kind: 'status',
			status: 503,
			times: Infinity,
		});
		const lost = await routed(['a4', 'a5']);
		assert.deepEqual(idsOf(lost.unknown), ['a4', 'a5'], 'nobody knows whether Gong has it');
		assert.deepEqual(
			lost.unknown.map((one) => [one.deleted, one.finished]),
			[
				[null, false],
				[null, false],
			],
		);
	},
});
