import type { INodeProperties } from 'n8n-workflow';

/** *Dry Run*, at the same place in all operations that have it. */
export const dryRunProperty = (verb: string, participle: string): INodeProperties => ({
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: `Whether to check everything and say what would be ${participle}, but ${verb} nothing`,
});
