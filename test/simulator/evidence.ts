import { documented, guessed, type Known, recorded } from './known';
import type { SimulatorOptions } from './options';
import type { Route } from './routes/route';
import type { SwitchName } from './switches';

/** One answer of one call. */
export interface KnownAnswer {
	/** Method and path, or what stands for any of the API's. */
	call: string;
	/** The situation in which it comes; `evidence.test.ts` brings each about. */
	when: Situation;
	status: number;
	/** The switch that decides whether this answer comes, or another one. */
	by?: SwitchName;
	known: Known;
}

/** What a call that is no call of the API's counts as. */
export const NO_CALL = 'any other';

const LIST = 'GET /v2/crm/integrations';
const REGISTER = 'PUT /v2/crm/integrations';
const DELETE = 'DELETE /v2/crm/integrations';
const STATUS = 'GET /v2/crm/request-status';
const LIST_SCHEMA = 'GET /v2/crm/entity-schema';
const SET_SCHEMA = 'POST /v2/crm/entity-schema';
const UPLOAD = 'POST /v2/crm/entities';
const GET_OBJECTS = 'GET /v2/crm/entities';
const AUTHORIZE = 'GET /oauth2/authorize';
const ALLOW = 'GET /oauth2/authorize/allow';
const TOKEN = 'POST /oauth2/generate-customer-token';

const API_CALLS = [
	...[LIST, REGISTER, DELETE, STATUS],
	...[LIST_SCHEMA, SET_SCHEMA, UPLOAD, GET_OBJECTS],
];

const REFERENCE = documented('Gong’s API reference, the call’s answers');
const LIMITS = documented('Gong’s help: 3 calls a second, 10,000 a day, and Retry-After');
const NOT_THERE = guessed(
	'404 “… was not found” is recorded of other calls; the reference has 400',
);
const SWITCHED = guessed('the reference is silent; see the switch');
const OAUTH = guessed('RFC 6749; Gong’s help shows only the good way');

export type Situation =
	| 'it works'
	| 'an upload has failed'
	| 'a deletion has failed'
	| 'nobody is signed in'
	| 'the token has ended'
	| 'the scope is missing'
	| 'the limit is reached'
	| 'the path is not there'
	| 'the path is not there, and the key is good'
	| 'the path has no such method'
	| 'the body has another media type'
	| 'the body is missing'
	| 'a parameter is wrong'
	| 'the body is wrong'
	| 'the file is missing'
	| 'the file is too large'
	| 'a field is left out'
	| 'there is an integration'
	| 'the client request ID is used'
	| 'there is no such integration'
	| 'the integration is being deleted'
	| 'the integration is gone'
	| 'there is no such request'
	| 'the request is too young'
	| 'the schema has no fields'
	| 'the app lacks the scope'
	| 'the address is wrong'
	| 'the client is wrong'
	| 'the grant is wrong';

const answers = (
	when: Situation,
	calls: readonly string[],
	statuses: readonly number[],
	known: Known,
	by?: SwitchName,
): KnownAnswer[] =>
	calls.flatMap((call) => statuses.map((status) => ({ call, when, status, known, by })));

const SCOPE_ANSWERS: Record<string, Known> = {
	[LIST]: recorded('listing integrations without the scope'),
	[DELETE]: recorded('deleting an integration without the scope'),
	[LIST_SCHEMA]: recorded('listing a schema without the scope'),
};

