import { memoryOfGroup } from '../../test/e2e/processes.mts';

/** Between two looks, in ms. */
const BETWEEN_LOOKS = 20;

const leader = Number(process.argv[2]);
const start = memoryOfGroup(leader);
let peak = start;
setInterval(() => (peak = Math.max(peak, memoryOfGroup(leader))), BETWEEN_LOOKS);
process.on('message', () => process.send?.(peak - start));
// Ends with the process that asks, whatever becomes of that.
process.once('disconnect', () => process.exit());
process.send?.('watching');
