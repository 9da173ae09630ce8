import { randomBytes } from 'node:crypto';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
import { say } from '../../test/e2e/progress.mts';
import { Engine } from '../engine/engine.mts';
import { signInTo, withGong } from '../engine/stand.mts';
import type { Subject } from '../engine/workflows.mts';
import { goal } from '../goals.ts';
import { cell, defineQuestion, type Table } from '../question.mts';
import { rounded } from '../statistics.mts';

const LARGEST_INT64 = 2n ** 63n - 1n;
/** Up to here a JavaScript number holds every whole number. */
const LARGEST_EXACT = 2n ** 53n - 1n;

/** Different random IDs from 1 to `largest`, all equally likely. */
function randomIds(count: number, largest: bigint): string[] {
	const ids = new Set<string>();
	while (ids.size < count) {
		const id = randomBytes(8).readBigUInt64BE() & largest;
		if (id > 0n) ids.add(id.toString());
	}
	return [...ids];
}

/** The IDs that Gong was asked to delete, digit for digit as they arrived. */
const asked = (gong: Simulator): Set<string> =>
	new Set(
		gong.calls('DELETE', '/v2/crm/integrations').map(({ query }) => query.integrationId ?? ''),
	);

interface Arrival {
	calls: number;
	/** Of the IDs that Gong listed, those that came back as they were. */
	exact: number;
}

/** Lists all integrations, and deletes each: IDs go from Gong's list through n8n and back to Gong. */
async function sendThere(
	engine: Engine,
	subject: Subject,
	ids: readonly string[],
): Promise<Arrival> {
	return await withGong(
		ids,
		async (gong) => {
			await engine.run({
				subject,
				task: 'listAndDelete',
				gong: signInTo(gong),
				// As a user of HTTP Request would with so many: all at once exhausts the machine's ports.
				...(subject === 'http' && { batching: { batchSize: 50, batchInterval: 20 } }),
			});
			const arrived = asked(gong);
			return {
				calls: gong.calls('DELETE', '/v2/crm/integrations').length,
				exact: ids.filter((id) => arrived.has(id)).length,
			};
		},
		// So that HTTP Request gets to its end although most of its IDs do not exist.
		{ absentIntegration: 'accept' },
	);
}

const TITLE = 'IDs that arrive exactly';
const ALL = 'all of int64';

/** What the page begins with. */
function headlines(tables: Table[]): string[] {
	const figure = (column: string) =>
		Number(cell(tables, { title: TITLE, row: ALL, column })).toLocaleString('en-US');
	return [
		`**IDs stay exact.** Of ${figure('number')} random IDs, ${figure('ours')} come from Gong’s list to the deletion digit for digit. With n8n’s HTTP Request node it is ${figure('H')}.`,
	];
}

export default defineQuestion({
	number: 4,
	title: 'Whether IDs arrive as they are',
	headlines,
	async run({ quick }) {
		const many = quick ? 500 : 10_000;
		const few = quick ? 100 : 1000;
		const ranges = [
			{ name: ALL, ids: randomIds(many, LARGEST_INT64) },
			{ name: 'up to 2^53 only', ids: randomIds(few, LARGEST_EXACT) },
		];
		const engine = await Engine.start('ours', 'http');
		const rows: Array<{ name: string; count: number; ours: Arrival; http: Arrival }> = [];
		try {
			for (const { name, ids } of ranges) {
				say(`  ${ids.length} IDs, ${name}`);
				const ours = await sendThere(engine, 'ours', ids);
				const http = await sendThere(engine, 'http', ids);
				rows.push({ name, count: ids.length, ours, http });
			}
		} finally {
			await engine.stop();
		}
		const share = (exact: number, count: number): string => `${rounded((100 * exact) / count)} %`;
		const [all] = rows;
		return {
			method:
				'Random int64 IDs, all equally likely, in Gong’s list (`GET /v2/crm/integrations`, where they are JSON numbers), and back to Gong in a `DELETE` for each. Ours: _Gong CRM: Get Many_, then _Delete CRM Integration_. H: _HTTP Request_, _Split Out_, _HTTP Request_. What counts is what Gong’s stand-in received.',
			tables: [
				{
					title: TITLE,
					columns: ['IDs', 'number', 'ours', 'H', 'ours, share', 'H, share'],
					rows: rows.map(({ name, count, ours, http }) => [
						name,
						count,
						ours.exact,
						http.exact,
						share(ours.exact, count),
						share(http.exact, count),
					]),
				},
			],
			goals: [
				goal(
					'Share of int64 IDs that arrive exactly, ours',
					all.ours.exact / all.count,
					'atLeast',
					1,
				),
				goal('Calls per ID, ours', all.ours.calls / all.count, 'atMost', 1),
			],
			notes: [
				`H sent ${all.http.calls - all.http.exact} of ${all.http.calls} deletions to an ID that does not exist. n8n reads JSON with \`JSON.parse\`, which rounds whole numbers above 2^53; only those stay what they were that happen to end in the right zeros. Another integration’s ID can be among the wrong ones.`,
				'Both are exact for IDs up to 2^53. Gong’s own example, 5517027188234205706, is 600 times larger.',
			],
		};
	},
});
