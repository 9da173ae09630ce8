import type { Clock } from './clock';
import type { ObjectType, SchemaType } from './fields';
import type { Integrations, StoredIntegration } from './integrations';
import { isRecord, parseJson } from './json';
import type { FilePart } from './multipart';
import { type CrmObject, objectError } from './objects';
import {
	changed,
	failedAsWhole,
	type RequestError,
	type RequestPlan,
	type RequestResult,
	TimedRequest,
} from './requests';
import { say } from './sentences';
import type { Switches } from './switches';

/**
 * How an upload plays, beside Gong's documented rules. Its `errors` are the lines that are refused,
 * from 1; line 0 refuses the file as a whole, and so does `FAILED` without errors.
 */
export interface UploadPlan extends RequestPlan {
	/** Why an object is refused; `undefined` = it is not. */
	refuses?: (object: CrmObject) => string | undefined;
}

/** What of a plan changes, and for which uploads; what is absent stays as it is, or is any. */
export type UploadChange = Partial<Omit<UploadPlan, 'pendingShare'>> & {
	integrationId?: string;
	objectType?: ObjectType;
};

/** A line of LDJSON with its number, from 1. */
interface Line {
	number: number;
	text: string;
}

/** The upload of one file of objects. Its lines are read at its end, in their order. */
export class Upload extends TimedRequest {
	readonly kind = 'upload';
	readonly bytes: number;
	readonly sha256: string;
	/** How many lines have an object, or should. */
	readonly lineCount: number;
	private lines: Line[];

	constructor(
		clock: Clock,
		private readonly integrations: Integrations,
		private readonly switches: Switches,
		integrationId: string,
		clientRequestId: string,
		readonly objectType: ObjectType,
		file: FilePart,
		public override plan: UploadPlan,
	) {
		super(clock, integrationId, clientRequestId, plan);
		this.bytes = file.bytes;
		this.sha256 = file.sha256;
		this.lines = readLines(file.content.toString('utf8'));
		this.lineCount = this.lines.length;
	}

	/** Changes how it plays, if the change is about it. */
	change({ integrationId, objectType, ...change }: UploadChange): void {
		const isMeant =
			(integrationId ?? this.integrationId) === this.integrationId &&
			(objectType ?? this.objectType) === this.objectType;
		if (isMeant) this.plan = changed<UploadPlan>(this.plan, change);
	}

	protected work(): RequestResult {
		const { lines } = this;
		// A big file is not kept longer than needed.
		this.lines = [];
		const integration = this.integrations.find(this.integrationId);
		if (!integration) {
			return failedAsWhole(say('noIntegration', { integrationId: this.integrationId }));
		}
		if (lines.length === 0) return failedAsWhole(say('emptyFile'));
		const { outcome, errors } = this.plan;
		if (errors.some(({ line }) => line === 0) || (outcome === 'FAILED' && errors.length === 0)) {
			return { status: 'FAILED', errors, successCount: 0 };
		}
		return this.take(integration, lines);
	}

	private take(integration: StoredIntegration, lines: Line[]): RequestResult {
		const { failedUploadKeepsValidLines, sameObjectTwiceInFile } = this.switches;
		const errors: RequestError[] = [];
		const valid = new Map<string, CrmObject>();
		const keyOf = (object: CrmObject) => integration.objects.key(String(object.objectId));
		for (const { number, text } of lines) {
			const object = parseJson(text);
			const error = isRecord(object)
				? this.lineError(integration, number, object, valid.has(keyOf(object)))
				: say('noJsonObject');
			if (error !== undefined) errors.push({ line: number, description: error });
			else if (isRecord(object)) {
				const key = keyOf(object);
				if (!valid.has(key) || sameObjectTwiceInFile === 'last wins') valid.set(key, object);
			}
		}
		const keeps = errors.length === 0 || failedUploadKeepsValidLines;
		for (const object of keeps ? valid.values() : []) {
			integration.objects.store(this.objectType, object);
		}
		return {
			status: errors.length === 0 ? 'DONE' : 'FAILED',
			errors,
			successCount: keeps ? lines.length - errors.length : 0,
		};
	}

	/** @param isRepeated whether an earlier line has the object */
	private lineError(
		{ schema, objects }: StoredIntegration,
		line: number,
		object: CrmObject,
		isRepeated: boolean,
	): string | undefined {
		const { sameObjectTwiceInFile, olderModifiedDate } = this.switches;
		const chosen = this.plan.errors.find((error) => error.line === line)?.description;
		const refused =
			chosen ??
			this.plan.refuses?.(object) ??
			objectError(this.objectType, object, schema.fields(this.objectType as SchemaType));
		if (refused !== undefined) return refused;
		if (sameObjectTwiceInFile === 'refused' && isRepeated) {
			return say('objectTwice', { objectId: String(object.objectId) });
		}
		if (olderModifiedDate === 'refused' && objects.isOlder(this.objectType, object)) {
			return say('olderObject');
		}
		return undefined;
	}
}

/** The lines with something on them; empty ones count, but are no objects. */
function readLines(text: string): Line[] {
	return text
		.split('\n')
		.map((line, index) => ({ number: index + 1, text: line }))
		.filter((line) => line.text.trim() !== '');
}
