import { sentences } from '../connection/explain';
import { isFinalStatus } from '../gong/answers';
import type { Kind } from './kind';
import type { Upload } from './request';
import { errorsInWords, timeIsUp, toFollowIt } from './words';

const named = ({ integrationId, file }: Upload): string =>
	file
		? `The upload of ${file.lines} objects (file ${file.number}) to integration ${integrationId}`
		: `The upload to integration ${integrationId}`;

/** What *Get Status* puts out of an upload: always these fields, in this order. */
export function describeUpload(upload: Upload) {
	const { integrationId, clientRequestId, requestId, status } = upload;
	return {
		integrationId,
		clientRequestId,
		requestId,
		status,
		finished: isFinalStatus(status),
		timedOut: upload.timedOut,
		succeeded: upload.totalSuccessCount,
		failed: upload.totalErrorCount,
		errors: upload.errors,
		lastCheckedAt: upload.lastCheckedAt,
		statusChecks: upload.statusChecks,
	};
}

/** Uploads of CRM objects. */
export const uploadKind: Kind<Upload> = {
	purpose: 'upload',
	named,
	doing: ({ integrationId }) => `take an upload to ${integrationId}`,
	output: describeUpload,
	summary: describeUpload,
	endsAtFirstObjection: false,
	objection(upload, _place, choices) {
		const { integrationId, requestId } = upload;
		if (upload.status === 'FAILED' && choices.onFailed === 'error')
			return {
				message: `Gong could not take all objects of an upload to integration ${integrationId}`,
				description: sentences(
					errorsInWords(upload),
					requestId && `(Gong's reference: ${requestId}).`,
				),
				httpCode: null,
			};
		if (!upload.timedOut || choices.onTimeout !== 'error') return null;
		return {
			message: `Gong is still working on an upload to integration ${integrationId}`,
			description: sentences(timeIsUp(choices), toFollowIt(named(upload), upload)),
			httpCode: null,
		};
	},
};
