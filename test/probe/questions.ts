import { isRecord } from '../../nodes/gong/records';
import type { SwitchName, Switches } from '../simulator/switches';
import { type PartHeaders, type Reply, Unanswered } from './calls';
import { isFinal, type Look, said, type Sandbox } from './sandbox';

/** What was found out about one thing that Gong does not document. */
export interface Answer<Name extends SwitchName = SwitchName> {
	/** How the simulator's switch has to stand; `undefined` = as none of its positions, or not known. */
	position: Switches[Name] | undefined;
	/** What Gong did, in words. */
	seen: string;
}

/** The question about a switch. */
type Question<Name extends SwitchName> = (sandbox: Sandbox) => Promise<Answer<Name>>;

type Questions = { [Name in SwitchName]?: Question<Name> };

/*
 * In the order of what matters: whether an upload arrives, how a deletion is followed and told from another
 * one, and then what becomes of objects and fields.
 */

/** Asked of a first integration of ours while it is there. */
export const whileItIsThere = { dataFilePart, statusReadable } satisfies Questions;

/** Asked from the moment its deletion was accepted; the last one waits for the end of it. */
export const whileItIsBeingDeleted = {
	beingDeletedIntegration,
	leavesListWhen,
} satisfies Questions;

/** Asked once it is gone. */
export const whenItIsGone = {
	statusOnceGone,
	goneWhen,
	usedIdCheckedFirst,
	absentIntegration,
} satisfies Questions;

/** Asked of a second integration of ours, which knows what was learned from the first. */
export const withAnother = {
	requestIdsUniquePer,
	unknownRequest,
	nullClears,
	absentClears,
	emptySchema,
	schemaStatus,
	listsPicklistValues,
	listsReferenceTargets,
	schemaFieldName,
	removedPicklistValues,
	failedUploadKeepsValidLines,
	sameObjectTwiceInFile,
	olderModifiedDate,
	emailIdCase,
	absentObjects,
} satisfies Questions;

/** The switches that are asked about, in their order. */
export const QUESTIONS = {
	...whileItIsThere,
	...whileItIsBeingDeleted,
	...whenItIsGone,
	...withAnother,
};

/** Why the other switches cannot be asked about. */
export const NOT_ASKED: Record<Exclude<SwitchName, keyof typeof QUESTIONS>, string> = {
	scopeNotOffered:
		'It needs an OAuth app that lacks a scope, and a person who signs in; the probe has an access key.',
	tokenScopesSeparatedBy: 'It needs an OAuth token; the probe has an access key.',
};

const NAMED = 'Content-Disposition: form-data; name="dataFile"';
const WITH_FILE_NAME = `${NAMED}; filename="objects.ldjson"`;

/** Ways to send the file; first the one of the clients that are known to work. */
export const PARTS = {
	'without a Content-Type': [WITH_FILE_NAME],
	'application/octet-stream': [WITH_FILE_NAME, 'Content-Type: application/octet-stream'],
	'nothing but its name': [NAMED],
	'application/x-ndjson': [WITH_FILE_NAME, 'Content-Type: application/x-ndjson'],
} satisfies Record<string, PartHeaders>;

/** Which of `PARTS` are taken, in their order, for each position. */
const TAKEN_PARTS: Record<string, Switches['dataFilePart']> = {
	'yes yes yes yes': 'any',
	'yes yes no yes': 'with file name',
	'yes no yes no': 'without content type',
	'no yes no yes': 'with content type',
	'no yes no no': 'application/octet-stream',
	'yes yes yes no': 'not application/x-ndjson',
};

