import { isRecord } from '../../nodes/gong/records';
import type { SwitchName, Switches } from '../simulator/switches';
import type { PartHeaders, Reply } from './calls';
import { isFinal, type Sandbox, said, Unanswered } from './sandbox';

/** What was found out about one thing that Gong does not document. */
export interface Answer<Name extends SwitchName = SwitchName> {
	/** How the simulator's switch has to stand; `undefined` = as none of its positions, or not known. */
	position: Switches[Name] | undefined;
	/** What Gong did, in words. */
	seen: string;
}

/** Questions by the simulator's switch, in the order in which they are asked. */
type Questions = { [Name in SwitchName]?: (sandbox: Sandbox) => Promise<Answer<Name>> };

/** Asked while our integration is there. */
export const whileItIsThere: Questions = {
	dataFilePart,
	statusReadable,
	unknownRequest,
	schemaStatus,
	schemaFieldName,
	failedUploadKeepsValidLines,
	sameObjectTwiceInFile,
	olderModifiedDate,
	nullClears,
	absentClears,
};

/** Asked from the moment its deletion was accepted; the last one waits for the end of it. */
export const whileItIsBeingDeleted: Questions = { beingDeletedIntegration, leavesListWhen };

/** Asked once it is gone. */
export const whenItIsGone: Questions = { absentIntegration, usedIdCheckedFirst };

/** Asked with a second integration of ours, and the used client request ID of the first. */
export const withAnother = { requestIdsUniquePer };

const NAMED = 'Content-Disposition: form-data; name="dataFile"';
const WITH_FILE_NAME = `${NAMED}; filename="objects.ldjson"`;

/** Ways to send the file, the one of the node first. */
const parts = {
	'a file name': [WITH_FILE_NAME],
	'application/octet-stream': [WITH_FILE_NAME, 'Content-Type: application/octet-stream'],
	'nothing but its name': [NAMED],
	'application/x-ndjson': [WITH_FILE_NAME, 'Content-Type: application/x-ndjson'],
} satisfies Record<string, PartHeaders>;

/** Which of `parts` are taken, in their order, for each position. */
const takenParts: Record<string, Switches['dataFilePart']> = {
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
	for (const [name, part] of Object.entries(parts)) {
		const marker = { objectId: 'part', name: 'Part', modifiedDate: sandbox.date(0) };
		const reply = await sandbox.upload([marker], sandbox.newId(), part);
		if (reply.status === 201) sandbox.part ??= part;
		taken.push(reply.status === 201 ? 'yes' : 'no');
		seen.push(`${name}: ${said(reply)}`);
	}
	return { position: takenParts[taken.join(' ')], seen: seen.join('; ') };
}

/** Can a request's status be read at once? */
async function statusReadable(sandbox: Sandbox): Promise<Answer<'statusReadable'>> {
	const asked = sandbox.clock.now();
	const { first, unreadable } = await sandbox.store({
		objectId: 'status',
		name: 'Status',
		modifiedDate: sandbox.date(0),
	});
	const seconds = Math.round((sandbox.clock.now() - asked) / 1000);
	return {
		position: first.status === 200 ? 'at once' : oneOf(first.status, 400, 404),
		seen: `the first check was answered ${said(first)}; ${unreadable} could not be read; final after ${seconds} s`,
	};
}

/** What is said of a client request ID that nobody has used? */
async function unknownRequest(sandbox: Sandbox): Promise<Answer<'unknownRequest'>> {
	const reply = await sandbox.calls.status(sandbox.integrationId, sandbox.newId());
	const { status, body } = reply;
	return {
		position: status === 200 && body.status === 'PENDING' ? 'PENDING' : oneOf(status, 400, 404),
		seen: status === 200 ? `200, ${String(body.status)}` : said(reply),
	};
}

/** With which status is a schema taken? */
async function schemaStatus(sandbox: Sandbox): Promise<Answer<'schemaStatus'>> {
	const reply = await sandbox.calls.setSchema(sandbox.integrationId, 'ACCOUNT', [
		{ uniqueName: 'probe_field', label: 'Probe Field', type: 'STRING' },
	]);
	return { position: oneOf(reply.status, 200, 201), seen: said(reply) };
}