/** Every answer of every call, and how well it is known. The simulator gives no other status. */
export const KNOWN_ANSWERS: readonly KnownAnswer[] = [
	...answers('it works', [LIST], [200], recorded('the list of integrations')),
	...answers('it works', [REGISTER, STATUS, LIST_SCHEMA, GET_OBJECTS], [200], REFERENCE),
	...answers('it works', [DELETE, UPLOAD], [201], REFERENCE),
	...answers('it works', [SET_SCHEMA], [200], recorded('a schema that is taken'), 'schemaStatus'),
	...answers('it works', [SET_SCHEMA], [201], REFERENCE, 'schemaStatus'),
	...answers(
		'an upload has failed',
		[STATUS],
		[200],
		recorded('the status of an upload whose only line was refused'),
	),
	...answers('a deletion has failed', [STATUS], [200], REFERENCE),
	...answers('nobody is signed in', API_CALLS, [401], recorded('no key, or a wrong one')),
	...answers(
		'the token has ended',
		API_CALLS,
		[401],
		guessed('as recorded of a wrong key; nobody has published what is said of a token'),
	),
	...API_CALLS.flatMap((call) =>
		answers('the scope is missing', [call], [401], SCOPE_ANSWERS[call] ?? REFERENCE),
	),
	...answers('the limit is reached', API_CALLS, [429], LIMITS),
	...answers('the path is not there', [NO_CALL], [401], recorded('no key, or a wrong one')),
	...answers(
		'the path is not there, and the key is good',
		[NO_CALL],
		[401],
		guessed('as recorded without a good key; nobody has tried it with one'),
	),
	...answers(
		'the path has no such method',
		[NO_CALL],
		[405],
		guessed('as recorded of another path: a method that a path does not have'),
	),
	...answers(
		'the body has another media type',
		[REGISTER, SET_SCHEMA, UPLOAD, GET_OBJECTS],
		[415],
		guessed('as recorded of Get objects without a body'),
	),
	...answers(
		'the body is missing',
		[GET_OBJECTS],
		[415],
		recorded('objects asked for without a body'),
	),
	...answers(
		'a parameter is wrong',
		[DELETE, STATUS, LIST_SCHEMA, SET_SCHEMA, UPLOAD, GET_OBJECTS],
		[400],
		REFERENCE,
	),
	...answers('the body is wrong', [REGISTER, SET_SCHEMA, GET_OBJECTS], [400], REFERENCE),
	...answers(
		'the file is missing',
		[UPLOAD],
		[400],
		recorded('a file whose part counts as missing'),
		'dataFilePart',
	),
	...answers(
		'the file is too large',
		[UPLOAD],
		[400],
		guessed('the reference has the limit, 200 MB, and not the answer'),
	),
	...answers(
		'a field is left out',
		[SET_SCHEMA],
		[400],
		documented('Gong’s API reference: leaving out a field that exists is answered with an error'),
	),
	...answers(
		'there is an integration',
		[REGISTER],
		[409],
		recorded('registering where there is an integration'),
	),
	...answers('the client request ID is used', [DELETE, UPLOAD], [409], REFERENCE),
	...answers(
		'there is no such integration',
		[DELETE, UPLOAD, LIST_SCHEMA, SET_SCHEMA, GET_OBJECTS],
		[400, 404],
		NOT_THERE,
		'absentIntegration',
	),
	...answers(
		'there is no such integration',
		[DELETE, UPLOAD],
		[409, 201],
		SWITCHED,
		'absentIntegration',
	),
	...answers(
		'the integration is being deleted',
		[DELETE, UPLOAD],
		[400, 404, 409, 201],
		SWITCHED,
		'beingDeletedIntegration',
	),
	...answers('the integration is gone', [STATUS], [200, 400, 404], SWITCHED, 'statusOnceGone'),
	...answers('there is no such request', [STATUS], [400, 404], NOT_THERE, 'unknownRequest'),
	...answers('there is no such request', [STATUS], [200], SWITCHED, 'unknownRequest'),
	...answers('the request is too young', [STATUS], [200, 400, 404], SWITCHED, 'statusReadable'),
	...answers('the schema has no fields', [LIST_SCHEMA], [200, 404], SWITCHED, 'emptySchema'),
	...answers('it works', [AUTHORIZE], [200], guessed('a page of our own in place of Gong’s')),
	...answers('it works', [ALLOW], [302], documented('Gong’s help on OAuth')),
	...answers('the address is wrong', [AUTHORIZE, ALLOW], [400], OAUTH),
	...answers('the app lacks the scope', [AUTHORIZE], [200, 400], SWITCHED, 'scopeNotOffered'),
	...answers('the app lacks the scope', [ALLOW], [302, 400], SWITCHED, 'scopeNotOffered'),
	...answers('it works', [TOKEN], [200], documented('Gong’s help on OAuth')),
	...answers('the client is wrong', [TOKEN], [401], OAUTH),
	...answers('the grant is wrong', [TOKEN], [400], OAUTH),
];

const callOf = (route: Route | undefined): string =>
	route ? `${route.method} ${route.path}` : NO_CALL;

const KNOWN = new Set(KNOWN_ANSWERS.map(({ call, status }) => `${call} ${status}`));

/**
 * Keeps the table complete: the simulator does not answer what is not in it.
 *
 * @param route `undefined` for a path or method that is not there
 * @throws Error for a status that {@link KNOWN_ANSWERS} does not have for the call
 */
export function requireKnown(route: Route | undefined, status: number): void {
	const answer = `${callOf(route)} ${status}`;
	if (!KNOWN.has(answer)) throw new Error(`Simulator: evidence.ts does not have “${answer}”.`);
}

