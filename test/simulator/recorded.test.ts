import axios from 'axios';
import { recordedAnswer, recordedAnswers } from '../recorded/answers';
import { connect } from './client';
import { ALL_SCOPES } from './scopes';
import { start, startConnected, stopAll } from './simulators';
import type { Simulator, SimulatorOptions } from './startSimulator';

afterEach(stopAll);

const owner = { name: 'Test Integration', ownerEmail: 'owner@example.com' };
const integrations = [{ ...owner, integrationId: '2271307570613351879' }];

/** The situation in which each answer of a CRM call was recorded, and the scopes of the token. */
const situations: Record<
	string,
	{
		options?: SimulatorOptions;
		without?: string;
		prepare?: (simulator: Simulator) => Promise<unknown>;
	}
> = {
	'deleting an integration without the scope': { without: 'api:crm:integration:delete' },
	'listing a schema without the scope': { without: 'api:crm:schema' },
	'listing integrations without the scope': { without: 'api:crm:integrations:read' },
	'objects asked for without a body': {},
	'the status of an upload whose only line was refused': {
		options: { integrations },
		prepare: async (simulator) =>
			await connect(simulator).upload(
				{
					integrationId: '2271307570613351879',
					objectType: 'BUSINESS_USER',
					clientRequestId: 'req-test-001',
				},
				[{ objectId: '1', modifiedDate: '2026-06-12T00:00:00Z' }],
			),
	},
	'registering where there is an integration': { options: { integrations } },
	// The ID as the client that recorded the list had rounded it.
	'the list of integrations': {
		options: { integrations: [{ ...owner, integrationId: '2271307570613352000' }] },
	},
	'a file whose part counts as missing': {},
	'a schema that is taken': { options: { integrations } },
};

/** Makes a recorded call with this sign-in. */
async function play(
	simulator: Simulator,
	{ method, path, query, headers, body }: (typeof recordedAnswers)[number]['call'],
	authorization: string,
) {
	return await axios.request<string>({
		method,
		url: simulator.url + path,
		params: query,
		data: body,
		headers: { ...headers, authorization },
		validateStatus: () => true,
		transformResponse: (text: string) => text,
	});
}

/** What is different in each answer. */
const IDS = new Set(['x-traceid', 'x-gong-service-version']);

/** The headers that were written down, those with IDs and builds as far as they can be the same. */
function shapeOf(headers: Record<string, unknown>, names: string[]) {
	return Object.fromEntries(
		names.map((name) => [
			name,
			IDS.has(name) ? String(headers[name]).replace(/[a-z0-9]{18,}|\d+$/, '…') : headers[name],
		]),
	);
}

describe('an answer recorded from the live API', () => {
	const crm = recordedAnswers.filter(({ about }) => about === 'crm');

	it('has a situation for each that is of a CRM call', () => {
		expect(Object.keys(situations).sort()).toEqual(crm.map(({ name }) => name).sort());
	});

	it.each(crm)('comes from the simulator in the same situation: $name', async (recording) => {
		const { options, without, prepare } = situations[recording.name];
		const { simulator } = await startConnected(options);
		await prepare?.(simulator);
		const token = simulator.issueToken(ALL_SCOPES.filter((scope) => scope !== without));

		const answer = await play(simulator, recording.call, `Bearer ${token.access_token}`);

		const { requestId, ...body } = JSON.parse(answer.data) as Record<string, unknown>;
		// Stands for the fields that Gong may add.
		delete body.apiVersion;
		const { requestId: recordedId, ...recordedBody } = recording.body;
		expect({ status: answer.status, body }).toEqual({
			status: recording.status,
			body: recordedBody,
		});
		expect(String(recordedId)).toMatch(/^[a-z0-9]{18,19}$/);
		expect(requestId).toMatch(/^[a-z0-9]{18,19}$/);
		expect(answer.headers['x-traceid']).toBe(requestId);
		const names = Object.keys(recording.headers);
		expect(shapeOf(answer.headers, names)).toEqual(shapeOf(recording.headers, names));
	});

	describe('no key, or a wrong one', () => {
		const recording = recordedAnswer('no key, or a wrong one');

		it.each([
			['without a key', '/v2/crm/integrations', ''],
			['with a wrong key', '/v2/crm/integrations', 'Basic d3Jvbmc6a2V5'],
			['at a path that is not there', '/v2/calls', ''],
			['at a path that is not there, with a wrong key', '/v2/calls', 'Basic d3Jvbmc6a2V5'],
		])('comes from the simulator to the letter, %s', async (_, path, authorization) => {
			const answer = await play(await start(), { ...recording.call, path }, authorization);

			const withoutId = (text = '') => text.replace(/[a-z0-9]{18,}/, '…');
			expect(answer.status).toBe(recording.status);
			expect(withoutId(answer.data)).toBe(withoutId(recording.text));
			const names = Object.keys(recording.headers);
			expect(shapeOf(answer.headers, names)).toEqual(shapeOf(recording.headers, names));
			expect(answer.data).not.toContain(answer.headers['x-traceid']);
		});
	});

	const other = recordedAnswers.filter(({ about }) => about === 'other');

	it.each(other)('can be played as a fault, in the same shape: $name', async (recording) => {
		const { simulator, client } = await startConnected();
		const { requestId, errors, ...fields } = recording.body;
		simulator.addFault({
			kind: 'status',
			status: recording.status,
			errors: errors as string[],
			fields: fields as Record<string, string>,
		});

		const answer = await client.list();

		expect(answer.status).toBe(recording.status);
		expect(JSON.parse(answer.data)).toEqual({
			requestId: answer.headers['x-traceid'] as string,
			errors,
			...fields,
		});
		expect(String(requestId)).toMatch(/^[a-z0-9]{18,19}$/);
		const names = Object.keys(recording.headers);
		expect(shapeOf(answer.headers, names)).toEqual(shapeOf(recording.headers, names));
	});
});
