const { coverageThreshold, ...base } = require('../../jest.config.js');

/** What takes long for what it shows, or plays something else each time. */
const leftOut = [
	'faults',
	'examples',
	'probe',
	'simulator',
	'bench',
	'submitting/submission',
	'deleteCrmIntegration/waiting',
];

const only = process.env.MUTATION_TESTS;

module.exports = {
	...base,
	rootDir: '../..',
	// Stryker does not know `<rootDir>` here.
	testEnvironment: require.resolve('../realm/environment.cjs'),
	testPathIgnorePatterns: [
		...base.testPathIgnorePatterns,
		...leftOut.map((name) => `<rootDir>/test/${name}`),
	],
	...(only && { testMatch: undefined, testRegex: `/test/(${only}).*\\.test\\.ts$` }),
	testTimeout: 10_000,
	testSequencer: require.resolve('./sequencer.cjs'),
};
