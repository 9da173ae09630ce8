import { guessed, type Known, recorded } from './known';

const OWN_WORDS = 'our words: Gong’s are not known';

/**
 * Every sentence that the simulator says in `errors`, and how well it is known. What stands in braces
 * is filled in. An answer cannot have another one: `failure` takes no text.
 */
export const SENTENCES = {
	wrongSignIn: {
		says: 'Validate credentials failed. Please check your credentials and try again.',
		known: recorded('no key, or a wrong one'),
	},
	missingScope: {
		says: "You don't have permission to use '{scope}' in your app.",
		known: recorded('listing a schema without the scope'),
	},
	wrongMethod: {
		says: 'Method Not Allowed',
		known: recorded('a method that a path does not have'),
	},
	wrongMediaType: {
		says: 'Unsupported Media Type',
		known: recorded('objects asked for without a body'),
	},
	missingFile: {
		says: 'dataFile part is missing',
		known: recorded('a file whose part counts as missing'),
	},
	isFull: {
		says: 'Your organization already has an active GENERIC CRM integration. Only 1 active integration is supported. Please disconnect the existing GENERIC CRM integration before creating a new Generic CRM integration',
		known: recorded('registering where there is an integration'),
	},
	missingField: {
		says: 'Mandatory field [{field}] is missing or empty',
		known: recorded('the status of an upload whose only line was refused'),
	},
	tooManyCalls: {
		says: 'Too many calls. Try again in {seconds} seconds.',
		known: guessed(OWN_WORDS),
	},
	missingParameter: {
		says: '{parameter}: this parameter is required.',
		known: guessed(OWN_WORDS),
	},
	wrongIntegrationId: {
		says: 'integrationId: must be an int64 from 1 to 9223372036854775807.',
		known: guessed(OWN_WORDS),
	},
	wrongClientRequestId: {
		says: 'clientRequestId: may contain letters, digits, "-" and "_" only.',
		known: guessed(OWN_WORDS),
	},
	wrongObjectType: {
		says: 'objectType: must be one of {types}.',
		known: guessed(OWN_WORDS),
	},
	noObject: { says: 'The body must be a JSON object.', known: guessed(OWN_WORDS) },
	noName: { says: 'name: a text is required.', known: guessed(OWN_WORDS) },
	noOwner: { says: 'ownerEmail: an email address is required.', known: guessed(OWN_WORDS) },
	noIds: { says: 'The body must be a JSON array of object IDs.', known: guessed(OWN_WORDS) },
	noFields: { says: 'The body must be a JSON array of fields.', known: guessed(OWN_WORDS) },
	wrongField: { says: 'Field {number}: {problem}', known: guessed(OWN_WORDS) },
	fieldTwice: { says: 'The field {field} is there twice.', known: guessed(OWN_WORDS) },
	fieldsLeftOut: {
		says: 'These fields exist and were left out: {fields}.',
		known: guessed(OWN_WORDS),
	},
	emptySchema: { says: 'There are no fields of {types}.', known: guessed(OWN_WORDS) },
	fileTooLarge: { says: 'The file is larger than {bytes} bytes.', known: guessed(OWN_WORDS) },
	usedId: {
		says: 'The client request ID {clientRequestId} has already been used.',
		known: guessed(OWN_WORDS),
	},
	noIntegration: {
		says: 'The integration {integrationId} does not exist.',
		known: guessed(`${OWN_WORDS}; elsewhere in this API “… was not found”`),
	},
	beingDeleted: {
		says: 'The integration {integrationId} is already being deleted.',
		known: guessed(OWN_WORDS),
	},
	noRequest: {
		says: 'There is no request {clientRequestId} for the integration {integrationId}.',
		known: guessed(`${OWN_WORDS}; elsewhere in this API “… was not found”`),
	},
	emptyFile: { says: 'The file has no objects.', known: guessed(OWN_WORDS) },
	noJsonObject: { says: 'The line is not a JSON object', known: guessed(OWN_WORDS) },
	wrongValue: {
		says: 'Field [{field}] must be {words}',
		known: guessed('our words, in the form of the recorded one about a mandatory field'),
	},
	objectTwice: {
		says: 'The object [{objectId}] is in the file twice',
		known: guessed(OWN_WORDS),
	},
	olderObject: {
		says: 'Field [modifiedDate] is older than that of the stored object',
		known: guessed(OWN_WORDS),
	},
	failedDeletion: {
		says: 'The integration could not be deleted: its objects are still being imported.',
		known: guessed(`${OWN_WORDS}; the option \`errors\` has others`),
	},
} as const satisfies Record<string, { says: string; known: Known }>;

export type SentenceName = keyof typeof SENTENCES;

/** What stands in braces. */
type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
	? Name | Blanks<Rest>
	: never;

type Values<Name extends SentenceName> = Record<
	Blanks<(typeof SENTENCES)[Name]['says']>,
	string | number
>;

/** A text that is one of {@link SENTENCES}. */
export type Sentence = string & { readonly isSentence: true };

/** The sentence, filled in. */
export function say<Name extends SentenceName>(
	name: Name,
	...[values]: Blanks<(typeof SENTENCES)[Name]['says']> extends never ? [] : [Values<Name>]
): Sentence {
	const filled: Record<string, string | number> = values ?? {};
	return SENTENCES[name].says.replace(/\{(\w+)\}/g, (_, blank: string) =>
		String(filled[blank]),
	) as Sentence;
}

/** What a sentence looks like, whatever its blanks are filled with. */
export const patternOf = (says: string): RegExp =>
	new RegExp(
		`^${says
			.split(/\{\w+\}/)
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.+')}$`,
	);
