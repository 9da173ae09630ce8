const { existsSync, readFileSync, writeFileSync } = require('node:fs');

/** What is in each test file, and how long it takes; in Stryker's own copy of the project. */
const record = 'test-files.json';

const isFirstRun = () => process.env.__STRYKER_ACTIVE_MUTANT__ === undefined;

const isStryker = process.env.STRYKER_MUTATOR_WORKER !== undefined;

/**
 * Runs the quick files first, and only those that may catch the mutant: Stryker passes on the names of
 * the tests that reach it, and not their files.
 */
module.exports = class {
	constructor({ globalConfig }) {
		const { testNamePattern } = globalConfig;
		this.wanted = testNamePattern && new RegExp(testNamePattern, 'i');
	}

	sort(tests) {
		if (!existsSync(record) || isFirstRun()) return tests;
		const files = JSON.parse(readFileSync(record, 'utf8'));
		const { wanted } = this;
		return tests
			.filter(({ path }) => !wanted || files[path].names.some((name) => wanted.test(name)))
			.sort((a, b) => files[a.path].takes - files[b.path].takes);
	}

	/** Told of the run of all tests, before there is a mutant. */
	cacheResults(_, { testResults }) {
		if (!isStryker || !isFirstRun()) return;
		const files = testResults.map(({ testFilePath, testResults: tests, perfStats }) => [
			testFilePath,
			{ names: tests.map(({ fullName }) => fullName), takes: perfStats.runtime },
		]);
		writeFileSync(record, JSON.stringify(Object.fromEntries(files)));
	}
};
