import { allowAccess, authorizePage } from './authorize';
import { deleteIntegration } from './deleteIntegration';
import { generateCustomerToken } from './generateCustomerToken';
import { getObjects } from './getObjects';
import { getRequestStatus } from './getRequestStatus';
import { listIntegrations } from './listIntegrations';
import { registerIntegration } from './registerIntegration';
import type { Route } from './route';
import { listSchema, uploadSchema } from './schema';
import { uploadObjects } from './uploadObjects';

/** Everything the simulator answers; anything else is 404. */
export const ROUTES: readonly Route[] = [
	deleteIntegration,
	getRequestStatus,
	listIntegrations,
	registerIntegration,
	listSchema,
	uploadSchema,
	uploadObjects,
	getObjects,
	authorizePage,
	allowAccess,
	generateCustomerToken,
];
