import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import { defineCase, type Stage } from '../case.mts';
import { startChatModel, type Turn } from '../chatModel.mts';
import {
	addKey,
	addWorkflowAround,
	assertDeletedOnce,
	deleteEach,
	ids,
	received,
	run,
	startGong,
	untilSucceeded,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';
import { node, to } from '../../workflows/build.ts';
import { byId, deleteTool, signedIn } from '../../workflows/nodes.ts';

/** As n8n names the node's tool for the model. */
const TOOL = 'Delete';

/** A tool answers an agent within a minute; n8n and the model have the rest. In ms. */
const MINUTE = 60_000;

/** How n8n's agents call a tool: the first does it itself, the second has the engine do it. */
const agents = { itself: 2.2, engine: 3 } as const;

interface Question {
	agent: keyof typeof agents;
	parameters: INodeParameters;
	/** In ms. */
	deleteTakes?: number;
}

/** A value that the model gives. */
const fromModel = (key: string) => `={{ $fromAI('${key}', '', 'boolean') }}`;

/** Has n8n's agent talk to a model that calls our tool. Returns what the tool and the agent said. */
async function ask(stage: Stage, { agent, parameters, deleteTakes = 5000 }: Question) {
	const n8n = await useSharedN8n(stage);
	const gong = await startGong(stage, [{ deleteTakes }]);
	const key = await addKey(n8n, gong);
	const turns: Turn[] = [
		// Whatever the model can have a say in, it wants deleted.
		{ tool: TOOL, input: { Integration: ids[0], Allow: true, DryRun: false } },
		{ answer: 'It has been asked for.' },
	];
	const model = await startChatModel(turns);
	stage.defer(model.stop);
	const account = await n8n.api.createCredential('openAiApi', `Model ${model.url}`, {
		apiKey: 'none',
		url: model.url,
	});
	const workflow = await addWorkflowAround(n8n, {
		nodes: [
			node(
				'AI Agent',
				'@n8n/n8n-nodes-langchain.agent',
				{ promptType: 'define', text: 'Delete it.', options: {} },
				{ typeVersion: agents[agent] },
			),
			node(
				'Model',
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				{ model: byId('stand-in'), options: {} },
				{ typeVersion: 1.2, ...signedIn(account) },
			),
			deleteTool(TOOL, key, {
				...deleteEach,
				integrationId: byId("={{ $fromAI('Integration', '', 'string') }}"),
				...parameters,
			}),
		],
		connections: {
			'AI Agent': { main: [[to('Next')]] },
			Model: { ai_languageModel: [[to('AI Agent', 'ai_languageModel')]] },
			[TOOL]: { ai_tool: [[to('AI Agent', 'ai_tool')]] },
		},
	});
	const execution = await untilSucceeded(n8n, await run(n8n, workflow), 4 * MINUTE);
	assert.equal(received(execution)[0].output, 'It has been asked for.');
	const [first, second] = model.requests;
	const told = second.messages.find(({ role }) => role === 'tool');
	const [tool] = execution.data.resultData.runData[TOOL];
	return {
		gong,
		offered: first.tools?.find(({ function: { name } }) => name === TOOL)?.function,
		told: JSON.parse(String(told?.content)) as Array<Record<string, unknown>>,
		took: tool.executionTime ?? Infinity,
		childExecutions: await n8n.api.childExecutionsOf(execution),
	};
}

/** What the model was told about the integration. */
const said = ({ told }: Awaited<ReturnType<typeof ask>>) =>
	told.map(({ integrationId, status, deleted, timedOut }) => [
		integrationId,
		status,
		deleted,
		timedOut,
	]);

export default defineCase({
	number: 41,
	title:
		'n8n’s AI agent deletes with the tool only where the builder allows it, and gets an answer within a minute, parked for nothing',
	long: true,
	light: true,
	everyN8n: true,
	async run(stage) {
		const allowed = { allowAgentToDelete: true };
		const [small, byEngine, large, ...forbidden] = await Promise.all([
			ask(stage, { agent: 'itself', parameters: allowed }),
			ask(stage, { agent: 'engine', parameters: allowed }),
			ask(stage, { agent: 'itself', parameters: allowed, deleteTakes: 3_600_000 }),
			...(['itself', 'engine'] as const).flatMap((agent) =>
				[{}, { allowAgentToDelete: fromModel('Allow'), dryRun: fromModel('DryRun') }].map(
					async (parameters) => await ask(stage, { agent, parameters }),
				),
			),
		]);
		assert.match(small.offered?.description ?? '', /Delete a CRM integration from Gong.*dry run/);
		for (const one of [small, byEngine]) {
			assert.deepEqual(said(one), [[ids[0], 'DONE', true, false]]);
			assertDeletedOnce(one.gong, [ids[0]]);
		}
		assert.deepEqual(said(large), [[ids[0], 'PENDING', false, true]]);
		stage.figure('the tool answered after', `${small.took / 1000} s and ${large.took / 1000} s`);
		assert.ok(large.took <= MINUTE + 5000, `${large.took} ms`);
		assert.equal(large.childExecutions.length, 0);

		for (const one of forbidden) {
			assert.deepEqual(said(one), [[ids[0], 'DRY_RUN', false, false]]);
			assert.match(String(one.told[0].note), /^Nothing was deleted: .*It would delete/);
			assertDeletedOnce(one.gong, []);
		}
	},
});
