import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { start, stopAll } from '../simulator/simulators';
import { integrationId, upload } from './uploading';

afterEach(stopAll);

/** What an object is like, and so what may become of it. */
const kinds = {
	good: {},
	/** Refused before anything is sent. */
	unusable: { isDeleted: 'yes' },
	/** Refused by Gong. */
	locked: { name: 'locked' },
};
type KindName = keyof typeof kinds;

const objects = fc.array(
	fc.record({
		id: fc.integer({ min: 1, max: 12 }),
		kind: fc.constantFrom<KindName>('good', 'good', 'good', 'unusable', 'locked'),
	}),
	{ minLength: 1, maxLength: 14 },
);
const faults = fc.constantFrom('none', 'lost', 'refused', 'tooMany');

test('any uploaded objects are output once each, with a true outcome', async () => {
	await fc.assert(
		fc.asyncProperty(
			objects,
			fc.integer({ min: 1, max: 5 }),
			fc.boolean(),
			faults,
			fc.nat({ max: 3 }),
			async (wanted, maxObjectsPerFile, keeps, fault, skip) => {
				const simulator = await start({
					uploadTakes: 0,
					limits: false,
					failedUploadKeepsValidLines: keeps,
					olderModifiedDate: 'taken',
				});
				simulator.setUpload({
					refuses: ({ name }) => (name === 'locked' ? 'This object is locked.' : undefined),
				});
				const on = 'POST /v2/crm/entities' as const;
				if (fault === 'lost') simulator.addFault({ on, kind: 'lostAnswer', skip });
				if (fault === 'refused') simulator.addFault({ on, kind: 'status', status: 401, skip });
				if (fault === 'tooMany')
					simulator.addFault({ on, kind: 'status', status: 429, retryAfter: 1, skip });
				// A version is told apart by a field of its own.
				const items = wanted.map(({ id, kind }, version) => ({
					objectId: `id-${id}`,
					url: `https://acme.com/${version}`,
					...kinds[kind],
				}));
				const run = await upload(simulator, {
					items,
					options: { maxObjectsPerFile },
					wait: true,
					waitOptions: { suspend: false },
					node: { onError: 'continueRegularOutput' },
				});
				const output = run
					.json('Next')
					.map((json) => ('error' in json ? (json.details as IDataObject) : json));
				expect(output.map(({ objectId }) => objectId)).toEqual(items.map((one) => one.objectId));
				expect(run.pairs('Gong')).toEqual(items.map((_, item) => ({ item })));
				const stored = new Map(
					simulator
						.objects(integrationId, 'ACCOUNT')
						.map(({ objectId, url }) => [objectId, url] as const),
				);
				for (const [place, { objectId, url }] of items.entries()) {
					const { uploaded } = output[place];
					if (wanted[place].kind !== 'good') expect(uploaded).toBe(false);
					if (uploaded === false) expect(stored.get(objectId)).not.toBe(url);
					const isOverwritten = items.some(
						(other, index) =>
							index > place && other.objectId === objectId && output[index].uploaded !== false,
					);
					if (uploaded === true && !isOverwritten) expect(stored.get(objectId)).toBe(url);
				}
				await stopAll();
			},
		),
		{ numRuns: 40 },
	);
}, 180_000);
