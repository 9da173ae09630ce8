const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');

/**
 * Runs tests in the process's own realm instead of one for each file, so that n8n's engine is loaded once
 * for all of them (`jest-circus.cjs`): of the two or three seconds that a file takes, it is nearly all.
 * What one file leaves behind, the next one sees: whoever changes a global puts it back.
 */
class SharedRealm {
	constructor({ projectConfig }) {
		this.global = globalThis;
		// Jest's own, of the file before.
		delete this.global[Symbol.for('EVENT_HANDLERS')];
		Object.assign(this.global, projectConfig.globals);
		this.moduleMocker = new ModuleMocker(this.global);
		const config = projectConfig;
		this.fakeTimers = new LegacyFakeTimers({
			config,
			global: this.global,
			moduleMocker: this.moduleMocker,
			timerConfig: { idToRef: (id) => id, refToId: (ref) => ref },
		});
		this.fakeTimersModern = new ModernFakeTimers({ config, global: this.global });
	}

	async setup() {}

	async teardown() {
		this.fakeTimersModern.dispose();
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	/** Leaves out what comes after the test that catches a mutant: a mutant may make each of them hang. */
	async handleTestEvent({ name, test }) {
		if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) return;
		if (name === 'test_start' && this.isCaught) test.mode = 'skip';
		if (name === 'test_fn_failure' || name === 'hook_failure') this.isCaught = true;
	}

	getVmContext() {
		return here;
	}
}

/** Jest wants a context to compile modules in; this one stands for having none. */
const here = vm.createContext();

/** What was compiled, by file: the mutants are all in the same code. */
const compiled = new Map();

const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options }) => {
	if (parsingContext !== here)
		return compileFunction(code, parameters, { parsingContext, ...options });
	const before = compiled.get(options.filename);
	if (before?.code === code) return before.body;
	const body = compileFunction(code, parameters, options);
	compiled.set(options.filename, { code, body });
	return body;
};

module.exports = SharedRealm;
