import deletionSchema from '../../nodes/DeleteCrmIntegration/__schema__/v1.0.0.json';
import getManySchema from '../../nodes/GongCrm/__schema__/v1.0.0/integration/getMany.json';
import registerSchema from '../../nodes/GongCrm/__schema__/v1.0.0/integration/register.json';
import getStatusSchema from '../../nodes/GongCrm/__schema__/v1.0.0/request/getStatus.json';
import { runWorkflow } from '../engine/runWorkflow';
import { byId, credentialsFor, deletion, gongCrm } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';

afterEach(stopAll);

// The editor shows these fields before a node has run for the first time.
test('what the editor expects of each node is what the node puts out, in the same order', async () => {
	const simulator = await start({ deleteTakes: 0 });
	const run = async (workflow: ReturnType<typeof deletion>) => {
		const credentials = credentialsFor(simulator);
		const finished = await runWorkflow({
			workflow,
			credentials,
			items: [{ integrationId: '5517027188234205706' }],
		});
		return Object.keys(finished.json('Next')[0] ?? finished.run.data.resultData);
	};
	const fields = (schema: { properties: object }) => Object.keys(schema.properties);
	const clientRequestId = 'mine';

	expect(await run(gongCrm('integration', 'getMany'))).toEqual(fields(getManySchema));
	expect(await run(deletion({ parameters: { options: { clientRequestId } } }))).toEqual(
		fields(deletionSchema),
	);
	expect(
		await run(
			gongCrm('request', 'getStatus', {
				parameters: { integrationId: byId('5517027188234205706'), clientRequestId },
			}),
		),
	).toEqual(fields(getStatusSchema));
	expect(
		await run(
			gongCrm('integration', 'register', {
				parameters: { name: 'New', ownerEmail: 'a@example.com' },
			}),
		),
	).toEqual(fields(registerSchema));
});
