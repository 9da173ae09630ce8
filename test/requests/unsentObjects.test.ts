import * as fc from 'fast-check';
import type { RefusedItem } from '../../nodes/requests/runState';
import {
	packRefusals,
	type PackedRefusals,
	unpackRefusals,
	unsentObject,
} from '../../nodes/requests/unsentObjects';
import { toLoopItems } from '../../nodes/waiting/loopItems';

const about = {
	integrationId: '5517027188234205706',
	objectType: 'DEAL',
	uploaded: false,
} as const;

test('packed unsent objects are unpacked unchanged, with those reported first in front', () => {
	const why = fc.oneof(
		fc.array(fc.string(), { maxLength: 3 }),
		fc.record({ message: fc.string(), description: fc.string(), httpCode: fc.constant(null) }),
	);
	const object = fc.record({
		objectId: fc.option(fc.string()),
		about: fc.constantFrom(about, { ...about, uploaded: null, clientRequestId: 'n8n-1' }),
		why,
	});
	const asItIs: RefusedItem = {
		kind: 'upload',
		item: 0,
		refusal: { message: 'a', description: 'b', httpCode: '400' },
		details: { objects: 3 },
	};
	fc.assert(
		fc.property(fc.array(object), (objects) => {
			const refused = objects.map((one, index) => unsentObject(index + 1, one));
			expect(unpackRefusals(packRefusals([...refused, asItIs]))).toEqual([asItIs, ...refused]);
		}),
	);
});

test('five thousand refused objects of ten thousand take less than 1 MB over all rounds', () => {
	const refused = Array.from({ length: 5000 }, (_, item) =>
		unsentObject(item, {
			objectId: `acme-${item}`,
			about,
			why: [`"closeDate" "3/4/${item}" is not a date, e.g. 2026-11-25`],
		}),
	);
	const [first, second] = [0, 60_000].map((at) => toLoopItems({ followed: [], refused }, at));
	expect(JSON.stringify(first).length).toBeLessThan(700_000);
	// n8n stores a text that appears again only once; what is left of the second round is small.
	const { objects } = first[0].json.refused as unknown as PackedRefusals;
	const again = JSON.stringify(second).replace(JSON.stringify(objects), '');
	expect(again.length).toBeLessThan(500);
});
