import axios from 'axios';
import { keepDocument } from '../faults/keptDocument';
import { recordedAnswer, recordedAnswers } from '../recorded/answers';
import { recordedRuns } from '../recorded/runs';
import { keyPair, type TextAnswer } from './client';
import { KNOWN_ANSWERS, type KnownAnswer, NO_CALL, requireKnown, type Situation } from './evidence';
import { ALL_KNOWN, evidencePage } from './evidencePage';
import { ROUTES } from './routes/routes';
import { answerProblems, callProblems } from './openapi';
import { patternOf, SENTENCES } from './sentences';
import { start, startConnected, stopAll } from './simulators';
import type { Simulator, SimulatorOptions } from './startSimulator';
import { SWITCH_NAMES } from './switches';

afterEach(stopAll);

const ID = '5517027188234205706';
const modifiedDate = '2026-01-31T12:00:00Z';
const account = { objectId: '1', modifiedDate };
const field = { uniqueName: 'color', label: 'Color', type: 'STRING' };

interface Request {
	query?: Record<string, string | undefined>;
	body?: unknown;
	/** The media type; default JSON where there is a body. */
	type?: string;
	authorization?: string;
}

const file = (name: string) =>
	`--b\r\nContent-Disposition: form-data; name="${name}"; filename="a"\r\n\r\n${JSON.stringify(account)}\r\n--b--\r\n`;
const MULTIPART = 'multipart/form-data; boundary=b';
const typed = { integrationId: ID, objectType: 'ACCOUNT' };
const ids = { integrationId: ID, clientRequestId: 'a' };
const authorization = {
	client_id: 'simulator-client-id',
	redirect_uri: 'https://n8n.example.com/callback',
	response_type: 'code',
	scope: 'api:crm:schema',
};

/** A good request for each call. */
const REQUESTS: Record<string, Request> = {
	'GET /v2/crm/integrations': {},
	'PUT /v2/crm/integrations': { body: { name: 'Acme CRM', ownerEmail: 'a@example.com' } },
	'DELETE /v2/crm/integrations': { query: ids },
	'GET /v2/crm/request-status': { query: ids },
	'GET /v2/crm/entity-schema': { query: typed },
	'POST /v2/crm/entity-schema': { query: typed, body: [field] },
	'POST /v2/crm/entities': {
		query: { ...ids, ...typed },
		body: file('dataFile'),
		type: MULTIPART,
	},
	'GET /v2/crm/entities': { query: typed, body: ['1'] },
	'GET /oauth2/authorize': { query: authorization },
	'GET /oauth2/authorize/allow': { query: authorization },
	'POST /oauth2/generate-customer-token': {
		type: 'application/x-www-form-urlencoded',
		authorization: `Basic ${btoa('simulator-client-id:simulator-client-secret')}`,
	},
};

/** Makes a call, as it is good but for the changes. What is answered well has to be described so. */
async function make(simulator: Simulator, call: string, changes: Request = {}) {
	const request = { authorization: keyPair(simulator), ...REQUESTS[call], ...changes };
	const [method, path] = call.split(' ');
	const type = request.type ?? (request.body === undefined ? undefined : 'application/json');
	const answer = await axios.request<string>({
		method,
		url: simulator.url + path,
		params: request.query,
		data: request.body,
		headers: { authorization: request.authorization, 'content-type': type ?? false },
		maxRedirects: 0,
		validateStatus: () => true,
		transformRequest: (body: unknown) =>
			typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
		transformResponse: (text: string) => text,
	});
	if (answer.status < 300) expect(simulator.journal.slice(-1).flatMap(callProblems)).toEqual([]);
	return answer;
}

/** Starts a simulator with these options, and makes the call with each of these changes. */
const makeAt = (options: SimulatorOptions, ...changes: Request[]) =>
	(async ({ call }) => {
		const { simulator } = await startConnected(options);
		const answers: TextAnswer[] = [];
		for (const change of changes) answers.push(await make(simulator, call, change));
		return answers;
	}) satisfies Play;

/** Brings a situation about, and gives the answers of the call in it. */
type Play = (answer: KnownAnswer) => Promise<TextAnswer[]>;

const asked = async (simulator: Simulator, call: string, changes?: Request) => [
	await make(simulator, call, changes),
];

