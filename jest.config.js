/** @type {import('jest').Config} */
module.exports = {
	// n8n's engine is loaded once, and not for each of a hundred files: half of the time.
	testEnvironment: '<rootDir>/test/realm/environment.cjs',
	testRunner: '<rootDir>/test/realm/jest-circus.cjs',
	setupFiles: ['<rootDir>/test/harness/quiet.js'],
	roots: ['<rootDir>/test'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/dist/'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json' }] },
	// Two on two cores; by itself Jest leaves one of them idle.
	maxWorkers: '100%',
	// The first test on the real engine loads all of n8n-core.
	testTimeout: 30_000,
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageReporters: ['text'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
