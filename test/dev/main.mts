import { execFile } from 'node:child_process';
import { cpSync, watch } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import colors from 'picocolors';
import { addAccount, addKey } from '../e2e/deletions.mts';
import { exampleFiles, readExample } from '../e2e/examples.mts';
import { packageFolder, removeTemporaryFolders } from '../e2e/folders.mts';
import { type N8nInstance, signInAt, startN8n } from '../e2e/n8n.mts';
import { say } from '../e2e/progress.mts';
import { OWNER } from '../e2e/n8nApi.mts';
import { startSimulator } from '../simulator/startSimulator.js';
import { filledIn } from '../workflows/examples.ts';

/**
 * `npm run dev`: a full n8n with this package, a simulated Gong, both credentials and the examples.
 * Changes to nodes, credentials and icons are built and loaded while it runs.
 */

const run = promisify(execFile);
const dist = join(packageFolder, 'dist');

const simulator = await startSimulator({ deleteTakes: 90_000 });
say(`The simulated Gong answers at ${simulator.url}; a deletion takes 90 s`);
say('Starting n8n (the first time it is installed, which takes about five minutes)');
const n8n = await startN8n({
	name: 'dev',
	environment: {
		N8N_DEV_RELOAD: 'true',
		...signInAt(simulator.oauth),
	},
});

const credentials = await createCredentials(n8n);
for (const file of exampleFiles) {
	const { name } = await n8n.api.createWorkflow(filledIn(readExample(file), credentials));
	say(`Imported "${name}"`);
}
watchSources(n8n);

console.log(`
  ${colors.bold('Editor')}    ${colors.cyan(n8n.url)}
  ${colors.bold('Sign in')}   ${OWNER.email}, password ${OWNER.password}
  ${colors.bold('Gong')}      ${simulator.url}, key ${simulator.accessKey}, secret ${simulator.accessKeySecret}

  Both credentials and the examples are there. Changes are loaded as you save. Ctrl+C ends it.
`);

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.on(signal, () => {
		if (ending) return;
		ending = true;
		say('Stopping');
		void Promise.all([n8n.stop(), simulator.stop()]).finally(() => {
			removeTemporaryFolders();
			process.exit(0);
		});
	});

async function createCredentials(main: N8nInstance) {
	const key = await addKey(main, simulator, simulator.url, 'Gong key (simulated)');
	const account = await addAccount(main, simulator, {}, 'Gong account (simulated)');
	say('Created both credentials and connected the OAuth one');
	return [key, account];
}

/** Builds after a change, and puts the result where n8n looks; n8n itself notices. */
function watchSources({ userFolder }: N8nInstance): void {
	const target = join(userFolder, '.n8n/nodes/node_modules/n8n-nodes-gong-crm/dist');
	let due: NodeJS.Timeout | undefined;
	let building = Promise.resolve();
	const build = async () => {
		try {
			await run('npm', ['run', 'build'], { cwd: packageFolder });
			cpSync(dist, target, { recursive: true });
			say('Built and loaded your change');
		} catch (error) {
			say(`Your change does not build:\n${(error as { stdout?: string }).stdout ?? String(error)}`);
		}
	};
	for (const folder of ['nodes', 'credentials', 'icons'])
		watch(join(packageFolder, folder), { recursive: true }, () => {
			clearTimeout(due);
			due = setTimeout(() => {
				building = building.then(build);
			}, 300);
		});
}
