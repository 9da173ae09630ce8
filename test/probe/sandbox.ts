import { randomBytes } from 'node:crypto';
import { isFinalStatus, readIntegrations } from '../../nodes/gong/answers';
import type { Clock } from '../../nodes/gong/clock';
import { isRecord } from '../../nodes/gong/records';
import { type GongCalls, type PartHeaders, type Reply, Unanswered } from './calls';

/** What the probe may register and delete is known by its name. */
export const PROBE_NAME = 'n8n-nodes-gong-crm probe';

/** How patient the probe is, in ms. */
export interface Patience {
	/** For a deletion to come to its end. Gong can take up to 24 h. */
	deletion: number;
	/** For an upload to come to its end, stored objects to show, and an integration to leave the list. */
	visible: number;
	/** For a status that cannot be read to stay so, when the integration is not listed any more. */
	settled: number;
	/** Between two looks; longer waits are looked at less often. */
	firstPause: number;
	longestPause: number;
}

export const PATIENCE: Patience = {
	deletion: 26 * 3_600_000,
	visible: 2 * 3_600_000,
	settled: 600_000,
	firstPause: 1000,
	longestPause: 600_000,
};

/** What came of an upload in the end. */
export interface Ended {
	status: string;
	/** Of its lines. */
	errors: string[];
}

/** What was seen of a deletion at one moment: its status was asked for first, then the list. */
export interface Look {
	/** By the clock, in ms. */
	at: number;
	/** Gong's word; `null` = it could not be read. */
	word: string | null;
	/** Of the answer. */
	status: number;
	isListed: boolean;
}

/** Our own small integration, with the calls that are made on it. */
export class Sandbox {
	/** Headers of the file's part with which Gong takes an upload, once they are known. */
	part: PartHeaders | undefined;
	/** The client request ID of an upload that Gong has taken. */
	usedUpload: string | undefined;
	/** The client request ID of its deletion, once Gong has registered it. */
	deletion: string | undefined;
	/** What was seen of the deletion, from its first moment on. */
	readonly looks: Look[] = [];
	/** Its deletion is over, and the list has it no more. */
	isGone = false;
	/** What Gong said to a new deletion and a repeated one while it was being deleted. */
	whileBeingDeleted: { fresh: Reply; repeated: Reply } | undefined;

	constructor(
		public calls: GongCalls,
		public patience: Patience,
		readonly integrationId: string,
	) {}

	get clock(): Clock {
		return this.calls.waits;
	}

	/** A client request ID that nobody has used. */
	newId(): string {
		return `probe-${randomBytes(12).toString('hex')}`;
	}

