import colors from 'picocolors';
import type { IDataObject } from 'n8n-workflow';
import { startWorkflow } from '../harness/runWorkflow';
import { credentialsFor, gongCrm } from '../harness/workflows';
import { type Simulator, startSimulator } from '../simulator/startSimulator';
import { showCall } from './showCall';
import { byId } from '../workflows/nodes';

/** What to play. */
export interface UploadPlay {
	/** How long Gong takes over a file, in ms. */
	takes: number;
	print: (line?: string) => void;
}

/** Beyond 2^53: JavaScript would read it as …000. */
const integrationId = '5517027188234205706';

const DEALS = 1000;
/** Has a close date that is none, which the node sees before it sends anything. */
const UNUSABLE = 'deal-250';
/** Gong refuses it. */
const LOCKED = 'deal-750';

/**
 * Uploads a thousand deals, two of which are refused, with the built package on n8n's engine, and
 * shows every step.
 *
 * @returns what is not as it should be; empty = all well
 */
export async function playUpload({ takes, print }: UploadPlay): Promise<string[]> {
	const simulator = await startSimulator({
		uploadTakes: takes,
		onCall: (call) => showCall(call, print),
	});
	simulator.setUpload({
		refuses: ({ objectId }) => (objectId === LOCKED ? 'The deal is locked' : undefined),
	});
	print(`${colors.bold('Gong')}, simulated, answers at ${simulator.url}`);
	try {
		return await play(simulator, { takes, print });
	} finally {
		await simulator.stop();
	}
}

/** A row of the CRM: what does not differ is the same in all. */
const deal = (number: number): IDataObject => ({
	objectId: `deal-${number}`,
	modifiedDate: '2026-05-01T12:00:00Z',
	name: `Deal ${number}`,
	accountId: `account-${number % 100}`,
	ownerId: 'ada',
	closeDate: `deal-${number}` === UNUSABLE ? 'next spring' : '2027-03-31',
	status: 'OPEN',
	amount: 100 * number,
});

async function play(simulator: Simulator, { takes, print }: UploadPlay): Promise<string[]> {
	print();
	print(
		`${colors.bold('Manual Trigger → CRM Object: Upload → Next')} with ${DEALS} deals; Gong takes ${takes / 1000} s over a file`,
	);
	const run = await startWorkflow({
		workflow: gongCrm('object', 'upload', {
			parameters: { integrationId: byId(integrationId), objectType: 'DEAL' },
			node: { onError: 'continueErrorOutput' },
		}),
		credentials: credentialsFor(simulator),
		items: Array.from({ length: DEALS }, (_, index) => deal(index + 1)),
		mode: 'manual',
	}).finished;

	const taken = run.json('Next');
	const refused = run.json('Trouble');
	print();
	print(`${colors.bold('Next')} received ${taken.length} items; the first:`);
	for (const field of ['objectId', 'uploaded', 'outcome', 'file', 'line', 'finishedAt'])
		print(`  ${field}: ${colors.cyan(JSON.stringify(taken[0]?.[field]))}`);
	print('  (Gong calls a file FAILED as soon as it refuses one of its lines.)');
	print(`The ${colors.bold('error output')} received ${refused.length}:`);
	for (const { error, message } of refused) {
		print(`  ${colors.yellow(String(error))}`);
		print(`    ${String(message)}`);
	}

	const stored = simulator.objects(integrationId, 'DEAL').map(({ objectId }) => objectId);
	const uploads = simulator.uploads();
	print();
	print(`${colors.bold('Proof')}, from what the simulated Gong wrote down:`);
	for (const { clientRequestId, lines, bytes, status } of uploads)
		print(`  an upload of ${lines} lines, ${bytes} bytes, as ${clientRequestId}: ${status}`);
	print(`  ${stored.length} deals stored, ${DEALS - stored.length} not: ${missing(stored)}`);

	return [
		...(run.status === 'success' ? [] : [`the run ended as ${run.status}: ${run.error?.message}`]),
		...(uploads.length === 1 ? [] : [`${uploads.length} uploads instead of one`]),
		...(missing(stored) === `${UNUSABLE}, ${LOCKED}` ? [] : ['the wrong deals are not stored']),
		...(taken.every(({ uploaded }) => uploaded === true) &&
		taken.map(({ objectId }) => objectId).join() === stored.join()
			? []
			: ['the items do not say what is stored']),
		...(refused.length === 2 ? [] : [`${refused.length} refused items instead of two`]),
	];
}

/** The deals of the input that are not among these, in the input's order. */
function missing(stored: unknown[]): string {
	const there = new Set(stored);
	return Array.from({ length: DEALS }, (_, index) => `deal-${index + 1}`)
		.filter((id) => !there.has(id))
		.join(', ');
}
