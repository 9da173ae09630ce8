import type { Deletion } from './request';

/** What is known of a deletion that nobody follows any more, and how to follow it again. */
export const knownState = ({ integrationId, clientRequestId, status }: Deletion): string =>
	`The deletion of integration ${integrationId} may still be going on at Gong; the last known status is ${status}. To follow it, use Gong CRM: Get Status with the client request ID ${clientRequestId}.`;
