import { defineCase } from '../case.mts';
import {
	assertDeletedOnce,
	assertPaired,
	ids,
	parkDeletion,
	untilAsleep,
	untilEnded,
} from '../deletions.mts';
import { numberOf } from '../install.mts';

export default defineCase({
	number: 42,
	canary: true,
	title: 'n8n is updated while an execution waits: the wait goes on, and comes out as without',
	long: true,
	async run(stage) {
		const older = await stage.startN8n({ name: 'older', version: 'oldest' });
		const { gong, id } = await parkDeletion(stage, older, [{ deleteTakes: 3_600_000 }]);
		await untilAsleep(older, id);
		await older.stop();

		const { userFolder } = older;
		const newer = await stage.startN8n({ name: 'newer', version: stage.version, userFolder });
		stage.figure('from and to', `${numberOf('oldest')}, ${numberOf(stage.version)}`);
		gong.setDeletion({ integrationId: ids[0], takes: 0 });
		const execution = await untilEnded(newer, id, 300_000);
		assertPaired(execution, [[ids[0], 'DONE']]);
		assertDeletedOnce(gong, [ids[0]]);
	},
});
