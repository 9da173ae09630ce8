import { jsonParse } from 'n8n-workflow';
import type { Explanation } from '../connection/explain';
import { joinList } from '../gong/joinList';
import type { RefusedItem } from './runState';
import { describeUnsentObject, type Unsent, type UnsentObject } from './upload';

/** The item of an object that was not sent, or is not known to be. */
export function unsentObject(item: number, object: UnsentObject): RefusedItem {
	const { objectId, about, why } = object;
	const refusal = Array.isArray(why)
		? {
				message: `Item ${item + 1}${objectId ? ` (object ${objectId})` : ''} cannot be uploaded`,
				description: `${joinList(why)}. It was not sent.`,
				httpCode: null,
			}
		: why;
	const said = Array.isArray(why) ? why : [why.message];
	return {
		kind: 'upload',
		item,
		refusal,
		details: describeUnsentObject(
			objectId,
			about,
			said.map((description) => ({ line: 0, description })),
		),
		object,
	};
}

/** Input items without a request, as they wait in n8n's database: ten thousand in about 1 MB. */
export interface PackedRefusals {
	/** Those that are told as they are. */
	asTheyAre: RefusedItem[];
	/** What objects that were not sent have in common; `why` is null where each has its own. */
	shared: Array<{ about: Unsent; why: Explanation | null }>;
	/** JSON, in one text: for each object its item, its ID, its place in `shared`, and what is wrong. */
	objects: string;
}

type PackedObject = [item: number, objectId: string | null, place: number, ...why: string[]];

/** Says the same in much less. */
export function packRefusals(refused: RefusedItem[]): PackedRefusals {
	const places = new Map<string, number>();
	const objects = refused.flatMap(({ item, object }): PackedObject[] => {
		if (!object) return [];
		const { objectId, about, why } = object;
		const own = Array.isArray(why) ? why : [];
		const key = JSON.stringify({ about, why: Array.isArray(why) ? null : why });
		const place = places.get(key) ?? places.size;
		places.set(key, place);
		return [[item, objectId, place, ...own]];
	});
	return {
		asTheyAre: refused.filter(({ object }) => !object),
		shared: [...places.keys()].map((key) => jsonParse<PackedRefusals['shared'][number]>(key)),
		objects: JSON.stringify(objects),
	};
}

/** What `packRefusals` was given; objects come after all others. */
export const unpackRefusals = ({ asTheyAre, shared, objects }: PackedRefusals): RefusedItem[] => [
	...asTheyAre,
	...jsonParse<PackedObject[]>(objects).map(([item, objectId, place, ...own]) => {
		const { about, why } = shared[place];
		return unsentObject(item, { objectId, about, why: why ?? own });
	}),
];