/** What answers look like, whatever they say. */
export const KNOWN_FORM: Readonly<Record<string, Known>> = {
	'A 200 is `application/json;charset=UTF-8`.': recorded('the list of integrations'),
	'A 201 is the same.': guessed('as of a 200'),
	'A refusal is `application/json; charset=utf-8`.': recorded(
		'listing integrations without the scope',
	),
	'`x-gong-service-version` names the build.': recorded('the list of integrations'),
	'`x-traceid` is the `requestId`.': recorded('listing a schema without the scope'),
	'Where nobody is signed in, `x-traceid` is another ID, the JSON has a space before each colon, and `WWW-Authenticate` asks for Basic.':
		recorded('no key, or a wrong one'),
	'A refusal may have more keys beside `errors` (the fault `status` with `fields`).': recorded(
		'a conflict with more keys beside its errors',
	),
	'The sign-in is looked at first, then the scope, the media type, the parameters and the file, and then the integration.':
		guessed(
			'scope, media type and missing file were refused for integrations that cannot exist; the order among them is inferred',
		),
	'Lines with errors count from 1.': recorded(
		'the status of an upload whose only line was refused',
	),
	'At most 20 errors are listed, and all are counted.': documented('Gong’s API reference'),
	'An `integrationId` is an int64, as a JSON number.': recorded('the list of integrations'),
	'There are fields that nobody has described (`apiVersion`).': documented(
		'Gong’s API reference: answers may get new fields at any time',
	),
};

/** How well the default of each switch is known. */
export const KNOWN_SWITCHES: Readonly<Record<SwitchName, Known>> = {
	usedIdCheckedFirst: guessed('recorded is only what comes before both'),
	absentIntegration: NOT_THERE,
	beingDeletedIntegration: guessed('nothing is said'),
	leavesListWhen: guessed('the reference says only that a deletion takes up to 24 hours'),
	statusReadable: guessed('nothing is said'),
	statusOnceGone: guessed('nothing is said'),
	goneWhen: guessed('nothing is said'),
	unknownRequest: NOT_THERE,
	requestIdsUniquePer: guessed('nothing is said'),
	failedUploadKeepsValidLines: guessed(
		'the reference hints at it: after FAILED only corrected records need to be sent',
	),
	sameObjectTwiceInFile: guessed('the reference only wants versions in separate files'),
	olderModifiedDate: guessed('nothing is said'),
	nullClears: guessed('nothing is said'),
	absentClears: guessed('nothing is said'),
	dataFilePart: guessed(
		'the strictest that agrees with what is known: the clients that are known to work send no Content-Type, and a part with application/x-ndjson, sent through a proxy, is recorded as missing',
	),
	emailIdCase: guessed('nothing is said'),
	absentObjects: documented('an example of Gong’s API reference'),
	schemaStatus: recorded('a schema that is taken'),
	schemaFieldName: documented('Gong’s API reference; an example of its own has `name`'),
	listsPicklistValues: guessed(
		'the reference describes the values as part of a field; its own example has null',
	),
	listsReferenceTargets: guessed('nothing is said'),
	emptySchema: guessed('nothing is said'),
	removedPicklistValues: guessed('nothing is said'),
	scopeNotOffered: guessed('nothing is said'),
	tokenScopesSeparatedBy: guessed('RFC 6749, 3.3'),
};

/** Options that say nothing about Gong: where it runs, what is in it, how fast time goes. */
type OwnOption =
	| 'port'
	| 'host'
	| 'integrations'
	| 'deleteTakes'
	| 'uploadTakes'
	| 'leavesListAfter'
	| 'statusReadableAfter'
	| 'timeScale'
	| 'now'
	| 'accessKey'
	| 'accessKeySecret'
	| 'onCall';

/** How well the defaults of the other options are known. */
export const KNOWN_OPTIONS: Readonly<
	Record<Exclude<keyof SimulatorOptions, SwitchName | OwnOption>, Known>
> = {
	pendingShare: guessed('the reference has PENDING before IN_PROGRESS, and no times'),
	outcome: documented('Gong’s API reference: a deletion ends DONE or FAILED'),
	errors: guessed('nobody has published what a failed deletion says'),
	oneIntegrationAtATime: recorded('registering where there is an integration'),
	limits: LIMITS,
	scopes: documented('Gong’s API reference, for OAuth; a key is not known to have any'),
	oauth: guessed(
		'a token of 24 hours and its fields are documented; that a refresh token is good once is what integrators report',
	),
	largestUpload: documented('Gong’s API reference: 200 MB, read as the smaller number'),
};
