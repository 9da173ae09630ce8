import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_REQUESTS_PER_SECOND } from '../gong/pace';

/** The option *Requests per Second*. */
export const requestsPerSecondOption: INodeProperties = {
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_REQUESTS_PER_SECOND,
	description:
		'The most calls that this node starts in a second. Gong allows 3 for the whole company by default.',
};
