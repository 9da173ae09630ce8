import type { DueTogether } from '../../test/faults/dueTogether.ts';
import { fileURLToPath } from 'node:url';
import { Respondent } from '../engine/respondent.mts';

/** Waits that come due together on one account. */
export interface Asked {
	waits: number;
	/** Of an upload beside them; 0 = there is none. */
	files: number;
	/** How long Gong takes for a call, in ms. */
	answersAfter: number;
}

export type Answered = DueTogether;

/** What the tests prepare n8n’s engine with. */
const quiet = fileURLToPath(new URL('../../test/harness/quiet.js', import.meta.url));

/** Plays each of these on virtual time: the engine, the nodes and Gong's stand-in, which has its real limits. */
export async function playTogether(wanted: Asked[]): Promise<Answered[]> {
	const respondent = await Respondent.start(new URL('togetherProcess.mts', import.meta.url), [], {
		execArgv: ['--import', 'tsx', '--require', quiet],
	});
	try {
		const played: Answered[] = [];
		for (const one of wanted) played.push(await respondent.ask<Asked, Answered>(one));
		return played;
	} finally {
		await respondent.stop();
	}
}
