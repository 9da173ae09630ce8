// n8n-workflow brings isolated-vm, for one of n8n's two expression engines. Version 7 of it needs Node.js 24
// and native code, so `npm ci` warned on every older one; the tests use the other engine and never load it.
// An override could leave it out, but n8n allows none in the package.json of a verified package.
throw new Error(
	'isolated-vm is not installed: test/harness/isolated-vm stands in for it. Tests use the expression engine "legacy".',
);
