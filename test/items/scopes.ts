import type { NodeOperation } from './operations';
import type { Place } from './places';

/**
 * Whose error a value is that cannot be read: of its `item` alone, of every item of the `run`, or of
 * nobody, since it is `unread`.
 */
export type Scope = 'item' | 'run' | 'unread';

/** What every operation reads once for the run. */
const ofEveryRun = new Set([
	'authentication',
	'resource',
	'operation',
	'step',
	'wait',
	'waitForCompletion',
	'waitOptions.maxCheckIntervalMinutes',
	'waitOptions.maxWaitHours',
	'waitOptions.onFailed',
	'waitOptions.onTimeout',
	'waitOptions.suspend',
	'options.requestsPerSecond',
]);

const ofUpload = ['integrationId', 'integrationId.value', 'objectType', 'dryRun'];

/** What one operation reads once for the run: an upload is one of everything. */
const ofOneRun: Record<string, Set<string>> = {
	'CRM Object: Delete': new Set(ofUpload),
	'CRM Object: Upload': new Set([
		...ofUpload,
		'source',
		'options.emptyValues',
		'options.maxFileSizeMb',
		'options.maxObjectsPerFile',
	]),
};

/** Everything that is not named here is the item's own: what is added has to keep to that, or be added. */
export function findScope(
	{ title }: NodeOperation,
	{ path, isNotice, isFixed }: Pick<Place, 'path' | 'isNotice' | 'isFixed'>,
): Scope {
	if (isNotice) return 'unread';
	if (isFixed || ofEveryRun.has(path) || ofOneRun[title]?.has(path)) return 'run';
	return 'item';
}