/** Which headers must the part with the file have? */
async function dataFilePart(sandbox: Sandbox): Promise<Answer<'dataFilePart'>> {
	const seen: string[] = [];
	const taken: string[] = [];
	for (const [name, part] of Object.entries(PARTS)) {
		const marker = { objectId: 'part', name: 'Part', modifiedDate: sandbox.date(0) };
		const reply = await sandbox.upload([marker], sandbox.newId(), part);
		if (reply.isAccepted) sandbox.part ??= part;
		else if (reply.status === 400) reply.tag('the file is missing');
		taken.push(reply.isAccepted ? 'yes' : 'no');
		seen.push(`${name}: ${said(reply)}`);
	}
	return { position: TAKEN_PARTS[taken.join(' ')], seen: seen.join('; ') };
}

/** How often a fresh request is looked at, and the pause between, in ms. */
const FIRST_LOOKS = 4;
const FIRST_PAUSE = 300;

/** What does a status look like in the first second? */
async function statusReadable(sandbox: Sandbox): Promise<Answer<'statusReadable'>> {
	const id = sandbox.newId();
	const { calls, clock } = sandbox;
	const account = { objectId: 'status', name: 'Status', modifiedDate: sandbox.date(0) };
	const reply = await sandbox.upload([account], id);
	if (!reply.isAccepted) throw new Unanswered(`the upload was answered ${said(reply)}`);
	const begin = clock.now();
	const seconds = () => `${((clock.now() - begin) / 1000).toFixed(1)} s`;
	const first = await calls.status(sandbox.integrationId, id);
	first.tag('the request is too young');
	const seen = [`${seconds()}: ${wordOf(first)}`];
	for (let look = 1, last = first; look < FIRST_LOOKS && !isFinal(last); look++) {
		await clock.sleep(FIRST_PAUSE);
		last = await calls.status(sandbox.integrationId, id);
		seen.push(`${seconds()}: ${wordOf(last)}`);
	}
	const { status } = await sandbox.endUpload(id);
	return {
		position: first.status === 200 ? 'at once' : oneOf(first.status, 400, 404),
		seen: `after ${seen.join('; ')}; in the end, after ${seconds()}: ${status}`,
	};
}

const wordOf = (reply: Reply): string =>
	reply.status === 200 ? String(reply.body.status) : said(reply);

/** What is said to a second deletion while the first one runs? */
async function beingDeletedIntegration(
	sandbox: Sandbox,
): Promise<Answer<'beingDeletedIntegration'>> {
	const { calls, integrationId } = sandbox;
	const first = deletionOf(sandbox);
	const repeated = await calls.remove(integrationId, first);
	const fresh = await calls.remove(integrationId, sandbox.newId());
	if (isFinal(await calls.status(integrationId, first)))
		throw new Unanswered('the deletion was over too soon');
	sandbox.whileBeingDeleted = { fresh, repeated };
	fresh.tag('the integration is being deleted');
	return {
		position: fresh.isAccepted ? 'accept' : oneOf(fresh.status, 400, 404, 409),
		seen: `a new ID: ${said(fresh)}; the same ID again: ${said(repeated)}`,
	};
}

/** When does a deleted integration leave the list? */
async function leavesListWhen(sandbox: Sandbox): Promise<Answer<'leavesListWhen'>> {
	const { status, errors } = await sandbox.endDeletion();
	if (status === 'FAILED') throw new Unanswered(`the deletion ended FAILED, “${errors.join(' ')}”`);
	const { looks } = sandbox;
	const seen = describeLooks(looks);
	const left = looks.findIndex(({ isListed }) => !isListed);
	if (!sandbox.isGone || left === -1) throw new Unanswered(`it did not leave the list; ${seen}`);
	const ended = looks.findIndex((_, at) => isEnded(looks, at));
	if (left === 0) return { position: looks[0].word === 'DONE' ? undefined : 'requested', seen };
	if (ended === -1) return { position: undefined, seen };
	if (looks[ended].isListed) return { position: 'later', seen };
	// Between the two calls of one look it may have ended.
	return { position: ended - left <= 1 ? 'done' : undefined, seen };
}

/** Whether the deletion was over at a look: Gong says so, or says nothing any more. */
const isEnded = (looks: readonly Look[], at: number): boolean =>
	looks[at].word === 'DONE' ||
	(looks[at].word === null && looks.slice(0, at).some(({ word }) => word !== null));

