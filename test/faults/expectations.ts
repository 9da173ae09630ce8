import type { MatrixCall } from './calls';
import type { MatrixFault } from './faults';
import type { Position } from './positions';

/** What a run plays. */
export interface Played {
	call: MatrixCall;
	/** `null` = every call is answered. */
	fault: MatrixFault | null;
	/** The fault plays on the first such call only, or on all of them. */
	lasting: boolean;
	waiting: boolean;
	/** Where Gong stands; the other switches have their default. */
	position: Position;
}

/** One field of the matrix. */
export type Cell = Omit<Played, 'position'> & { fault: MatrixFault };

/** One field of the tables of positions. */
export type PositionCell = Omit<Played, 'lasting'>;

/** How a run ends, in the words of the matrix. */
export type Ending =
	/** Gong accepted the deletion, and nobody waits for its end. */
	| 'submitted'
	/** The same, and it was Gong's request-status that said so. */
	| 'recovered'
	/** The deletion was followed to its end, or a call that is not a deletion did its work. */
	| 'done'
	/** The deletion of an earlier attempt was followed to its end. */
	| 'recovered, done'
	/** The maximum wait ended before Gong said that the deletion was done. */
	| 'timed out'
	/** Get Status puts out a word that Gong added. */
	| 'unknown status'
	/** Gong has the object, does not have it, or does not say. */
	| 'found'
	| 'not found'
	| 'not known'
	/** The node does not make the call: nobody can tell what would be lost by it. */
	| 'refused'
	/** Gong, or what answered in its place, cannot be understood. */
	| 'error: no answer'
	/** With the HTTP status that n8n shows. */
	| `error: ${number}`;

/** Retry-After up to this is sat out inside the node, in seconds; beyond, it is told. */
const LONGEST_SAT_OUT = 120;

/**
 * What n8n's own OAuth client makes of a fault on the token endpoint, which it alone talks to:
 * - It reads bodies of any size, and follows redirects. Here another host answers, which has no token.
 * - It drops the headers of a 4xx, `Retry-After` among them.
 * - Any other no means that the connection has to be made anew: 401, as for a call with a bad token.
 */
function ofTokenEndpoint(fault: MatrixFault): MatrixFault {
	const { told } = fault;
	if (told === 'status') return { ...fault, told: 'all' };
	if (told === 429) return { ...fault, retryAfter: 0 };
	if (typeof told === 'number' && told < 500 && told !== 408) return { ...fault, told: 401 };
	return fault;
}

/** Whether trying again can help: the network, the limits, or Gong itself. */
const passes = ({ told }: MatrixFault): boolean =>
	typeof told === 'number' ? told === 408 || told === 429 || told >= 500 : told !== 'all';

const error = ({ told }: MatrixFault): Ending =>
	typeof told === 'number' ? `error: ${told}` : 'error: no answer';

/** How a run has to end, by the contract. */
export function expectedEnding({ call, fault, lasting, waiting }: Cell): Ending {
	switch (call.name) {
		case 'register':
			// Sent once: after a lost answer, a second one could only be told 409.
			return fault.told === 'all' ? 'done' : error(fault);
		case 'status':
			return waiting ? checked(fault, lasting) : asked(fault, lasting);
		case 'token refresh':
			return refreshed(ofTokenEndpoint(fault), lasting, waiting);
		case 'read objects':
			// An answer may have 50 MB, and so take minutes.
			if (fault.told === 'status' || fault.play.kind === 'drip') return 'found';
			return repeated(fault, lasting) ?? 'found';
		case 'read the schema':
			return repeated(fault, lasting) ?? 'done';
		case 'change the schema':
			// Gong may have another schema by now: it is read once more.
			if (fault.told === 400 && !lasting) return 'done';
			// So is it after a lost answer, and the change is seen there.
			if (fault.done && passes(fault)) return 'done';
			return repeated(fault, lasting) ?? 'done';
		case 'list':
			return repeated(fault, lasting) ?? (waiting ? 'done' : 'submitted');
		default: {
			const ending = deletion(fault, lasting);
			if (!waiting || ending.startsWith('error')) return ending;
			return ending === 'recovered' ? 'recovered, done' : 'done';
		}
	}
}

/** A call that may be sent five times; `null` = it comes through. */
function repeated(fault: MatrixFault, lasting: boolean): Ending | null {
	if (fault.told === 'all') return null;
	const sentAgain = passes(fault) && fault.retryAfter <= LONGEST_SAT_OUT;
	return sentAgain && !lasting ? null : error(fault);
}

function deletion(fault: MatrixFault, lasting: boolean): Ending {
	// A 409 is believed; request-status then knows nothing of the pair.
	if (fault.told === 409) return 'error: 400';
	// One that was registered is told 409 at its second try, or request-status tells of it.
	if (fault.done && fault.told !== 'all') return 'recovered';
	return repeated(fault, lasting) ?? 'submitted';
}

function asked(fault: MatrixFault, lasting: boolean): Ending {
	if (fault.name === 'unknown status value') return 'unknown status';
	return repeated(fault, lasting) ?? 'done';
}

