import { type ProbeRun, readRun } from '../recorded/runs';
import { start, stopAll } from '../simulator/simulators';
import { CONSENT } from './consent';
import { removeFolders, runProbe, writeRunFile } from './runFolder';
import { probeSimulator } from './simulatedAccount';

afterEach(stopAll);
afterEach(removeFolders);

const toFile = (folder: string) => ['--file', `${folder}/run.json`];

async function startAccount(options: Parameters<typeof start>[0] = {}) {
	const simulator = await start({ integrations: [], deleteTakes: 1000, ...options });
	const environment = {
		GONG_BASE_URL: simulator.url,
		GONG_ACCESS_KEY: simulator.accessKey,
		GONG_ACCESS_KEY_SECRET: simulator.accessKeySecret,
		GONG_OWNER_EMAIL: 'jane.doe@acme.example',
	};
	return { simulator, environment };
}

describe('npm run probe', () => {
	test('deletes what it has made, and writes what it knows, when it is stopped with Ctrl-C', async () => {
		const { simulator, environment } = await startAccount();

		const { code, output, files } = await runProbe(toFile, {
			environment,
			input: `${CONSENT}\n`,
			stopAt: 'dataFilePart: without content type',
		});

		expect(output).toContain('Stopping: what the probe has made is deleted');
		expect(output).toContain('Deleted the integration.');
		expect(code).toBe(1);
		expect(simulator.deletions()).toMatchObject([{ status: 'DONE' }]);
		expect(simulator.integrations()).toEqual([]);
		expect(files).toHaveLength(1);
		const run = readRun(files[0]);
		expect(run.endedEarly).toBe('It was stopped.');
		expect(run.findings[0]).toMatchObject({
			about: 'dataFilePart',
			position: 'without content type',
		});
		for (const secret of [...Object.values(environment), simulator.deletions()[0].integrationId])
			expect(files[0]).not.toContain(secret);
	}, 60_000);

	test('does nothing when a person does not type the words', async () => {
		const { simulator, environment } = await startAccount();

		const { code, output, files } = await runProbe(toFile, { environment, input: 'yes\n' });

		expect({ code, files, calls: simulator.journal }).toEqual({ code: 1, files: [], calls: [] });
		expect(output).toContain('Nothing was done.');
	}, 60_000);

	test('cleans up nothing that is somebody else’s', async () => {
		const integrations = [{ name: 'Acme CRM', ownerEmail: 'crm-admin@example.com' }];
		const { simulator, environment } = await startAccount({ integrations });

		const { code, output, files } = await runProbe(() => ['--clean-up'], {
			environment,
			input: `${CONSENT}\n`,
		});

		expect({ code, files }).toEqual({ code: 1, files: [] });
		expect(output).toContain('“Acme CRM” was not made by a probe');
		expect(simulator.journal.map(({ method }) => method)).toEqual(['GET']);
	}, 60_000);

	test('compares a file with the simulator, without an account', async () => {
		const run: ProbeRun = await probeSimulator({ emailIdCase: 'as stored' });
		const folder = writeRunFile('gong-probe-x.json', run);

		const { code, output } = await runProbe(() => ['--compare', `${folder}/gong-probe-x.json`]);
		expect(output).toContain('npm run simulator -- --email-id-case as-stored\n');
		expect(code).toBe(0);
	}, 60_000);
});
