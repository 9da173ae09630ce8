import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import {
	startSimulator,
	type Simulator,
	type SimulatorOptions,
} from '../../simulator/startSimulator.ts';
import type { Stage } from '../case.mts';
import { addKey } from '../deletions.mts';
import { type N8nInstance, signInAt } from '../n8n.mts';
import { BROWSER_ID, type Credential, type Workflow, type WorkflowDefinition } from '../n8nApi.mts';
import { Editor, PATIENCE } from './editor.mts';
import { PIXEL_RATIO } from './images.mts';
import { launchChromium } from './playwright.mts';
import { chain } from '../../workflows/build.ts';
import { manualTrigger } from '../../workflows/nodes.ts';

/** IDs that a JavaScript number would round. */
export const integrations = {
	acme: {
		integrationId: '5517027188234205706',
		name: 'Acme CRM',
		ownerEmail: 'crm-admin@example.com',
	},
	sandbox: {
		integrationId: '9007199254740993',
		name: 'Sandbox CRM',
		ownerEmail: 'ops@example.com',
	},
	archived: {
		integrationId: '9223372036854775807',
		name: 'Archived CRM',
		ownerEmail: 'it@example.com',
	},
};

export interface BrowserStage {
	n8n: N8nInstance;
	simulator: Simulator;
	editor: Editor;
	/** Stores the simulator's key pair in n8n. */
	addKey(): Promise<Credential>;
}

/** An n8n of the case's own, which connects accounts with this simulator. */
const startOwnN8n = async (stage: Stage, { oauth }: Simulator): Promise<N8nInstance> =>
	await stage.startN8n({ editor: true, environment: signInAt(oauth) });

/** Without a graphics card, a picture that turns takes half a processor for as long as the page is open. */
const standStill = `addEventListener('DOMContentLoaded', () => {
	const style = document.createElement('style');
	style.textContent = '*, ::before, ::after { animation: none !important; transition: none !important; }';
	document.head.append(style);
});`;

/**
 * A simulator, an n8n, and a browser that is signed in to it.
 *
 * @param startN8n `useSharedN8n` where it makes no difference what else the n8n holds
 */
export async function openEditor(
	stage: Stage,
	options: SimulatorOptions = {},
	startN8n: (stage: Stage, simulator: Simulator) => Promise<N8nInstance> = startOwnN8n,
): Promise<BrowserStage> {
	const simulator = await startSimulator({
		integrations: Object.values(integrations),
		oneIntegrationAtATime: false,
		deleteTakes: 2_500,
		...options,
	});
	stage.defer(async () => await simulator.stop());
	const n8n = await startN8n(stage, simulator);
	const browser = await launchChromium();
	stage.defer(async () => await browser.close());
	const context = await browser.newContext({
		viewport: { width: 1440, height: 900 },
		deviceScaleFactor: PIXEL_RATIO,
		colorScheme: 'light',
		locale: 'en-GB',
		timezoneId: 'UTC',
		reducedMotion: 'reduce',
	});
	context.setDefaultTimeout(PATIENCE);
	// The owner's own session: signing in on screen loads the whole editor once more, 13 s of a processor.
	await context.addCookies(n8n.api.session.map((cookie) => ({ ...cookie, url: n8n.url })));
	await context.addInitScript(`localStorage.setItem('n8n-browserId', '${BROWSER_ID}')`);
	await context.addInitScript(standStill);
	const editor = new Editor(await context.newPage(), n8n.url, stage.name.slice(0, 2));
	stage.defer(async () => await editor.screenshotAsIs('at-the-end'));
	return {
		n8n,
		simulator,
		editor,
		addKey: async () => await addKey(n8n, simulator, simulator.url, 'Gong access key'),
	};
}

export const nodeName = 'Delete CRM Integration';

/** The *Integration* parameter as picked from the list. */
export const picked = ({ integrationId, name, ownerEmail }: (typeof integrations)['sandbox']) => ({
	__rl: true,
	mode: 'list',
	value: integrationId,
	cachedResultName: `${name} (${integrationId}, ${ownerEmail})`,
});

/** "Run by Hand" and then these nodes, one after the other. */
export const byHand = (name: string, ...nodes: INode[]): WorkflowDefinition => ({
	name,
	...chain(manualTrigger('Run by Hand'), ...nodes),
});

/** What n8n has stored of a node's parameters, without those that are as they come. */
export async function storedParameters(
	{ api }: N8nInstance,
	{ id }: Workflow,
	name: string,
): Promise<Record<string, unknown> & { integrationId?: Record<string, unknown> }> {
	const { nodes } = await api.call<Workflow>('GET', `/rest/workflows/${id}`);
	return nodes.find((node) => node.name === name)?.parameters ?? {};
}

/** Waits until n8n has saved a change, which it does by itself a moment later. */
export async function untilSaved(isSo: () => Promise<boolean>): Promise<void> {
	for (const deadline = Date.now() + 30_000; !(await isSo()); await sleep(250))
		assert.ok(Date.now() < deadline, 'n8n did not save the workflow');
}
