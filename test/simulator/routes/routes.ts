import { allowAccess, authorizePage } from './authorize';
import { deleteIntegration } from './deleteIntegration';
import { generateCustomerToken } from './generateCustomerToken';
import { getRequestStatus } from './getRequestStatus';
import { listIntegrations } from './listIntegrations';
import { registerIntegration } from './registerIntegration';
import type { Route } from './route';

/** Everything the simulator answers; anything else is 404. */
export const ROUTES: readonly Route[] = [
	deleteIntegration,
	getRequestStatus,
	listIntegrations,
	registerIntegration,
	authorizePage,
	allowAccess,
	generateCustomerToken,
];
