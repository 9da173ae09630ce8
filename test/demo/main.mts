import { createRequire } from 'node:module';
import { Command, InvalidArgumentError, Option } from 'commander';
import colors from 'picocolors';
import { parseDuration } from '../simulator/duration.js';
import { useNodes } from '../harness/runWorkflow.js';
import { playDeletion } from './playDeletion.js';
import { playUpload } from './playUpload.js';

/** The demo's command line: `npm run demo -- --help`. */
const program = new Command('npm run demo --')
	.description(
		'Deletes CRM integrations from a simulated Gong, or uploads objects to it, with the real node on the real n8n engine, and shows it as it happens.',
	)
	.option('--takes <duration>', 'how long Gong takes, e.g. 5s or 30s', duration, 5000)
	.option('--fail', 'let Gong report that the deletion FAILED', false)
	.option('--items <number>', 'how many integrations to delete, 1 to 20', count, 1)
	.addOption(
		new Option('--upload', 'upload 1,000 objects instead, two of which are refused')
			.default(false)
			.conflicts(['fail', 'items']),
	)
	.parse();

function duration(text: string): number {
	const ms = parseDuration(text);
	if (ms !== undefined && ms <= 600_000) return ms;
	throw new InvalidArgumentError(
		'A duration like 500ms, 5s or 2m, at most 10m: this is real time.',
	);
}

function count(text: string): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= 1 && number <= 20) return number;
	throw new InvalidArgumentError('A whole number from 1 to 20.');
}

const started = Date.now();
const print = (line = '') => {
	const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(5);
	console.log(line === '' ? '' : `${colors.dim(`${seconds} s`)}  ${line}`);
};

// The package as it ships, not its sources.
const require = createRequire(import.meta.url);
const load = (name: string) => new (require(`../../dist/nodes/${name}/${name}.node.js`)[name])();
useNodes({
	'n8n-nodes-gong-crm.deleteCrmIntegration': load('DeleteCrmIntegration'),
	'n8n-nodes-gong-crm.gongCrm': load('GongCrm'),
});

const { takes, items, fail, upload } = program.opts<{
	takes: number;
	items: number;
	fail: boolean;
	upload: boolean;
}>();
const problems = upload
	? await playUpload({ takes, print })
	: await playDeletion({ takes, items, fail, print });

print();
if (problems.length === 0) print(colors.green('All as it should be.'));
for (const problem of problems) print(colors.red(`Not as it should be: ${problem}`));
process.exit(problems.length === 0 ? 0 : 1);
