import colors from 'picocolors';
import { type IDataObject, sleep } from 'n8n-workflow';
import { startWorkflow } from '../harness/runWorkflow';
import { credentialsFor, deletion, gongCrm } from '../harness/workflows';
import { type JournalEntry, type Simulator, startSimulator } from '../simulator/startSimulator';
import { showCall } from './showCall';
import { byId } from '../workflows/nodes';

/** What to play. */
export interface Play {
	/** How long a deletion takes, in ms. */
	takes: number;
	/** How many integrations to delete. */
	items: number;
	/** Gong reports FAILED. */
	fail: boolean;
	print: (line?: string) => void;
}

/** Beyond 2^53: JavaScript would read these as …000. */
const firstId = 5517027188234205706n;

/**
 * Deletes integrations with the built package on n8n's engine and shows every step.
 *
 * @returns what is not as it should be; empty = all well
 */
export async function playDeletion({ takes, items, fail, print }: Play): Promise<string[]> {
	const integrations = Array.from({ length: items }, (_, index) => ({
		integrationId: String(firstId + BigInt(index)),
		name: items === 1 ? 'Acme CRM' : `Acme CRM ${index + 1}`,
		ownerEmail: 'crm-admin@example.com',
	}));
	const simulator = await startSimulator({
		integrations,
		deleteTakes: takes,
		outcome: fail ? 'FAILED' : 'DONE',
		onCall: (call) => showCall(call, print),
	});
	print(`${colors.bold('Gong')}, simulated, answers at ${simulator.url}`);
	try {
		return await play(simulator, integrations, { takes, items, fail, print });
	} finally {
		await simulator.stop();
	}
}

async function play(
	simulator: Simulator,
	integrations: Array<{ integrationId: string }>,
	{ takes, fail, print }: Play,
): Promise<string[]> {
	const credentials = credentialsFor(simulator);

	print();
	print(colors.bold('Gong CRM: Get Many') + ' asks which integrations there are');
	const found = await startWorkflow({ workflow: gongCrm('integration', 'getMany'), credentials })
		.finished;
	for (const item of found.json('Next'))
		print(
			`  found ${colors.cyan(String(item.name))}, ID ${colors.cyan(String(item.integrationId))}`,
		);

	// Gong counts calls by the second, and the list was one.
	await sleep(1000);
	print();
	print(
		`${colors.bold('Manual Trigger → Delete CRM Integration → Next')} with Wait for Completion; a deletion takes ${takes / 1000} s`,
	);
	const run = await startWorkflow({
		workflow: deletion({
			parameters: {
				waitForCompletion: true,
				integrationId: byId('={{ $json.integrationId }}'),
			},
		}),
		credentials,
		items: found.json('Next'),
		mode: 'manual',
	}).finished;

	print();
	const arrived = run.json('Next');
	print(
		`${colors.bold('Next')} received ${arrived.length} item${arrived.length === 1 ? '' : 's'}:`,
	);
	for (const item of arrived) for (const line of describe(item)) print(`  ${line}`);

	print();
	print(`${colors.bold('Proof')}, from what the simulated Gong wrote down:`);
	const deletes = simulator.calls('DELETE', '/v2/crm/integrations');
	for (const { integrationId, clientRequestId, status } of deletes)
		print(`  DELETE ${integrationId} as ${clientRequestId}: ${status}`);
	return [
		...(run.status === 'success' ? [] : [`the run ended as ${run.status}: ${run.error?.message}`]),
		...integrations.flatMap(({ integrationId }, index) =>
			judge(integrationId, arrived[index], deletes, fail),
		),
		...(deletes.length === integrations.length
			? []
			: [`${deletes.length} DELETE calls for ${integrations.length} integrations`]),
	];
}

const describe = (item: IDataObject): string[] =>
	['integrationId', 'status', 'deleted', 'statusChecks', 'submittedAt', 'finishedAt', 'errors']
		.filter((field) => JSON.stringify(item[field]) !== '[]')
		.map((field) => `${field}: ${colors.cyan(JSON.stringify(item[field]))}`);

/** What is wrong about one integration. */
function judge(
	integrationId: string,
	item: IDataObject | undefined,
	deletes: JournalEntry[],
	fail: boolean,
): string[] {
	const sent = deletes.filter(({ query }) => query.integrationId === integrationId).length;
	const status = fail ? 'FAILED' : 'DONE';
	return [
		...(sent === 1 ? [] : [`integration ${integrationId} got ${sent} DELETE calls`]),
		...(item?.integrationId === integrationId && item.status === status
			? []
			: [`the item for ${integrationId} is ${JSON.stringify(item)}`]),
	];
}
