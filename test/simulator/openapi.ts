import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { JournalEntry } from './journal';
import type { PartSummary } from './multipart';
import { openapiDocument } from './openapiDocument';

/** A place in the description, as the steps that lead to it. */
type Place = readonly string[];

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(openapiDocument, 'openapi');

/**
 * What a call, as the journal has it, does that `openapi.yaml` does not allow; empty = nothing.
 * Calls to other paths than `/v2/` are not Gong's API, and are not looked at.
 */
export function callProblems(entry: JournalEntry): string[] {
	if (!entry.path.startsWith('/v2/')) return [];
	const call = `${entry.method} ${entry.path}`;
	const operation = operationOf(entry.method, entry.path);
	if (!operation) return [`${call}: there is no such call`];
	const problems = [...queryProblems(operation, entry.query), ...bodyProblems(operation, entry)];
	return problems.map((problem) => `${call}: ${problem}`);
}

/**
 * What an answer says that `openapi.yaml` does not allow; empty = nothing.
 *
 * @param body parsed JSON
 */
export function answerProblems(
	method: string,
	path: string,
	status: number,
	body: unknown,
): string[] {
	const operation = operationOf(method, path);
	if (!operation) return [`${method} ${path}: there is no such call`];
	const responses = [...operation, 'responses'];
	const isOwn = at(responses)?.[String(status)] !== undefined;
	if (!isOwn && status < 400) return [`${status}: there is no such answer`];
	const response = resolved([...responses, isOwn ? String(status) : 'default']);
	return schemaProblems([...response, 'content', 'application/json', 'schema'], body, 'the body');
}

function operationOf(method: string, path: string): Place | undefined {
	const place = ['paths', path, method.toLowerCase()];
	return at(place) ? place : undefined;
}

function queryProblems(operation: Place, query: Readonly<Record<string, string>>): string[] {
	const list = [...operation, 'parameters'];
	const parameters = Object.keys(at(list) ?? {}).map((index) => resolved([...list, index]));
	const names = parameters.map((place) => String(at(place)?.name));
	const unknown = Object.keys(query)
		.filter((name) => !names.includes(name))
		.map((name) => `${name}: there is no such parameter`);
	const wrong = parameters.flatMap((place, index) => {
		const name = names[index];
		if (query[name] !== undefined) {
			return schemaProblems([...place, 'schema'], query[name], name);
		}
		return at(place)?.required ? [`${name}: is required`] : [];
	});
	return [...unknown, ...wrong];
}

function bodyProblems(operation: Place, { contentType, body }: JournalEntry): string[] {
	const hasBody = body !== undefined;
	const described = [...operation, 'requestBody'];
	if (!at(described)) return hasBody ? ['the body: there must be none'] : [];
	if (!hasBody) return at(described)?.required ? ['the body: is required'] : [];
	const content = [...described, 'content', contentType ?? ''];
	if (!at(content)) return [`the body: must not be ${contentType ?? 'without a content type'}`];
	const value = contentType === 'multipart/form-data' ? byName(body as PartSummary[]) : body;
	return schemaProblems([...content, 'schema'], value, 'the body');
}

/** Parts as the description has them: an object. Their content is not in the journal. */
function byName(parts: readonly PartSummary[]): Record<string, string> {
	return Object.fromEntries(parts.map(({ name }) => [name, '']));
}

function schemaProblems(place: Place, value: unknown, name: string): string[] {
	const validate = ajv.getSchema(pointer(place)) as ValidateFunction;
	if (validate(value)) return [];
	return (validate.errors ?? []).map(
		({ instancePath, message = '' }) => `${name}${instancePath}: ${message}`,
	);
}

function at(place: Place) {
	return place.reduce<typeof openapiDocument | undefined>(
		(node, step) => node?.[step],
		openapiDocument,
	);
}

/** The place itself, or the one that it refers to. */
function resolved(place: Place): Place {
	const reference: unknown = at(place)?.$ref;
	return typeof reference === 'string' ? reference.split('/').slice(1) : place;
}

function pointer(place: Place): string {
	const steps = place.map((step) =>
		encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1')),
	);
	return `openapi#/${steps.join('/')}`;
}
