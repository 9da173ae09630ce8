/**
 * Mutation testing: `npm run mutation`, see docs/maintainers/mutation.md.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	plugins: ['@stryker-mutator/jest-runner', './test/mutation/words.mjs'],
	testRunner: 'jest',
	jest: {
		configFile: 'test/mutation/jest.config.cjs',
		// `test/mutation/sequencer.cjs` knows better which files are worth running.
		enableFindRelatedTests: false,
	},
	coverageAnalysis: 'perTest',
	ignorers: ['words'],
	concurrency: 2,
	thresholds: { high: 90, low: 80, break: 80 },
	incremental: true,
	incrementalFile: '.cache/mutation/incremental.json',
	reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
	clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
	htmlReporter: { fileName: '.cache/mutation/report.html' },
	jsonReporter: { fileName: '.cache/mutation/report.json' },
	timeoutMS: 10_000,
	// All tests, with what each of them reaches.
	dryRunTimeoutMinutes: 30,
	tempDirName: '.cache/stryker',
	ignorePatterns: ['.cache', 'bench', 'dist', 'test/e2e'],
};
