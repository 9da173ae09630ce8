import { FIRST_CHECKS } from '../../nodes/gong/schedule';
import {
	createAlreadyGone,
	type Deletion,
	adoptRequest,
	type Upload,
	type UploadedFile,
} from '../../nodes/requests/request';
import type { Followed } from '../../nodes/requests/runState';
import type { WaitSettings } from '../../nodes/requests/waitSettings';

/** A deletion that was submitted, and of which nothing is known yet. */
export const deletion = (change: Partial<Deletion> = {}): Deletion => ({
	...createAlreadyGone({ integrationId: '7', items: [0] }, 0),
	alreadyGone: false,
	clientRequestId: 'mine',
	status: 'SUBMITTED',
	submittedAt: '2026-11-25T11:00:00.000Z',
	finishedAt: null,
	proof: 'ours',
	...change,
});

/** A deletion that is done, and that Gong's list has to confirm. */
export const unconfirmed = (now: number, change: Partial<Deletion> = {}): Deletion => ({
	...createAlreadyGone({ integrationId: '1', items: [0] }, now),
	alreadyGone: false,
	proof: 'unconfirmed',
	listDue: true,
	...change,
});

/** An upload of two objects. */
export const upload = (change: Partial<Upload> = {}, file: Partial<UploadedFile> = {}): Upload => ({
	...adoptRequest(
		{ integrationId: '7', clientRequestId: 'mine', items: [0, 1] },
		{ recovered: false, readableWithin: 0 },
		0,
	),
	kind: 'upload',
	file: {
		objectType: 'DEAL',
		isGiven: false,
		number: 1,
		lines: 2,
		objectIds: '["a","b"]',
		warnings: {},
		...file,
	},
	...change,
});

export const follow = (request: Deletion | Upload): Followed => ({ request, refusal: null });

export const refusal = { message: 'No', description: 'Do this', httpCode: null };

export const settings: WaitSettings = {
	authentication: 'accessKey',
	requestsPerSecond: 100,
	schedule: { firstChecks: FIRST_CHECKS, longestInterval: 300_000, longestWait: 3_600_000 },
	onFailed: 'output',
	onTimeout: 'output',
	shortened: false,
	stopOnError: true,
};

/** The same where FAILED, and time that is up, are to be errors. */
export const strict: WaitSettings = { ...settings, onFailed: 'error', onTimeout: 'error' };
