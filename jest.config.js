/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	setupFiles: ['<rootDir>/test/engine/quiet.js'],
	roots: ['<rootDir>/test'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/dist/'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json' }] },
	// A node on the real engine loads all of n8n-core first.
	testTimeout: 30_000,
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageReporters: ['text'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