/** Which property has a field's name? */
async function schemaFieldName(sandbox: Sandbox): Promise<Answer<'schemaFieldName'>> {
	const reply = await sandbox.calls.listSchema(sandbox.integrationId, 'ACCOUNT');
	const byType = reply.body.objectTypeToSelectedFields;
	const fields = isRecord(byType) && Array.isArray(byType.ACCOUNT) ? byType.ACCOUNT : [];
	const field = fields
		.filter(isRecord)
		.find((one) => one.uniqueName === 'probe_field' || one.name === 'probe_field');
	if (!field) throw new Unanswered(`the field is not in the schema: ${said(reply)}`);
	return {
		position: field.uniqueName === 'probe_field' ? 'uniqueName' : 'name',
		seen: `a field has ${Object.keys(field).join(', ')}`,
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
	return {
		position: fresh.status === 201 ? 'accept' : oneOf(fresh.status, 400, 404, 409),
		seen: said(fresh),
	};
}

/** When does a deleted integration leave the list? */
async function leavesListWhen(sandbox: Sandbox): Promise<Answer<'leavesListWhen'>> {
	const isListedAtFirst = await sandbox.isListed();
	const { status, errors } = await sandbox.end(deletionOf(sandbox));
	if (status !== 'DONE')
		throw new Unanswered(`the deletion ended ${status}, “${errors.join(' ')}”`);
	const done = sandbox.clock.now();
	const isListedWhenDone = await sandbox.isListed();
	const isGone = await sandbox.look(
		sandbox.patience.visible,
		async () => !(await sandbox.isListed()) || undefined,
	);
	if (!isGone) throw new Unanswered('the deletion is DONE, but the integration is still listed');
	sandbox.isGone = true;
	if (!isListedWhenDone)
		return isListedAtFirst
			? { position: 'done', seen: 'listed while the deletion runs, not once it is DONE' }
			: { position: 'requested', seen: 'not listed from the request on' };
	const seconds = Math.round((sandbox.clock.now() - done) / 1000);
	return { position: 'later', seen: `still listed when DONE, for about ${seconds} s` };
}

/** What is said to a deletion of an integration that is not there? */
async function absentIntegration(sandbox: Sandbox): Promise<Answer<'absentIntegration'>> {
	const { calls, integrationId } = sandbox;
	const id = sandbox.newId();
	const reply = await calls.remove(integrationId, id);
	if (reply.status !== 201)
		return { position: oneOf(reply.status, 400, 404, 409), seen: said(reply) };
	const { status } = await sandbox.end(id);
	return { position: status === 'FAILED' ? 'accept' : undefined, seen: `201, then ${status}` };
}

/** Is a used client request ID told before anything is said about the integration? */
async function usedIdCheckedFirst(sandbox: Sandbox): Promise<Answer<'usedIdCheckedFirst'>> {
	const { calls, integrationId } = sandbox;
	const whenGone = {
		repeated: await calls.remove(integrationId, deletionOf(sandbox)),
		fresh: await calls.remove(integrationId, sandbox.newId()),
	};
	const pairs = [whenGone, sandbox.whileBeingDeleted].filter((pair) => pair !== undefined);
	return {
		position: pairs.map(isUsedIdToldFirst).find((told) => told !== undefined),
		seen: pairs
			.map(({ repeated, fresh }) => `used ID: ${said(repeated)}; new ID: ${said(fresh)}`)
			.join('; '),
	};
}

/** `undefined` where a new ID is taken: then nothing is said about the integration. */
function isUsedIdToldFirst({ repeated, fresh }: Record<'repeated' | 'fresh', Reply>) {
	if (fresh.status === 201) return undefined;
	if (repeated.status !== fresh.status) return repeated.status === 409;
	return fresh.status === 409 && repeated.errors.join() !== fresh.errors.join();
}

/** Can a client request ID be used once in the company, or once for each integration? */
async function requestIdsUniquePer(
	another: Sandbox,
	usedId: string,
): Promise<Answer<'requestIdsUniquePer'>> {
	const reply = await another.calls.remove(another.integrationId, usedId);
	if (reply.status === 201) another.deletion = usedId;
	const position =
		reply.status === 409 ? 'company' : reply.status === 201 ? 'integration' : undefined;
	return { position, seen: said(reply) };
}

function deletionOf({ deletion }: Sandbox): string {
	if (deletion === undefined) throw new Unanswered('the deletion was not accepted');
	return deletion;
}

/** A number if it is one of these. */
const oneOf = <T extends number>(value: number, ...known: T[]): T | undefined =>
	known.find((one) => one === value);
