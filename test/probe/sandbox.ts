import { randomBytes } from 'node:crypto';
import type { Clock } from '../../nodes/gong/clock';
import { isRecord } from '../../nodes/gong/records';
import type { GongCalls, PartHeaders, Reply } from './calls';

/** What the probe may register and delete is known by its name. */
export const PROBE_NAME = 'n8n-nodes-gong-crm probe';

/** How patient the probe is, in ms. */
export interface Patience {
	/** For a deletion or an upload to come to its end. Gong can take up to 24 h for a deletion. */
	request: number;
	/** For stored objects to show, and for a deleted integration to leave the list. */
	visible: number;
	/** Between two looks; longer waits are looked at less often. */
	firstPause: number;
	longestPause: number;
}

export const PATIENCE: Patience = {
	request: 26 * 3_600_000,
	visible: 2 * 3_600_000,
	firstPause: 1000,
	longestPause: 600_000,
};

/** A question cannot be answered; the others can. */
export class Unanswered extends Error {}

/** What came of a request in the end. */
export interface Ended {
	status: string;
	/** Of its lines. */
	errors: string[];
	/** How often its status could not be read before it could, and the answer to the first check. */
	unreadable: number;
	first: Reply;
}

/** Our own small integration, with the calls that are made on it. */
export class Sandbox {
	/** Headers of the file's part with which Gong takes an upload, once they are known. */
	part: PartHeaders | undefined;
	/** The client request ID of its deletion, once it was asked for. */
	deletion: string | undefined;
	/** Its deletion is done, and the list has it no more. */
	isGone = false;
	/** What Gong said to a new deletion and a repeated one while it was being deleted. */
	whileBeingDeleted: { fresh: Reply; repeated: Reply } | undefined;

	constructor(
		readonly calls: GongCalls,
		readonly clock: Clock,
		readonly patience: Patience,
		readonly integrationId: string,
	) {}

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
		const query = { integrationId: this.integrationId, objectType: 'ACCOUNT', clientRequestId };
		return await this.calls.upload(query, lines, part);
	}

	/** Uploads accounts and waits for the end. */
	async store(...lines: object[]): Promise<Ended> {
		const id = this.newId();
		const reply = await this.upload(lines, id);
		if (reply.status !== 201) throw new Unanswered(`an upload was answered ${said(reply)}`);
		return await this.end(id);
	}

	/** Waits until a request is final. */
	async end(clientRequestId: string): Promise<Ended> {
		let first: Reply | undefined;
		let unreadable = 0;
		const last = await this.look(this.patience.request, async () => {
			const reply = await this.calls.status(this.integrationId, clientRequestId);
			first ??= reply;
			if (reply.status !== 200) unreadable += 1;
			return isFinal(reply) ? reply : undefined;
		});
		if (!last || !first) throw new Unanswered('a request did not come to its end in time');
		return { status: String(last.body.status), errors: last.errors, unreadable, first };
	}

	/**
	 * Accounts as Gong gives them back, by ID, null where it has none. `DONE` is not yet visible: a marker
	 * that is stored after them has to show first.
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
			const reply = await this.calls.getObjects(this.integrationId, 'ACCOUNT', [marker, ...ids]);
			const objects = reply.body.crmObjectsMap;
			if (reply.status !== 200 || !isRecord(objects))
				throw new Unanswered(`reading back was answered ${said(reply)}`);
			return isRecord(objects[marker]) ? objects : undefined;
		});
		if (!read) throw new Unanswered('stored objects did not show in time');
		return Object.fromEntries(
			ids.map((id) => {
				const fields = read[id];
				return [id, isRecord(fields) ? fields : null];
			}),
		);
	}

	async isListed(): Promise<boolean> {
		return readList(await this.calls.list()).some(({ id }) => id === this.integrationId);
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
	status === 200 && (body.status === 'DONE' || body.status === 'FAILED');

/** An answer in a few words. */
export const said = ({ status, errors }: Reply): string =>
	errors.length > 0 ? `${status}, “${errors.join(' ')}”` : String(status);

/** The integrations in Gong's list. */
export function readList(reply: Reply): Array<{ id: string; name: string }> {
	const { integrations } = reply.body;
	if (reply.status !== 200 || !Array.isArray(integrations))
		throw new Error(`The list of integrations was answered ${said(reply)}`);
	return integrations.filter(isRecord).map(({ integrationId, name }) => ({
		id: String(integrationId),
		name: String(name),
	}));
}
