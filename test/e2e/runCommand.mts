import { spawn } from 'node:child_process';

/** Runs a command, shows what it says, and keeps it. */
export async function runCommand(
	command: string,
	args: string[],
	cwd: string,
): Promise<{ code: number; output: string }> {
	const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			output += text;
			process.stdout.write(text);
		});
	}
	return await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve({ code: code ?? 1, output }));
	});
}
