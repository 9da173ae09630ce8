import { Stage } from './case.mts';
import type { N8nVersion } from './install.mts';
import type { N8nInstance } from './n8n.mts';

interface Shared {
	stage: Stage;
	n8n: Promise<N8nInstance>;
	users: number;
}

const open = new Map<N8nVersion, Shared>();

/**
 * An n8n for all cases that leave it as they found it: a start costs more than most of them. It ends
 * with the last case that uses it. Each version of n8n has one.
 */
export async function useSharedN8n(stage: Stage): Promise<N8nInstance> {
	const { version } = stage;
	let shared = open.get(version);
	if (!shared) {
		const own = new Stage(`shared-${version}`, stage.mode, version);
		shared = { stage: own, n8n: own.startN8n({ editor: true }), users: 0 };
		open.set(version, shared);
	}
	const { stage: own, n8n } = shared;
	shared.users += 1;
	stage.defer(async () => {
		shared.users -= 1;
		if (shared.users > 0) return;
		open.delete(version);
		await own.end();
	});
	const instance = await n8n;
	stage.logFiles.add(instance.logFile);
	return instance;
}