const plays: Record<Situation, Play> = {
	'it works': async ({ call, status }) => {
		const { simulator, client } = await startConnected({
			...(call.startsWith('PUT') && { integrations: [] }),
			schemaStatus: status === 201 ? 201 : 200,
		});
		if (call.includes('request-status')) await client.remove(ID, 'a');
		const token = new URLSearchParams({
			grant_type: 'refresh_token',
			refresh_token: simulator.issueToken().refresh_token,
		}).toString();
		return await asked(simulator, call, call.includes('token') ? { body: token } : {});
	},
	'an upload has failed': async ({ call }) => {
		const { simulator, client } = await startConnected({
			sameObjectTwiceInFile: 'refused',
			olderModifiedDate: 'refused',
		});
		const query = { ...typed, clientRequestId: 'first' };
		await client.upload(query, [account]);
		const lines = [
			{},
			[],
			{ ...account, url: 'nowhere' },
			{ ...account, objectId: '2' },
			{ ...account, objectId: '2' },
			{ ...account, modifiedDate: '2025-01-31T12:00:00Z' },
		];
		await client.upload({ ...query, clientRequestId: 'a' }, lines);
		await client.upload({ ...query, clientRequestId: 'empty' }, '');
		return [
			...(await asked(simulator, call)),
			...(await asked(simulator, call, { query: { ...ids, clientRequestId: 'empty' } })),
		];
	},
	'a deletion has failed': async ({ call }) => {
		const { simulator, client } = await startConnected({ deleteTakes: 0, outcome: 'FAILED' });
		await client.remove(ID, 'a');
		return await asked(simulator, call);
	},
	'nobody is signed in': makeAt({}, { authorization: '' }, { authorization: 'Basic eDp5' }),
	'the token has ended': async ({ call }) => {
		const simulator = await start();
		const { access_token } = simulator.issueToken();
		simulator.expireTokens();
		return await asked(simulator, call, { authorization: `Bearer ${access_token}` });
	},
	'the scope is missing': makeAt({ scopes: [] }, {}),
	'the limit is reached': async ({ call }) => {
		const { simulator, client } = await startConnected({ limits: { perSecond: 1 } });
		await client.list();
		return await asked(simulator, call);
	},
	'the path is not there': async () =>
		await asked(await start(), 'GET /v2/calls', { authorization: '' }),
	'the path is not there, and the key is good': async () =>
		await asked(await start(), 'GET /v2/calls'),
	'the path has no such method': async () => await asked(await start(), 'PATCH /v2/crm/entities'),
	'the body has another media type': makeAt({}, { type: 'text/plain' }),
	'the body is missing': makeAt({}, { body: undefined }),
	'a parameter is wrong': makeAt(
		{},
		{ query: {} },
		{ query: { integrationId: '0', objectType: 'TASK', clientRequestId: 'a b' } },
	),
	'the body is wrong': makeAt(
		{ integrations: [] },
		...[[5], { name: 5 }, [{ ...field, label: '' }], [field, field]].map((body) => ({ body })),
	),
	'the file is missing': makeAt({}, { body: file('other') }),
	'the file is too large': makeAt({ largestUpload: 1 }, {}),
	'a field is left out': async ({ call }) => {
		const { simulator, client } = await startConnected();
		await client.setSchema(ID, 'ACCOUNT', [field]);
		return await asked(simulator, call, { body: [] });
	},
	'there is an integration': makeAt({}, {}),
	'the client request ID is used': async ({ call }) => {
		const { simulator, client } = await startConnected();
		await client.remove(ID, 'a');
		return await asked(simulator, call);
	},
	'there is no such integration': async ({ call, status }) => {
		const absentIntegration = status === 201 ? 'accept' : (status as 400);
		const { simulator } = await startConnected({ absentIntegration });
		return await asked(simulator, call, {
			query: { ...REQUESTS[call].query, integrationId: '9' },
		});
	},
	'the integration is being deleted': async ({ call, status }) => {
		const beingDeletedIntegration = status === 201 ? 'accept' : (status as 400);
		const { simulator, client } = await startConnected({ beingDeletedIntegration });
		await client.remove(ID, 'first');
		return await asked(simulator, call);
	},
	'the integration is gone': async ({ call, status }) => {
		const statusOnceGone = status === 200 ? 'readable' : (status as 400);
		const { simulator, client } = await startConnected({
			statusOnceGone,
			leavesListWhen: 'done',
			deleteTakes: 0,
		});
		await client.remove(ID, 'a');
		return await asked(simulator, call);
	},
	'there is no such request': async ({ call, status }) => {
		const unknownRequest = status === 200 ? 'PENDING' : (status as 400);
		return await asked(await start({ unknownRequest }), call);
	},
	'the request is too young': async ({ call, status }) => {
		const statusReadable = status === 200 ? 'at once' : (status as 400);
		const { simulator, client } = await startConnected({ statusReadable });
		await client.remove(ID, 'a');
		return await asked(simulator, call);
	},
	'the schema has no fields': async ({ call, status }) =>
		await asked(await start({ emptySchema: status as 200 }), call),
	'the app lacks the scope': async ({ call, status }) => {
		const scopeNotOffered = status === 400 ? 'refused' : 'left out';
		return await asked(await start({ scopes: [], scopeNotOffered }), call);
	},
	'the address is wrong': makeAt({}, { query: { ...authorization, redirect_uri: '' } }),
	'the client is wrong': makeAt({}, { authorization: '' }),
	'the grant is wrong': makeAt(
		{},
		{ body: 'grant_type=other' },
		{ body: 'grant_type=refresh_token' },
	),
};

