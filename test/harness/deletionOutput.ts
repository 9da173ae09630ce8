/**
 * What Delete CRM Integration puts out, in its order: what is known of a deletion, and nothing of the
 * rest.
 */
export const deletionOutput = (known: object) => ({
	integrationId: '5517027188234205706',
	status: 'SUBMITTED',
	deleted: false,
	finished: false,
	timedOut: false,
	alreadyGone: false,
	recovered: false,
	errors: [],
	clientRequestId: null,
	requestId: null,
	submittedAt: null,
	finishedAt: null,
	lastCheckedAt: null,
	statusChecks: 0,
	...known,
});

export const outputFields = Object.keys(deletionOutput({}));
