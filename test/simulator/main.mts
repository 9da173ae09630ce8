import { callLine } from './callLine.js';
import { readCommandLine } from './commandLine.js';
import { startSimulator } from './startSimulator.js';
import { welcome } from './welcome.js';

const { options, quiet } = readCommandLine(process.argv.slice(2));
try {
	const simulator = await startSimulator({
		...options,
		onCall: quiet ? undefined : (entry) => console.log(callLine(entry)),
	});
	console.log(welcome(simulator));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.stop());
	}
} catch (error) {
	console.error(`The simulator could not start: ${reason(error)}`);
	process.exitCode = 1;
}

/** A sentence for the causes that a person can do something about. */
function reason(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	switch (code) {
		case 'EADDRINUSE':
			return `port ${options.port} is already in use. Choose another one with --port.`;
		case 'EACCES':
			return `port ${options.port} needs rights that this user lacks. Choose one from 1024 up with --port.`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `${options.host} is not an address of this machine. Check --host.`;
		default:
			return message;
	}
}
