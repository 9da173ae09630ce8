import type { DeletionWish } from '../../nodes/submitting/nextStep';

/** A deletion with every option as it is at first. */
export const plain: DeletionWish = {
	kind: 'deletion',
	ownId: false,
	ifIdUsed: 'track',
	dryRun: false,
	expectedName: null,
	ifNotFound: 'error',
	waits: false,
};
