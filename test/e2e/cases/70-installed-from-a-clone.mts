import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertDeletedOnce,
	ids,
	received,
	run,
	startGong,
	untilSucceeded,
} from '../deletions.mts';
import { createLogFolder, packageFolder } from '../folders.mts';
import type { N8nInstance } from '../n8n.mts';
import { packPackage } from '../pack.mts';
import { runToEnd } from '../processes.mts';
import { join } from 'node:path';

const PACKAGE = 'n8n-nodes-gong-crm';

/** The types that this package brings; n8n makes one more of each that can be an agent's tool. */
const ours = async ({ api }: N8nInstance): Promise<string[]> =>
	[...new Set(await api.nodeTypes())]
		.filter((name) => name.startsWith(`${PACKAGE}.`) && !name.endsWith('Tool'))
		.sort();

export default defineCase({
	number: 70,
	title:
		'the command that installs a clone puts the package into a new n8n, also where only verified packages may be installed',
	everyN8n: 'canary',
	async run(stage) {
		const n8n = await stage.startN8n({
			package: false,
			// What it has loaded is asked as the editor asks.
			editor: true,
			environment: { N8N_UNVERIFIED_PACKAGES_ENABLED: 'false' },
		});
		assert.deepEqual(await ours(n8n), []);

		await runToEnd(
			'npm',
			['run', '--silent', 'install:n8n', '--', '--package', await packPackage()],
			{
				cwd: packageFolder,
				logFile: join(createLogFolder(), 'install-from-a-clone.log'),
				environment: { N8N_USER_FOLDER: n8n.userFolder },
			},
		);
		await n8n.restart();

		assert.deepEqual(await ours(n8n), [
			`${PACKAGE}.deleteCrmIntegration`,
			`${PACKAGE}.gongCrm`,
			`${PACKAGE}.gongCrmLoop`,
		]);
		const gong = await startGong(stage, [{}]);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong), {
			parameters: { waitForCompletion: false },
		});
		const [item] = received(await untilSucceeded(n8n, await run(n8n, workflow)));
		assert.equal(item.finished, false);
		assertDeletedOnce(gong, [ids[0]]);
	},
});
