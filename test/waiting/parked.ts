import {
	createUnsent,
	type Deletion,
	ownDeletion,
	recordStatus,
	startRequest,
	type Upload,
	type UploadedFile,
} from '../../nodes/requests/request';
import type { Followed, RefusedItems } from '../../nodes/requests/runState';
import type { WaitSettings } from '../../nodes/requests/waitSettings';

/** When the wait began, in ms since 1970. */
export const startedAt = Date.parse('2026-11-25T12:00:00.000Z');

/** When the next check is due. */
export const nextCheckAt = startedAt + 120_000;

const [integrationId, another] = ['5517027188234205706', '9007199254740993'];

const file: UploadedFile = {
	objectType: 'DEAL',
	isGiven: false,
	number: 1,
	lines: 2,
	objectIds: '["acme-1","acme-2"]',
	warnings: { 2: ['Left out: color'] },
};

const submitted = (clientRequestId: string, items: number[]) =>
	startRequest(
		{ integrationId, clientRequestId, items },
		`reference-of-${clientRequestId}`,
		startedAt,
	);

const deletion: Deletion = { ...submitted('n8n-deletion', [0]), ...ownDeletion };

const objects: Upload = { ...submitted('n8n-objects', [1, 2]), kind: 'upload', file };

const given: Upload = {
	...submitted('n8n-given', [3]),
	kind: 'upload',
	file: {
		...file,
		isGiven: true,
		number: 2,
		lines: 3,
		objectIds: '["acme-3","","acme-5"]',
		warnings: {},
	},
};

const notSent = createUnsent(
	{ integrationId: another, clientRequestId: null, items: [4, 5] },
	'NOT_SENT',
	{ ...file, number: null, objectIds: '["acme-6",""]', warnings: {} },
	[
		{ line: 1, description: '"closeDate" "3/4/2026" is not a date, e.g. 2026-11-25' },
		{ line: 2, description: '"objectId" is missing' },
	],
);

const refused: RefusedItems[] = [
	{
		items: [6, 7],
		refusal: {
			message: 'The value of "Integration" is 0',
			description: 'Gong counts IDs from 1.',
			httpCode: null,
			isOurs: true,
		},
	},
];

const status = (word: string) => ({
	status: word,
	errors: [],
	totalErrorCount: 0,
	totalSuccessCount: 0,
});
const checkedAt = startedAt + 60_000;

/** A run when its wait begins, and one round later: what this version parks between the two. */
export const parked: { atStart: Followed[]; followed: Followed[]; refused: RefusedItems[] } = {
	atStart: [deletion, objects, given, notSent].map((request) => ({ request, refusal: null })),
	followed: [
		{
			request: { ...recordStatus(deletion, status('IN_PROGRESS'), checkedAt), seenListed: true },
			refusal: null,
		},
		{ request: recordStatus(objects, status('DONE'), checkedAt), refusal: null },
		{
			request: { ...given, statusChecks: 1, lastCheckedAt: '2026-11-25T12:01:00.000Z' },
			refusal: {
				message: 'Gong did not accept the credential',
				description: 'Create a new key.',
				httpCode: '401',
			},
		},
		{ request: notSent, refusal: null },
	],
	refused,
};

/** How that run waits. */
export const settings: WaitSettings = {
	authentication: 'accessKey',
	requestsPerSecond: 3,
	schedule: {
		firstChecks: [1000, 3000, 7000, 15_000],
		longestInterval: 300_000,
		longestWait: 93_600_000,
	},
	onFailed: 'output',
	onTimeout: 'output',
	shortened: false,
	stopOnError: false,
};