/** What was seen of a deletion, each state once, with when it was seen first and when not yet. */
function describeLooks(looks: readonly Look[]): string {
	const states = looks.map(({ at, word, status, isListed }) => ({
		seconds: Math.round((at - looks[0].at) / 1000),
		state: `${word ?? status}, ${isListed ? 'listed' : 'not listed'}`,
	}));
	return states
		.flatMap(({ seconds, state }, at) => {
			const before = at > 0 ? states[at - 1] : undefined;
			if (state === before?.state) return [];
			const notYet = before ? ` (not yet after ${before.seconds} s)` : '';
			return [`after ${seconds} s${notYet}: ${state}`];
		})
		.join('; ');
}

/** What does a status say once the integration is gone? */
async function statusOnceGone(sandbox: Sandbox): Promise<Answer<'statusOnceGone'>> {
	if (!sandbox.isGone) throw new Unanswered('the integration is not gone');
	const reply = await sandbox.calls.status(sandbox.integrationId, deletionOf(sandbox));
	reply.tag('the integration is gone');
	const ofUpload =
		sandbox.usedUpload === undefined
			? undefined
			: await sandbox.calls.status(sandbox.integrationId, sandbox.usedUpload);
	ofUpload?.tag('the integration is gone');
	return {
		position: reply.status === 200 ? 'readable' : oneOf(reply.status, 400, 404),
		seen: `its deletion: ${wordOf(reply)}; an upload to it: ${ofUpload ? wordOf(ofUpload) : '?'}`,
	};
}

/** From when can a status not be read any more? */
async function goneWhen(sandbox: Sandbox): Promise<Answer<'goneWhen'>> {
	const { looks } = sandbox;
	if (!sandbox.isGone) throw new Unanswered('the integration is not gone');
	const seen = describeLooks(looks);
	if (looks.at(-1)?.word !== null) {
		const reply = await sandbox.calls.status(sandbox.integrationId, deletionOf(sandbox));
		if (reply.status === 200) throw new Unanswered('statuses stay readable');
	}
	const ended = looks.find(({ word }, at) => word === null && isEnded(looks, at));
	const isReadable = looks.map(({ word }) => word !== null);
	if (ended?.isListed) return { position: 'deleted', seen };
	if (looks.some(({ word, isListed }) => word === 'DONE' && isListed))
		return { position: 'not listed', seen };
	if (looks[0].isListed) throw new Unanswered(`both changed at one moment; ${seen}`);
	return { position: isReadable.includes(true) ? 'deleted' : 'not listed', seen };
}

/** Is a used client request ID told before anything is said about the integration? */
async function usedIdCheckedFirst(sandbox: Sandbox): Promise<Answer<'usedIdCheckedFirst'>> {
	const { calls, integrationId } = sandbox;
	// A deletion that failed would be asked for anew.
	const whenGone = sandbox.isGone
		? {
				repeated: await calls.remove(integrationId, deletionOf(sandbox)),
				fresh: await calls.remove(integrationId, sandbox.newId()),
			}
		: undefined;
	const pairs = [whenGone, sandbox.whileBeingDeleted].filter((pair) => pair !== undefined);
	const position = pairs.map(isUsedIdToldFirst).find((told) => told !== undefined);
	for (const { repeated } of pairs) if (position) repeated.tag('the client request ID is used');
	return {
		position,
		seen: pairs
			.map(({ repeated, fresh }) => `used ID: ${said(repeated)}; new ID: ${said(fresh)}`)
			.join('; '),
	};
}

/** `undefined` where a new ID is taken: then nothing is said about the integration. */
function isUsedIdToldFirst({ repeated, fresh }: Record<'repeated' | 'fresh', Reply>) {
	if (fresh.isAccepted) return undefined;
	if (repeated.status !== fresh.status) return repeated.status === 409;
	return fresh.status === 409 && repeated.errors.join() !== fresh.errors.join();
}

