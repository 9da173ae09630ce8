import type { ItemParameters } from '../n8n/parameters';
import { combine, type Result, succeed } from '../n8n/result';
import type { DeletionWish } from '../submitting/nextStep';

/** What an item asks of its integration, checked. */
export interface Guards
	extends Pick<DeletionWish, 'dryRun' | 'expectedName' | 'ifNotFound' | 'ifIdUsed'> {
	/** The client request ID that the builder chose; `null` = one is made. */
	ownId: string | null;
}

/** What an item asks for. Its guards may be unusable while it is known which integration they are for. */
export interface Reading {
	/** Digits, exact. */
	integrationId: Result<string>;
	guards: Result<Guards>;
}

/** Reads what an item asks for. @param isDryRunForced whatever the item says of *Dry Run* */
export function readItem(parameters: ItemParameters, isDryRunForced: boolean): Reading {
	const option = parameters.collection('options', 'Options');
	return {
		integrationId: parameters.integrationId(),
		guards: combine<Guards>({
			// Only an empty text means that one is to be made.
			ownId: option('clientRequestId', 'Client Request ID').asOptionalClientRequestId(),
			dryRun: isDryRunForced ? succeed(true) : parameters.get('dryRun', 'Dry Run').asBoolean(),
			expectedName: option('expectedName', 'Expected Integration Name').asText(
				'Enter the name that the integration must have, or remove the option if any name will do. If it comes from an expression, check that the expression gives text for every item.',
				null,
			),
			ifNotFound: option('ifNotFound', 'If Integration Is Not Found').asOneOf(
				['error', 'succeed'],
				'error',
			),
			ifIdUsed: option('ifRequestIdUsed', 'If Request ID Was Already Used').asOneOf(
				['track', 'error'],
				'track',
			),
		}),
	};
}