/** The texts in `errors`, of refusals and of lines. */
function textsOf({ data, headers }: TextAnswer): string[] {
	if (!String(headers['content-type']).startsWith('application/json')) return [];
	const { errors = [] } = JSON.parse(data) as { errors?: Array<string | { description: string }> };
	return errors.map((error) => (typeof error === 'string' ? error : error.description));
}

const patterns = Object.values(SENTENCES).map(({ says }) => patternOf(says));

describe('the evidence', () => {
	const said = new Set<string>();

	it.each(KNOWN_ANSWERS)('$call answers $status where $when', async (answer) => {
		const answers = await plays[answer.when](answer);

		expect(answers.length).toBeGreaterThan(0);
		for (const { status, data } of answers) {
			expect(status).toBe(answer.status);
			const [method, path] = answer.call.split(' ');
			if (path.startsWith('/v2/'))
				expect(answerProblems(method, path, status, JSON.parse(data))).toEqual([]);
		}
		for (const text of answers.flatMap(textsOf)) said.add(text);
	});

	it('has every sentence that was said, and each of its sentences was said', () => {
		const texts = [...said];
		const unknown = texts.filter((text) => !patterns.some((pattern) => pattern.test(text)));
		const unsaid = Object.entries(SENTENCES)
			.filter(([, { says }]) => !texts.some((text) => patternOf(says).test(text)))
			.map(([name]) => name);

		expect({ unknown, unsaid }).toEqual({ unknown: [], unsaid: [] });
	});

	it('has each answer once, and every call that the simulator has', () => {
		const rows = KNOWN_ANSWERS.map(({ call, when, status }) => `${call} ${when} ${status}`);
		const calls = new Set(KNOWN_ANSWERS.map(({ call }) => call));

		expect(new Set(rows).size).toBe(rows.length);
		expect([...calls].sort()).toEqual(
			[NO_CALL, ...ROUTES.map(({ method, path }) => `${method} ${path}`)].sort(),
		);
	});

	it('keeps the simulator from giving an answer that it does not have', () => {
		const [route] = ROUTES;

		expect(() => requireKnown(route, 201)).not.toThrow();
		expect(() => requireKnown(route, 418)).toThrow(
			'evidence.ts does not have “DELETE /v2/crm/integrations 418”',
		);
		expect(() => requireKnown(undefined, 200)).toThrow('“any other 200”');
	});

	it('names a recorded answer where it says recorded, and nowhere else', () => {
		const recordings = ALL_KNOWN.filter(({ level }) => level === 'recorded');
		const names = recordings.filter(({ run }) => run === undefined).map(({ answer }) => answer);

		for (const name of names) expect(recordedAnswer(String(name)).name).toBe(name);
		for (const { run } of recordings) {
			if (run !== undefined) expect(recordedRuns.map(({ file }) => file)).toContain(run);
		}
		expect(ALL_KNOWN.filter(({ level, answer }) => level !== 'recorded' && answer)).toEqual([]);
		const unused = recordedAnswers.filter(
			({ name, about }) => about !== 'other' && !names.includes(name),
		);
		expect(unused).toEqual([]);
	});

	it.each(KNOWN_ANSWERS.filter(({ known }) => known.answer !== undefined))(
		'says recorded of $call $status only where that call was recorded with that status',
		({ call, status, known }) => {
			const recording = recordedAnswer(String(known.answer));
			const { method, path } = recording.call;

			expect(recording.status).toBe(status);
			expect(['any', 'crm']).toContain(recording.about);
			if (recording.about === 'crm') expect(`${method} ${path}`).toBe(call);
		},
	);

	it.each(Object.values(SENTENCES).filter(({ known }) => known.level === 'recorded'))(
		'says recorded of “$says” only where it was recorded',
		({ says, known }) => {
			const { errors = [] } = recordedAnswer(String(known.answer)).body;
			const texts = errors.map((error) =>
				typeof error === 'string' ? error : (error as { description: string }).description,
			);

			expect(texts.filter((text) => patternOf(says).test(text))).toHaveLength(1);
		},
	);

	it('stands in docs/maintainers/evidence.md (npm run evidence writes it)', () => {
		const page = evidencePage();

		for (const name of SWITCH_NAMES) expect(page).toContain(`| \`${name}\``);
		expect(keepDocument('docs/maintainers/evidence.md', page)).toBe(page);
	});
});