/** What is said to a deletion of an integration that is not there? */
async function absentIntegration(sandbox: Sandbox): Promise<Answer<'absentIntegration'>> {
	const { calls, integrationId } = sandbox;
	if (!sandbox.isGone) throw new Unanswered('the integration is not gone');
	const id = sandbox.newId();
	const reply = await calls.remove(integrationId, id);
	reply.tag('there is no such integration');
	if (!reply.isAccepted) return { position: oneOf(reply.status, 400, 404, 409), seen: said(reply) };
	const last = await sandbox.look(sandbox.patience.settled, async () => {
		const status = await calls.status(integrationId, id);
		return isFinal(status) ? status : undefined;
	});
	return {
		position: last?.body.status === 'DONE' ? undefined : 'accept',
		seen: `${said(reply)}, then ${last ? wordOf(last) : 'no final status'}`,
	};
}

function deletionOf({ deletion }: Sandbox): string {
	if (deletion === undefined) throw new Unanswered('the deletion was not accepted');
	return deletion;
}

/** Can a client request ID be used once in the company, or once for each integration? */
async function requestIdsUniquePer(sandbox: Sandbox): Promise<Answer<'requestIdsUniquePer'>> {
	const { usedUpload } = sandbox;
	if (usedUpload === undefined) throw new Unanswered('no upload was accepted');
	const account = { objectId: 'used-id', name: 'Used ID', modifiedDate: sandbox.date(0) };
	const reply = await sandbox.upload([account], usedUpload);
	if (reply.isAccepted) {
		const again = await sandbox.upload([account], usedUpload);
		if (again.status === 409) again.tag('the client request ID is used');
		return { position: 'integration', seen: `${said(reply)}, and then ${said(again)}` };
	}
	if (reply.status !== 409) return { position: undefined, seen: said(reply) };
	reply.tag('the client request ID is used');
	return { position: 'company', seen: said(reply) };
}

/** What is said of a client request ID that nobody has used? */
async function unknownRequest(sandbox: Sandbox): Promise<Answer<'unknownRequest'>> {
	const reply = await sandbox.calls.status(sandbox.integrationId, sandbox.newId());
	reply.tag('there is no such request');
	const { status, body } = reply;
	return {
		position: status === 200 && body.status === 'PENDING' ? 'PENDING' : oneOf(status, 400, 404),
		seen: wordOf(reply),
	};
}

/** Does null clear a value? */
async function nullClears(sandbox: Sandbox): Promise<Answer<'nullClears'>> {
	return await clears(sandbox, 'null', { url: null });
}

/** Does a line clear a value by leaving it out? */
async function absentClears(sandbox: Sandbox): Promise<Answer<'absentClears'>> {
	return await clears(sandbox, 'absent', {});
}

async function clears(
	sandbox: Sandbox,
	objectId: string,
	url: { url?: null },
): Promise<{ position: boolean | undefined; seen: string }> {
	const account = { objectId, name: 'Clears' };
	await sandbox.store({ ...account, url: 'https://example.com/', modifiedDate: sandbox.date(0) });
	const { status, errors } = await sandbox.store({
		...account,
		...url,
		modifiedDate: sandbox.date(60),
	});
	if (status === 'FAILED') return { position: undefined, seen: `FAILED, “${errors.join(' ')}”` };
	const object = (await sandbox.readBack(objectId))[objectId];
	if (!object) throw new Unanswered('the account is not there any more');
	const isCleared = object.url === undefined || object.url === null;
	return { position: isCleared, seen: isCleared ? 'the value is gone' : 'the value is kept' };
}

const FIELDS = [
	{ uniqueName: 'probe_text', label: 'Probe Text', type: 'STRING' },
	{
		uniqueName: 'probe_list',
		label: 'Probe List',
		type: 'PICKLIST',
		orderedValueList: ['one', 'two'],
	},
	{
		uniqueName: 'probe_account',
		label: 'Probe Account',
		type: 'REFERENCE',
		referenceTo: 'ACCOUNT',
	},
];