/** During the wait: what passes is ridden out, what does not ends it. */
function checked(fault: MatrixFault, lasting: boolean): Ending {
	// A word that Gong added is not final.
	if (fault.name === 'unknown status value') return lasting ? 'timed out' : 'done';
	if (fault.told === 'all') return 'done';
	// Of a deletion whose status cannot be read, the list shows that it is done.
	if (fault.told === 400 || fault.told === 404) return 'done';
	if (!passes(fault)) return error(fault);
	return lasting ? 'timed out' : 'done';
}

function refreshed(fault: MatrixFault, lasting: boolean, waiting: boolean): Ending {
	const fine = waiting ? 'done' : 'submitted';
	const { kind } = fault.play;
	if (fault.told === 'all') return fine;
	// One refresh at a time: while it hangs, every call waits for it, up to n8n's limit of 5 minutes.
	if (kind === 'silent') return waiting ? (lasting ? 'timed out' : 'done') : 'error: no answer';
	if (kind === 'drip') return waiting ? 'done' : 'error: no answer';
	// Gong used the refresh token up, and the new one never arrived.
	if (fault.done && !lasting) return 'error: 401';
	if (waiting) return checked(fault, lasting);
	return repeated(fault, lasting) ?? fine;
}

/** How a run has to end in a position of the switches, by the contract. */
export function expectedEndingIn({ call, fault, waiting, position }: PositionCell): Ending {
	const { listsPicklistValues, listsReferenceTargets, emptySchema } = position;
	switch (call.name) {
		case 'list':
			return waiting ? followed(position) : 'submitted';
		case 'delete': {
			const ending = fault ? deletion(fault, false) : 'submitted';
			// Neither a status nor the list tells of it. The run says that it may be registered, with
			// what Gong said: at once, or after the two minutes in which a status may not be there yet.
			if (ending === 'recovered' && isGoneAtOnce(position))
				return waiting ? `error: ${Number(position.statusOnceGone)}` : 'error: 409';
			if (!waiting || ending.startsWith('error')) return ending;
			const end = followed(position);
			return end === 'done' && ending === 'recovered' ? 'recovered, done' : end;
		}
		case 'status':
			return waiting ? followed(position) : askedOnceGone(position, fault);
		case 'list, after the acceptance':
			// Only what passes is asked once more; what was not seen proves nothing later.
			return fault && !passes(fault) && !isReadable(position) ? 'timed out' : followed(position);
		case 'register':
			// Gong takes no new integration while it lists the old one. Whoever waits comes later than that.
			return position.leavesListWhen === 'later' && !waiting ? 'error: 409' : 'done';
		case 'upload':
			if (!takesPartAsSent(position)) return 'error: 400';
			return waiting ? 'done' : 'submitted';
		case 'read an object':
			return 'found';
		case 'read an email ID':
			return position.emailIdCase === 'exact' ? absent(position) : 'found';
		case 'read an absent object':
			return absent(position);
		case 'read the schema, of which there is none':
		case 'change the schema, of which there is none':
			// The same status says that there is no integration: nothing is made of it.
			return emptySchema === 404 ? 'error: 404' : 'done';
		case 'change the schema':
			// Every field goes back whole, or not at all.
			return listsPicklistValues && listsReferenceTargets ? 'done' : 'refused';
		case 'take a value out of a picklist':
			return 'refused';
		case 'take a value out of a picklist, allowed':
			// The builder gives all values of the picklist, so that only the other field can be missing.
			return listsReferenceTargets ? 'done' : 'refused';
		case 'token refresh':
			return waiting ? 'done' : 'submitted';
		case 'read the schema':
			return 'done';
		default:
			throw new Error(`Nothing is expected of ${call.name}.`);
	}
}

/** An accepted deletion whose status cannot be read, of an integration that is not listed either. */
const isGoneAtOnce = (position: Position): boolean =>
	!isReadable(position) &&
	position.leavesListWhen === 'requested' &&
	position.goneWhen === 'not listed';

const isReadable = ({ statusOnceGone }: Position): boolean => statusOnceGone === 'readable';

/**
 * A deletion whose status cannot be read any more is done only if the list had the integration after the
 * acceptance, which it never had where it left the list at once.
 */
const followed = (position: Position): Ending =>
	!isReadable(position) && position.leavesListWhen === 'requested' ? 'timed out' : 'done';

/** Get Status, without waiting, of a deletion that has just ended. */
function askedOnceGone(
	{ statusOnceGone, goneWhen, leavesListWhen }: Position,
	fault: MatrixFault | null,
): Ending {
	const told = fault && repeated(fault, false);
	if (told) return told;
	const isListed = leavesListWhen === 'later' && goneWhen === 'not listed';
	return isListed || statusOnceGone === 'readable' ? 'done' : `error: ${Number(statusOnceGone)}`;
}

/** The part has a file name and no type of its own. */
const takesPartAsSent = ({ dataFilePart }: Position): boolean =>
	dataFilePart !== 'with content type' && dataFilePart !== 'application/octet-stream';

/** Only null says that an object is not there. */
const absent = ({ absentObjects }: Position): Ending =>
	absentObjects === 'null' ? 'not found' : 'not known';
