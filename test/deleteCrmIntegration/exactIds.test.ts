import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { loadOptionsFor } from '../harness/loadOptions';
import { runOn } from '../harness/runs';
import { runWorkflow } from '../harness/runWorkflow';
import { credentialsFor, deletion, gongCrm } from '../harness/workflows';
import { searchIntegrations } from '../../nodes/n8n/searchIntegrations';
import { start, stopAll } from '../simulator/simulators';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

/** What the editor's picker offers for a credential. */
const pick = async (
	simulator: Awaited<ReturnType<typeof start>>,
	filter?: string,
	authentication = 'accessKey',
) => {
	const context: ILoadOptionsFunctions = loadOptionsFor(credentialsFor(simulator), {
		authentication,
	});
	return (await searchIntegrations.call(context, filter)).results;
};

describe.each(['9007199254740993', '9223372036854775807'])(
	'the 64-bit integration ID %s',
	(integrationId) => {
		const one = { integrationId, name: 'Acme CRM', ownerEmail: 'owner@example.com' };

		test('keeps every digit from Gong’s list through the picker into the DELETE call', async () => {
			const simulator = await start({ integrations: [one] });
			const [picked] = await pick(simulator);
			expect(picked).toEqual({
				name: `Acme CRM (${integrationId}, owner@example.com)`,
				value: integrationId,
			});
			const run = await runOn(
				simulator,
				deletion({
					parameters: { integrationId: { __rl: true, mode: 'list', value: picked.value } },
				}),
			);
			expect(run.json('Next')).toMatchObject([{ integrationId }]);
			expect(simulator.calls('DELETE', '/v2/crm/integrations')).toMatchObject([
				{ query: { integrationId }, status: 201 },
			]);
		});

		test('keeps every digit from Get Many through an expression into the DELETE call', async () => {
			const simulator = await start({ integrations: [one] });
			const credentials = credentialsFor(simulator);
			const listed = await runWorkflow({
				workflow: gongCrm('integration', 'getMany'),
				credentials,
			});
			expect(listed.json('Next')).toEqual([one]);
			const run = await runWorkflow({
				workflow: deletion(),
				credentials,
				items: listed.json('Next'),
			});
			expect(run.json('Next')).toMatchObject([{ integrationId }]);
			expect(simulator.deletions()).toMatchObject([{ integrationId }]);
		});
	},
);

test('the integration picker filters by name, owner and ID', async () => {
	const simulator = await start({
		oneIntegrationAtATime: false,
		integrations: [
			{ integrationId: '5517027188234205706', name: 'Acme CRM', ownerEmail: 'anna@example.com' },
			{ integrationId: '9007199254740993', name: 'Other CRM', ownerEmail: 'ben@example.com' },
		],
	});
	const found = async (filter?: string) =>
		(await pick(simulator, filter)).map(({ value }) => value);
	expect(await found()).toHaveLength(2);
	expect(await found('oth')).toEqual(['9007199254740993']);
	expect(await found(' ANNA ')).toEqual(['5517027188234205706']);
	expect(await found('4205706')).toEqual(['5517027188234205706']);
	expect(await found('nothing')).toEqual([]);
});

test('the integration picker works with OAuth', async () => {
	const simulator = await start();
	expect(await pick(simulator, '', 'oAuth2')).toHaveLength(1);
});

test('the integration picker shows an error instead of an empty list', async () => {
	const simulator = await start({ scopes: ['api:crm:upload'] });
	await expect(pick(simulator)).rejects.toMatchObject({
		message: 'Gong did not accept the credential',
		description: expect.stringContaining('api:crm:integrations:read'),
	});
});

test('an integration ID that an expression rounded is refused before any call', async () => {
	const simulator = await start();
	const parameters = { integrationId: byId('={{ 5517027188234205706 }}') };
	const run = await runOn(simulator, deletion({ parameters }));
	expect(run.error).toMatchObject({
		name: 'NodeOperationError',
		message: expect.stringMatching(/'Integration' is .* has already been rounded$/),
		context: { itemIndex: 0 },
	});
	expect(simulator.journal).toHaveLength(0);
});