/** With which status is a schema listed that has no fields? */
async function emptySchema(sandbox: Sandbox): Promise<Answer<'emptySchema'>> {
	const reply = await sandbox.calls.listSchema(sandbox.integrationId);
	const count = listedFields(reply).length;
	if (count > 0) throw new Unanswered(`a new integration has ${count} fields`);
	reply.tag('the schema has no fields');
	return { position: oneOf(reply.status, 200, 404), seen: said(reply) };
}

/** With which status is a schema taken? */
async function schemaStatus(sandbox: Sandbox): Promise<Answer<'schemaStatus'>> {
	const reply = await sandbox.calls.setSchema(sandbox.integrationId, FIELDS);
	const position = oneOf(reply.status, 200, 201);
	if (position) reply.tag('it works');
	return { position, seen: said(reply) };
}

/** Is a picklist listed with its values? */
async function listsPicklistValues(sandbox: Sandbox): Promise<Answer<'listsPicklistValues'>> {
	return isListedWith(await listField(sandbox, 'probe_list'), 'orderedValueList', ['one', 'two']);
}

/** Is a reference listed with its target? */
async function listsReferenceTargets(sandbox: Sandbox): Promise<Answer<'listsReferenceTargets'>> {
	return isListedWith(await listField(sandbox, 'probe_account'), 'referenceTo', 'ACCOUNT');
}

function isListedWith(field: Record<string, unknown>, property: string, sent: unknown) {
	const listed = field[property] ?? null;
	const isAsSent = JSON.stringify(listed) === JSON.stringify(sent);
	return {
		position: isAsSent ? true : listed === null ? false : undefined,
		seen: `listed with ${property} ${JSON.stringify(listed)}`,
	};
}

/** Which property has a field's name? */
async function schemaFieldName(sandbox: Sandbox): Promise<Answer<'schemaFieldName'>> {
	const field = await listField(sandbox, 'probe_text');
	return {
		position: field.uniqueName === 'probe_text' ? 'uniqueName' : 'name',
		seen: `a field has ${Object.keys(field).join(', ')}`,
	};
}

async function listField(sandbox: Sandbox, name: string): Promise<Record<string, unknown>> {
	const reply = await sandbox.calls.listSchema(sandbox.integrationId);
	const field = listedFields(reply).find((one) => one.uniqueName === name || one.name === name);
	if (!field) throw new Unanswered(`the field is not in the schema: ${said(reply)}`);
	reply.tag('it works');
	return field;
}

function listedFields({ body }: Reply): Array<Record<string, unknown>> {
	const byType = body.objectTypeToSelectedFields;
	return isRecord(byType) && Array.isArray(byType.ACCOUNT) ? byType.ACCOUNT.filter(isRecord) : [];
}

/** What do objects have of a value that is taken out of a picklist? */
async function removedPicklistValues(sandbox: Sandbox): Promise<Answer<'removedPicklistValues'>> {
	const objectId = 'picklist';
	const modifiedDate = sandbox.date(0);
	const { status } = await sandbox.store({
		objectId,
		name: 'List',
		probe_list: 'two',
		modifiedDate,
	});
	if (status !== 'DONE') throw new Unanswered(`an account with a picklist’s value ended ${status}`);
	const before = (await sandbox.readBack(objectId))[objectId]?.probe_list;
	if (before !== 'two') throw new Unanswered('the value was not stored');
	const fields = FIELDS.map((field) =>
		field.orderedValueList ? { ...field, orderedValueList: ['one'] } : field,
	);
	const reply = await sandbox.calls.setSchema(sandbox.integrationId, fields);
	if (reply.status !== 200 && reply.status !== 201)
		return { position: undefined, seen: `taking it out was answered ${said(reply)}` };
	const after = (await sandbox.readBack(objectId))[objectId]?.probe_list ?? null;
	return {
		position: after === 'two' ? 'kept' : after === null ? 'dropped' : undefined,
		seen: `the account then has ${JSON.stringify(after)}`,
	};
}

