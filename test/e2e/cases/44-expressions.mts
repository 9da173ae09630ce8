import assert from 'node:assert/strict';
import type { INode, INodeParameters } from 'n8n-workflow';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflowOf,
	ids,
	ofAccounts,
	received,
	run,
	startGong,
	untilEnded,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';
import type { NodeSettings } from '../../workflows/build.ts';
import { byId, code, deleteNode, gongNode } from '../../workflows/nodes.ts';

/** What n8n cannot evaluate where the node runs. */
const broken = {
	'a node that has not run': "$('Later').item.json.value",
	'a lost pairing': "$('Items').item.json.value",
};

/** The expression for the second item, and something usable for the others. */
const forSecond = (expression: string, otherwise: string): string =>
	`={{ $json.n === 2 ? ${expression} : ${otherwise} }}`;

/** The items, and one more that is dropped: from there on n8n cannot tell which item came of which. */
const items: INode[] = [
	code('Items', 'return [...$json.body.items, {}].map((json) => ({ json }));'),
	code('Drop One', 'return $input.all().slice(0, -1).map(({ json }) => ({ json }));'),
];

const integrations = ids.map((id, index) => ({ id, n: index + 1 }));
const objects = ['a1', 'a2', 'a3'].map((id, index) => ({ id, n: index + 1 }));

type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
const onErrors: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];

interface Broken {
	title: string;
	parameters: INodeParameters;
	/** Whether it counts for the whole run; otherwise it is the second item's. */
	ofRun?: boolean;
}

const deletion: INodeParameters = { integrationId: byId('={{ $json.id }}') };
const deletions: Broken[] = [
	...Object.entries(broken).map(([title, expression]) => ({
		title: `${title}, in Integration`,
		parameters: { integrationId: byId(forSecond(expression, '$json.id')) },
	})),
	{
		title: 'in an option',
		parameters: {
			...deletion,
			options: {
				expectedName: forSecond(broken['a node that has not run'], "'Integration ' + $json.n"),
			},
		},
	},
	{
		title: 'in Dry Run',
		parameters: { ...deletion, dryRun: forSecond(broken['a lost pairing'], 'false') },
	},
	{
		title: 'in Wait for Completion',
		parameters: { ...deletion, waitForCompletion: `={{ ${broken['a node that has not run']} }}` },
		ofRun: true,
	},
	{
		title: 'in a wait option',
		parameters: {
			...deletion,
			waitForCompletion: true,
			waitOptions: { maxWaitHours: `={{ ${broken['a lost pairing']} }}` },
		},
		ofRun: true,
	},
];

const upload = (name: string): INodeParameters => ({
	...ofAccounts,
	source: 'items',
	fields: { mappingMode: 'defineBelow', value: { objectId: '={{ $json.id }}', name } },
	waitForCompletion: true,
});
const uploads: Broken[] = [
	...Object.entries(broken).map(([title, expression]) => ({
		title: `${title}, in a mapped column`,
		parameters: upload(forSecond(expression, '$json.id')),
	})),
	{
		title: 'in the object type',
		parameters: { ...upload('Acme'), objectType: `={{ ${broken['a node that has not run']} }}` },
		ofRun: true,
	},
];

/** Fails unless an item says what went wrong, in the words and keys of an error item. */
function assertErrorItem(json: Record<string, unknown>): void {
	assert.ok(typeof json.error === 'string' && json.error !== '', JSON.stringify(json));
	assert.ok('message' in json && 'details' in json, JSON.stringify(json));
}

export default defineCase({
	number: 44,
	title:
		'a value that n8n cannot evaluate is the error of its item with each On Error setting, and the input never comes out as a result',
	light: true,
	everyN8n: 'canary',
	async run(stage) {
		const n8n = await useSharedN8n(stage);

		/** Runs three items, and checks what came out of the second, or of all. */
		const check = async (
			{ title, ofRun = false }: Broken,
			onError: OnError,
			make: (key: Parameters<typeof deleteNode>[1], settings: NodeSettings) => INode,
			input: Array<Record<string, unknown>>,
			done: (gong: Awaited<ReturnType<typeof startGong>>) => string[],
		): Promise<void> => {
			const gong = await startGong(stage, [{}, {}, {}], { deleteTakes: 600_000, uploadTakes: 0 });
			const key = await addKey(n8n, gong);
			const workflow = await addWorkflowOf(n8n, [...items, make(key, { onError })]);
			const execution = await untilEnded(n8n, await run(n8n, workflow, input));
			const about = `${title}, ${onError}`;
			const results = received(execution);
			const troubles = received(execution, 'Trouble');

			const bad = ofRun ? input : [input[1]];
			const good = input.filter((item) => !bad.includes(item)).map(({ id }) => String(id));
			if (onError === 'stopWorkflow') {
				assert.equal(execution.status, 'error', about);
				assert.deepEqual(done(gong), [], about);
				return;
			}
			assert.equal(execution.status, 'success', about);
			assert.deepEqual(done(gong), good, about);
			// A result has the fields of a result; the input has others.
			const isError = ({ error }: Record<string, unknown>) => error !== undefined;
			for (const json of results.filter((one) => !isError(one)))
				assert.ok('clientRequestId' in json && !('n' in json), `${about}: ${JSON.stringify(json)}`);
			if (onError === 'continueErrorOutput') {
				assert.equal(results.filter(isError).length, 0, about);
				assert.deepEqual([results.length, troubles.length], [good.length, bad.length], about);
				assert.deepEqual(
					troubles.map(({ id }) => id),
					bad.map(({ id }) => id),
					`${about}: the input comes along`,
				);
				troubles.forEach(assertErrorItem);
				return;
			}
			assert.equal(troubles.length, 0, about);
			assert.equal(results.length, input.length, about);
			assert.deepEqual(
				results.map(isError),
				input.map((item) => bad.includes(item)),
				about,
			);
			results.filter(isError).forEach(assertErrorItem);
		};

		const work = [
			...deletions.flatMap((one) =>
				onErrors.map(
					(onError) => async () =>
						await check(
							one,
							onError,
							(key, settings) =>
								deleteNode(
									'Delete',
									key,
									{ waitForCompletion: false, ...one.parameters },
									settings,
								),
							integrations,
							(gong) => gong.deletions().map(({ integrationId }) => integrationId),
						),
				),
			),
			...uploads.flatMap((one) =>
				onErrors.map(
					(onError) => async () =>
						await check(
							one,
							onError,
							(key, settings) =>
								gongNode('Upload', key, 'object', 'upload', one.parameters, settings),
							objects,
							(gong) => gong.objects(ids[0], 'ACCOUNT').map(({ objectId }) => String(objectId)),
						),
				),
			),
		];
		const failures: string[] = [];
		// A few at a time: each code node takes n8n a tenth of a second.
		const next = async (): Promise<void> => {
			for (let one = work.shift(); one; one = work.shift())
				await one().catch((error: Error) => failures.push(error.message));
		};
		await Promise.all(Array.from({ length: 4 }, next));
		assert.deepEqual(failures, []);
	},
});
