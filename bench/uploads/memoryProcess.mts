import { memoryOfGroup } from '../../test/e2e/processes.mts';
import { respond } from '../engine/respondent.mts';

/** Between two looks, in ms. */
const BETWEEN_LOOKS = 20;

const leader = Number(process.argv[2]);
const start = memoryOfGroup(leader);
let peak = start;
setInterval(() => (peak = Math.max(peak, memoryOfGroup(leader))), BETWEEN_LOOKS);
respond(() => peak - start);