/** Are the valid lines of a file kept if another one is refused? */
async function failedUploadKeepsValidLines(
	sandbox: Sandbox,
): Promise<Answer<'failedUploadKeepsValidLines'>> {
	const modifiedDate = sandbox.date(0);
	const { status, errors } = await sandbox.store(
		{ objectId: 'valid-1', name: 'Valid', modifiedDate },
		{ name: 'Without an ID', modifiedDate },
		{ objectId: 'valid-2', name: 'Valid', modifiedDate },
	);
	if (status !== 'FAILED') throw new Unanswered(`a line without objectId ended ${status}`);
	const kept = Object.values(await sandbox.readBack('valid-1', 'valid-2')).filter(Boolean).length;
	return {
		position: kept === 1 ? undefined : kept === 2,
		seen: `FAILED, “${errors.join(' ')}”; ${kept} of 2 valid lines stored`,
	};
}

/** What becomes of two lines of a file with one ID? */
async function sameObjectTwiceInFile(sandbox: Sandbox): Promise<Answer<'sameObjectTwiceInFile'>> {
	const modifiedDate = sandbox.date(0);
	const { status, errors } = await sandbox.store(
		{ objectId: 'twice', name: 'First', modifiedDate },
		{ objectId: 'twice', name: 'Last', modifiedDate },
	);
	if (status === 'FAILED') return { position: 'refused', seen: `FAILED, “${errors.join(' ')}”` };
	const name = (await sandbox.readBack('twice')).twice?.name;
	return {
		position: name === 'Last' ? 'last wins' : name === 'First' ? 'first wins' : undefined,
		seen: `DONE, stored is “${String(name)}”`,
	};
}

/** What becomes of a line that is older than the stored object? */
async function olderModifiedDate(sandbox: Sandbox): Promise<Answer<'olderModifiedDate'>> {
	const objectId = 'older';
	await sandbox.store({ objectId, name: 'Newer', modifiedDate: sandbox.date(60) });
	const { status, errors } = await sandbox.store({
		objectId,
		name: 'Older',
		modifiedDate: sandbox.date(0),
	});
	if (status === 'FAILED') return { position: 'refused', seen: `FAILED, “${errors.join(' ')}”` };
	const name = (await sandbox.readBack(objectId)).older?.name;
	return {
		position: name === 'Newer' ? 'ignored' : name === 'Older' ? 'taken' : undefined,
		seen: `DONE, stored is “${String(name)}”`,
	};
}

/** What comes of an email ID that is asked for in another case? */
async function emailIdCase(sandbox: Sandbox): Promise<Answer<'emailIdCase'>> {
	const stored = 'Probe.Case@example.com';
	const asked = stored.toLowerCase();
	const { status, errors } = await sandbox.store({
		objectId: stored,
		name: 'Case',
		modifiedDate: sandbox.date(0),
	});
	if (status === 'FAILED') throw new Unanswered(`an email ID ended FAILED, “${errors.join(' ')}”`);
	const found = await sandbox.readBack(asked);
	const ids = Object.keys(found).filter((id) => found[id] !== null);
	return {
		position: ids.includes(asked) ? 'as asked' : ids.includes(stored) ? 'as stored' : 'exact',
		seen: `${stored} is stored; to ${asked} comes ${ids.join(', ') || 'nothing'}`,
	};
}

/** What stands in the answer for an object that is not there? */
async function absentObjects(sandbox: Sandbox): Promise<Answer<'absentObjects'>> {
	const found = await sandbox.readBack('nobody');
	return 'nobody' in found
		? { position: found.nobody === null ? 'null' : undefined, seen: 'null' }
		: { position: 'left out', seen: 'it is left out of the answer' };
}

/** A number if it is one of these. */
const oneOf = <T extends number>(value: number, ...known: T[]): T | undefined =>
	known.find((one) => one === value);