	/** A `modifiedDate` that is so many seconds later than the earliest one of this run. */
	date(second: number): string {
		const dayStart = Math.floor(this.clock.now() / 86_400_000) * 86_400_000;
		return new Date(dayStart - 86_400_000 + second * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
	}

	async upload(lines: object[], clientRequestId: string, part = this.part): Promise<Reply> {
		if (!part) throw new Unanswered('no upload was accepted');
		const reply = await this.calls.upload(this.integrationId, clientRequestId, lines, part);
		if (reply.isAccepted) {
			this.usedUpload ??= clientRequestId;
			if (reply.status === 201) reply.tag('it works');
		}
		return reply;
	}

	/** Uploads accounts and waits for the end. */
	async store(...lines: object[]): Promise<Ended> {
		const id = this.newId();
		const reply = await this.upload(lines, id);
		if (!reply.isAccepted) throw new Unanswered(`an upload was answered ${said(reply)}`);
		return await this.endUpload(id);
	}

	/** Waits until an upload is final. */
	async endUpload(clientRequestId: string): Promise<Ended> {
		const last = await this.look(this.patience.visible, async () => {
			const reply = await this.calls.status(this.integrationId, clientRequestId);
			if (reply.status !== 200) return undefined;
			reply.tag(reply.body.status === 'FAILED' ? 'an upload has failed' : 'it works');
			return isFinal(reply) ? reply : undefined;
		});
		if (!last) throw new Unanswered('an upload did not come to its end in time');
		return { status: String(last.body.status), errors: last.errors };
	}

	/** Asks for the deletion, and looks at it at once. */
	async requestDeletion(): Promise<void> {
		const id = this.newId();
		const reply = await this.calls.remove(this.integrationId, id);
		if (!reply.isAccepted) throw new Unanswered(`the deletion was answered ${said(reply)}`);
		if (reply.status === 201) reply.tag('it works');
		this.deletion = id;
		await this.lookAtDeletion(id);
	}

	/**
	 * Waits until the deletion is over and the list has the integration no more, or one of the two does
	 * not come in time.
	 *
	 * It is over when Gong says so. Where the status cannot be read any more, and the integration is not
	 * listed, it counts as over after a while.
	 */
	async endDeletion(): Promise<{ status: string | null; errors: string[] }> {
		const { deletion, patience } = this;
		if (deletion === undefined) throw new Unanswered('the deletion was not accepted');
		let final: Reply | undefined;
		let goneSince: number | undefined;
		let until = Infinity;
		await this.look(patience.deletion, async () => {
			const { reply, look } = await this.lookAtDeletion(deletion);
			if (isFinal(reply)) final ??= reply;
			if (final && until === Infinity) until = look.at + patience.visible;
			if (final?.body.status === 'FAILED' || look.at >= until) return true;
			if (look.isListed) return undefined;
			goneSince ??= look.at;
			const isSettled = look.word === null && look.at - goneSince >= patience.settled;
			this.isGone = final !== undefined || isSettled;
			return this.isGone || undefined;
		});
		if (final?.body.status === 'FAILED') this.isGone = false;
		return { status: final ? String(final.body.status) : null, errors: final?.errors ?? [] };
	}

	private async lookAtDeletion(clientRequestId: string): Promise<{ reply: Reply; look: Look }> {
		const reply = await this.calls.status(this.integrationId, clientRequestId);
		const isListed = await this.isListed();
		const word = reply.status === 200 ? String(reply.body.status) : null;
		if (word !== null) reply.tag(word === 'FAILED' ? 'a deletion has failed' : 'it works');
		const look = { at: this.clock.now(), word, status: reply.status, isListed };
		this.looks.push(look);
		return { reply, look };
	}

	/**
	 * Accounts as Gong gives them back, by ID as it writes it, null where it says that it has none. `DONE`
	 * is not yet visible: a marker that is stored after them has to show first.
	 */
	async readBack(...ids: string[]): Promise<Record<string, Record<string, unknown> | null>> {
		const marker = this.newId();
		const { status } = await this.store({
			objectId: marker,
			name: 'Marker',
			modifiedDate: this.date(0),
		});
		if (status !== 'DONE') throw new Unanswered('a plain account was not taken');
		const read = await this.look(this.patience.visible, async () => {
			const reply = await this.calls.getObjects(this.integrationId, [marker, ...ids]);
			const objects = reply.body.crmObjectsMap;
			if (reply.status !== 200 || !isRecord(objects))
				throw new Unanswered(`reading back was answered ${said(reply)}`);
			reply.tag('it works');
			return isRecord(objects[marker]) ? objects : undefined;
		});
		if (!read) throw new Unanswered('stored objects did not show in time');
		return Object.fromEntries(
			Object.entries(read).flatMap(([id, fields]) =>
				id === marker ? [] : [[id, isRecord(fields) ? fields : null]],
			),
		);
	}

	async isListed(): Promise<boolean> {
		const reply = await this.calls.list();
		return readList(reply).some(({ integrationId }) => integrationId === this.integrationId);
	}

	/** Looks again and again until there is something to see; `undefined` when the time is over. */
	async look<T>(atMost: number, see: () => Promise<T | undefined>): Promise<T | undefined> {
		const { firstPause, longestPause } = this.patience;
		const until = this.clock.now() + atMost;
		for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
			const seen = await see();
			if (seen !== undefined || this.clock.now() >= until) return seen;
			await this.clock.sleep(Math.min(pause, until - this.clock.now()));
		}
	}
}

/** Whether a status check says that the request is final. */
export const isFinal = ({ status, body }: Reply): boolean =>
	status === 200 && isFinalStatus(String(body.status));

/** An answer in a few words. */
export const said = ({ status, errors }: Pick<Reply, 'status' | 'errors'>): string =>
	errors.length > 0 ? `${status}, “${errors.join(' ')}”` : String(status);

/**
 * The integrations in Gong's list.
 *
 * @throws Unanswered where it is none
 */
export function readList(reply: Reply): Array<{ integrationId: string; name: string }> {
	const integrations = reply.status === 200 ? readIntegrations(reply.body) : null;
	if (!integrations) throw new Unanswered(`the list of integrations was answered ${said(reply)}`);
	reply.tag('it works');
	return integrations;
}
