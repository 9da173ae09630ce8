import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from './case.mts';
import { suiteFolder } from './folders.mts';
import { ensureInstalled } from './install.mts';
import type { N8nInstance } from './n8n.mts';
import { freePort } from './ports.mts';
import { ensurePostgres } from './services.mts';

/** The path of a script that changes n8n. */
export const patch = (name: string): string => join(suiteFolder, 'patches', `${name}.cjs`);

/** Changes of Engine 2.0 that n8n has announced, and the script that plays each. */
export const announced = {
	'parking does nothing': patch('parkIsTolerated'),
	'a step that waits for a sub-execution fails': patch('subExecutionFails'),
} as const;

export type Announced = keyof typeof announced;

/** What has a workflow run on Engine 2.0. */
export const onEngine2 = { engineType: 'v2' } as const;

/** Whether an n8n has it. */
export async function hasEngine2({ version }: Stage): Promise<boolean> {
	const { folder } = await ensureInstalled(version);
	return existsSync(join(folder, 'node_modules', 'n8n', 'dist', 'modules', 'engine-v2'));
}

/**
 * Starts an n8n that has Engine 2.0 beside today's engine, with a database of its own (n8n 2.41.1,
 * `engine-v2.module.js`).
 *
 * @param preload a script that changes it
 */
export async function startEngine2(
	stage: Stage,
	name = 'main',
	preload?: string,
): Promise<N8nInstance> {
	const postgres = await ensurePostgres();
	stage.defer(async () => await postgres.stop());
	const { host, port, user, password, database } = postgres.settings;
	const account = password ? `${user}:${encodeURIComponent(password)}` : user;
	return await stage.startN8n({
		name,
		preload,
		environment: {
			N8N_ENABLED_MODULES: 'engine-v2',
			N8N_ENGINE_DATABASE_URL: `postgres://${account}@${host}:${port}/${database}`,
			N8N_ENGINE_HOST: '127.0.0.1',
			N8N_ENGINE_PORT: `${await freePort()}`,
			N8N_ENGINE_CONTROL_PLANE_PORT: `${await freePort()}`,
			// Engine 2.0 runs no node without it.
			N8N_EXPRESSION_ENGINE: 'vm',
		},
	});
}
