import type { IExecuteFunctions } from 'n8n-workflow';
import {
	acceptClientRequestId,
	readIntegrationId,
	readOptions,
	readSetting,
} from '../connection/parameters';
import type { Wish } from '../submitting/nextStep';

/** One deletion as the builder asks for it, checked. */
export interface DeletionWish
	extends Pick<Wish, 'dryRun' | 'expectedName' | 'ifNotFound' | 'ifIdUsed'> {
	/** Digits, exact. */
	integrationId: string;
	/** The client request ID that the builder chose; `null` = one is made. */
	ownId: string | null;
}

/**
 * Reads what an item asks for.
 *
 * @throws NodeOperationError naming the parameter that cannot be used.
 */
export function readItem(context: IExecuteFunctions, itemIndex: number): DeletionWish {
	const integrationId = readIntegrationId(context, itemIndex);
	const option = readOptions(context, itemIndex, 'options', 'Options');
	// Only an empty text means that one is to be made.
	const own = option('clientRequestId', 'Client Request ID');
	const expectedName = option('expectedName', 'Expected Integration Name');
	return {
		integrationId,
		ownId:
			own === null || own.value === ''
				? null
				: acceptClientRequestId(context, itemIndex, own.value),
		dryRun: readSetting(context, itemIndex, 'dryRun', 'Dry Run').asBoolean(),
		expectedName:
			expectedName?.asText(
				'Enter the name that the integration must have, or remove the option if any name will do. If it comes from an expression, check that the expression gives text for every item.',
			) ?? null,
		ifNotFound:
			option('ifNotFound', 'If Integration Is Not Found')?.asOneOf(['error', 'succeed']) ?? 'error',
		ifIdUsed:
			option('ifRequestIdUsed', 'If Request ID Was Already Used')?.asOneOf(['track', 'error']) ??
			'track',
	};
}
