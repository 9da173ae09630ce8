import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflowAround,
	assertDeletedOnce,
	deleteEach,
	ids,
	lasted,
	received,
	run,
	startGong,
	untilSucceeded,
} from '../deletions.mts';
import { byId, deleteNode } from '../../workflows/nodes.ts';

/** For every execution of the instance, in seconds. */
const TIMEOUT = 300;

export default defineCase({
	number: 34,
	title: 'an instance-wide timeout and two waits, one after the other: the results come before it',
	modes: ['sqlite', 'queue'],
	canary: ['queue'],
	long: true,
	everyN8n: 'canary',
	async run(stage) {
		const { main } = await stage.deploy({ environment: { EXECUTIONS_TIMEOUT: `${TIMEOUT}` } });
		// The first ends with its first parked check, the second not before the limit.
		const gong = await startGong(stage, [{ deleteTakes: 20_000 }, { deleteTakes: 3_600_000 }]);
		const key = await addKey(main, gong);
		const second = { ...deleteEach, integrationId: byId(ids[1]) };
		const workflow = await addWorkflowAround(main, {
			nodes: [deleteNode('Delete', key, deleteEach), deleteNode('Delete Another', key, second)],
		});
		const execution = await untilSucceeded(main, await run(main, workflow), 400_000);
		const took = lasted(execution);
		stage.figure(`with a timeout of ${TIMEOUT} s, ended after`, `${took / 1000} s`);
		assert.ok(took < TIMEOUT * 1000, `${took} ms`);
		assert.equal((await main.api.childExecutionsOf(execution)).length, 2, 'both were parked');
		assert.equal(received(execution, 'Delete')[0].status, 'DONE');
		const [{ integrationId, timedOut, finished }] = received(execution);
		assert.deepEqual([integrationId, timedOut, finished], [ids[1], true, false]);
		assertDeletedOnce(gong, [ids[0], ids[1]]);
	},
});
