import { say } from '../../test/e2e/progress.mts';
import { packPackage } from '../../test/e2e/pack.mts';
import { goal } from '../goals.ts';
import { defineQuestion } from '../question.mts';
import { rounded } from '../statistics.mts';
import { installAlone, type InstalledPackage, timeLoading } from '../weight/packages.mts';

/** Well-known community nodes, from npm. */
const OTHERS = [
	'n8n-nodes-evolution-api@1.0.4',
	'n8n-nodes-mcp@0.1.37',
	'@mendable/n8n-nodes-firecrawl@2.1.2',
];

export default defineQuestion({
	number: 5,
	title: 'What the package weighs',
	async run({ quick }) {
		const packages = [await packPackage(), ...OTHERS].map((specifier, index) => {
			say(`  Installing ${index === 0 ? 'ours' : specifier}`);
			return installAlone(specifier);
		});
		const times = new Map<InstalledPackage, number[]>(packages.map((one) => [one, []]));
		// In turn, so that a busy moment meets all of them; the first round fills the system's caches.
		for (let round = 0; round <= (quick ? 5 : 20); round++)
			for (const [one, list] of times) {
				const ms = await timeLoading(one);
				if (round > 0) list.push(ms);
			}
		const loading = packages.map((one) => Math.min(...(times.get(one) ?? [])));

		const [ours, ...others] = packages;
		const [oursLoading, ...othersLoading] = loading;
		const least = (figure: 'packed' | 'unpacked' | 'installed' | 'dependencies') =>
			Math.min(...others.map((one) => one[figure]));
		const kilobytes = (bytes: number): number => rounded(bytes / 1000);
		return {
			method:
				'The packed package and well-known community nodes from npm, each installed alone in an empty folder, without what n8n provides. Loading: all nodes and credentials that the package names, in a fresh process that has n8n-workflow already, in turn; the least disturbed run counts.',
			tables: [
				{
					title: 'Packages',
					columns: [
						'package',
						'nodes and credentials',
						'tarball in kB',
						'unpacked in kB',
						'dependencies installed',
						'all installed in kB',
						'loading in ms',
					],
					rows: packages.map((one, index) => [
						`${one.name} ${one.version}`,
						one.types,
						kilobytes(one.packed),
						kilobytes(one.unpacked),
						one.dependencies,
						kilobytes(one.installed),
						rounded(loading[index]),
					]),
				},
			],
			goals: [
				goal(
					'Tarball, ours over the smallest other',
					ours.packed / least('packed'),
					'atMost',
					1,
					0.1,
				),
				goal(
					'All that is installed, ours over the smallest other',
					ours.installed / least('installed'),
					'atMost',
					1,
				),
				goal('Dependencies installed, ours', ours.dependencies, 'atMost', 0),
				goal(
					'Time to load, ours over the fastest other',
					oursLoading / Math.min(...othersLoading),
					'atMost',
					1,
					0.25,
				),
			],
			notes: [],
		};
	},
});
