import type { NodeOperation } from './operations';

/**
 * A value that can be used, for each parameter by its name, as the body of an n8n expression. Where the
 * items of a run need different ones it is taken from the item (`items.ts`).
 */
const goodValues: Record<string, string> = {
	allowDataLoss: 'false',
	authentication: '"accessKey"',
	binaryPropertyName: '"data"',
	clientRequestId: '$json.clientRequestId',
	dryRun: 'false',
	emptyValues: '"leaveOut"',
	expectedName: '$json.name',
	fields: '({ mappingMode: "defineBelow", value: { objectId: $json.objectId } })',
	ifNotFound: '"error"',
	ifRequestIdUsed: '"track"',
	integrationId: '$json.integrationId',
	label: '"Tier"',
	limit: '50',
	maxCheckIntervalMinutes: '5',
	maxFileSizeMb: '20',
	maxObjectsPerFile: '20',
	maxWaitHours: '1',
	name: '$json.name',
	objectId: '$json.objectId',
	objectType: '"ACCOUNT"',
	onFailed: '"output"',
	onTimeout: '"output"',
	ownerEmail: '"crm-admin@example.com"',
	picklistValues: '["Gold"]',
	referenceTo: '"ACCOUNT"',
	requestType: '"deletion"',
	requestsPerSecond: '1000',
	returnAll: 'false',
	source: '"items"',
	suspend: 'false',
	type: '"STRING"',
	uniqueName: '$json.uniqueName',
	wait: '$json.wait',
	waitForCompletion: 'false',
};

/** The same where an operation needs another one. */
const ofOperation: Record<string, Record<string, string>> = {
	// All objects of a run go to one integration.
	'CRM Object: Delete': { integrationId: '"5517027188234205706"' },
	'CRM Object: Upload': { integrationId: '"5517027188234205706"' },
};

/** @throws Error that says what to add where a parameter is not known */
export function findGoodValue({ title, chosen }: NodeOperation, name: string): string {
	if (chosen[name] !== undefined) return JSON.stringify(chosen[name]);
	const good = ofOperation[title]?.[name] ?? goodValues[name];
	if (good === undefined)
		throw new Error(
			`"${title}" has a parameter "${name}", and no value is known that it takes. Add one to test/items/goodValues.ts, so that every way in which it cannot be read is tried.`,
		);
	return good;
}
