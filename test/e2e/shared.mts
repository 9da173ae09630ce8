import { Stage } from './case.mts';
import type { N8nInstance } from './n8n.mts';

let users = 0;
let shared: { stage: Stage; n8n: Promise<N8nInstance> } | undefined;

/**
 * An n8n for all cases that leave it as they found it: a start costs more than most of them. It ends
 * with the last case that uses it.
 */
export async function useSharedN8n(stage: Stage): Promise<N8nInstance> {
	users += 1;
	if (!shared) {
		const own = new Stage('shared', stage.mode, stage.version);
		shared = { stage: own, n8n: own.startN8n({ editor: true }) };
	}
	const { stage: own, n8n } = shared;
	stage.defer(async () => {
		users -= 1;
		if (users > 0) return;
		shared = undefined;
		await own.end();
	});
	const instance = await n8n;
	stage.logFiles.add(instance.logFile);
	return instance;
}
