const hooks = require('node:async_hooks');
const { createRequire } = require('node:module');
const { createEmptyTestResult } = require('@jest/test-result');
const { default: runTestFile } = require('jest-circus/runner');

/** Loaded once for all files; no test changes what is in them. */
const shared = ['n8n-core', 'n8n-workflow', 'axios', 'express', 'fast-check', 'luxon'];

/** Jest makes one of these for each file, and each makes every promise after it slower. */
const storages = [];
hooks.AsyncLocalStorage = class extends hooks.AsyncLocalStorage {
	constructor(...options) {
		super(...options);
		storages.push(this);
	}
};

/** Where the engine's own packages are found, such as the container of its services. */
const engine = require.resolve('n8n-core');

function load(name, from = __filename) {
	const count = storages.length;
	const loaded = createRequire(from)(name);
	// These are the module's own, and stay.
	storages.length = count;
	return loaded;
}

/** The last mutant that a test has caught. */
let caught;

/** In the place of the tests of a file: for jest, one without any has failed. */
const leftOut = {
	ancestorTitles: [],
	failureDetails: [],
	failureMessages: [],
	fullName: 'left out',
	status: 'pending',
	title: 'left out',
};

/**
 * Runs a test file. A mutant is caught by one test: files after it are left out, which jest cannot do
 * when it is started by another program.
 *
 * Stryker knows jest's own test runner by `jest-circus` in its name.
 */
module.exports = async (globalConfig, config, environment, runtime, path, ...rest) => {
	const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
	if (mutant !== undefined && mutant === caught)
		return { ...createEmptyTestResult(), testFilePath: path, testResults: [leftOut] };
	for (const name of shared) runtime.setMock(path, name, () => load(name));
	runtime.setMock(engine, '@n8n/di', () => load('@n8n/di', engine));
	const result = await runTestFile(globalConfig, config, environment, runtime, path, ...rest);
	for (const storage of storages.splice(0)) storage.disable();
	if (mutant !== undefined && (result.numFailingTests > 0 || result.testExecError)) caught = mutant;
	return result;
};
