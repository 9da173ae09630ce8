import { callLine } from './callLine';
import { readCommandLine } from './commandLine';
import { parseDuration } from './duration';
import { resolveOptions } from './options';
import { start, startConnected, stopAll } from './simulators';
import { resolveSwitches, SWITCH_NAMES, type SwitchName, valuesOf } from './switches';
import { welcome } from './welcome';

/** Reads the arguments; what commander would print before it exits becomes the error. */
function read(...args: string[]) {
	let printed = '';
	const write = (text: string) => {
		printed += text;
	};
	try {
		return readCommandLine(args, (command) => {
			command.exitOverride().configureOutput({ writeErr: write, writeOut: write });
		});
	} catch {
		return { printed };
	}
}

// Colours depend on where the tests run.
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
const plain = (text: string) => text.replace(COLOUR, '');

afterEach(stopAll);

describe('durations', () => {
	it.each([
		['0ms', 0],
		['500ms', 500],
		['90s', 90_000],
		['1.5s', 1500],
		['10m', 600_000],
		['24h', 86_400_000],
	])('%s is %d milliseconds', (text, milliseconds) => {
		expect(parseDuration(text)).toBe(milliseconds);
	});

	it.each(['', '5', 's', '5 s', '-5s', '5d', '5S', '1e3s', '1.s', '5s5m', ' 5s', '5s\n'])(
		'"%s" is none',
		(text) => {
			expect(parseDuration(text)).toBeUndefined();
		},
	);
});

describe('the command line', () => {
	it('leaves all but the port as it is by default', () => {
		const { options, quiet } = read() as ReturnType<typeof readCommandLine>;

		expect(quiet).toBe(false);
		expect(resolveOptions(options)).toEqual(resolveOptions({ port: 4010 }));
	});

	it('sets what it is told', () => {
		const line = read(
			...['--port', '0', '--host', '::1', '--delete-takes', '24h', '--time-scale', '2.5'],
			...['--fail', '--no-limits', '--token-lifetime', '90s', '--quiet', '--upload-takes', '1s'],
			...['--leaves-list-after', '2s', '--status-readable-after', '3ms'],
		);

		expect(line).toEqual({
			quiet: true,
			options: {
				...resolveSwitches({}),
				port: 0,
				host: '::1',
				deleteTakes: 86_400_000,
				uploadTakes: 1000,
				leavesListAfter: 2000,
				statusReadableAfter: 3,
				timeScale: 2.5,
				outcome: 'FAILED',
				limits: false,
				oauth: { tokenLifetime: 90 },
			},
		});
	});

	const flag = (name: SwitchName) => `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`;

	it.each(SWITCH_NAMES)('sets %s to each of its values', (name) => {
		for (const value of valuesOf(name)) {
			const line = read(flag(name), String(value).replaceAll(' ', '-'));
			expect(line).toMatchObject({ options: { [name]: value } });
		}
		expect(read(flag(name), 'maybe')).toEqual({
			printed: expect.stringContaining('Allowed choices are'),
		});
	});

	it.each([0, 1, 3])('can start with %d integrations', async (count) => {
		const line = read('--integrations', String(count));

		const simulator = await start({ ...('options' in line ? line.options : {}), port: 0 });
		expect(simulator.integrations()).toHaveLength(count);
	});

	it.each([
		['--port', 'x', 'whole number from 0 to 65535'],
		['--port', '65536', 'whole number from 0 to 65535'],
		['--delete-takes', '90', 'a duration such as'],
		['--time-scale', '0', 'a number above 0'],
		['--time-scale', 'fast', 'a number above 0'],
		['--integrations', '-1', 'a whole number, 0 or more'],
		['--token-lifetime', '500ms', 'at least 1s'],
		['--token-lifetime', 'long', 'a duration such as'],
	])('refuses %s %s and says why', (option, value, message) => {
		expect(read(option, value)).toEqual({ printed: expect.stringContaining(message) });
	});

	it('explains every option', () => {
		const { printed } = read('--help') as { printed: string };

		for (const option of [
			...['--port', '--host', '--delete-takes', '--time-scale', '--fail', '--integrations'],
			...['--no-limits', '--token-lifetime', '--quiet', '--upload-takes'],
			...['--leaves-list-after', '--status-readable-after', ...SWITCH_NAMES.map(flag)],
		]) {
			expect(printed).toContain(option);
		}
	});
});

describe('what the command line prints', () => {
	it('starts with everything that a first call needs', async () => {
		const simulator = await start();

		const text = plain(welcome(simulator));

		for (const part of [
			simulator.url,
			simulator.oauth.clientId,
			simulator.oauth.clientSecret,
			simulator.oauth.authorizeUrl,
			simulator.oauth.tokenUrl,
			'5517027188234205706',
			'Acme CRM',
			'crm-admin@example.com',
			`curl -u '${simulator.accessKey}:${simulator.accessKeySecret}' ${simulator.url}/v2/crm/`,
		]) {
			expect(text).toContain(part);
		}
	});

	it('goes on with a line per call', async () => {
		const { simulator, client } = await startConnected();
		await client.remove('5517027188234205706', 'a');
		await client.status('5517027188234205706', 'a');
		simulator.addFault({ kind: 'reset' });
		await client.remove('5517027188234205706', 'b\u001b[2J').catch(() => undefined);

		const lines = simulator.journal.map((entry) => plain(callLine(entry)).slice(9));

		expect(lines).toEqual([
			'DELETE /v2/crm/integrations 5517027188234205706 a 201',
			'GET    /v2/crm/request-status 5517027188234205706 a 200 PENDING',
			'DELETE /v2/crm/integrations 5517027188234205706 b?[2J no answer fault: reset',
		]);
	});
});
