const { createRequire } = require('node:module');
const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { BinaryDataService, ErrorReporter } = require('n8n-core');

// The very container that n8n-core looks its services up in.
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di');

let folder;
let earlier;

/**
 * Lets the engine keep files in a folder, as n8n does by default from version 3 on.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from Node's own modules.
 */
async function openFileStorage() {
	earlier = Container.get(BinaryDataService);
	folder = await mkdtemp(join(tmpdir(), 'gong-crm-files-'));
	const service = new BinaryDataService(
		{ mode: 'filesystem', localStoragePath: folder },
		Container.get(ErrorReporter),
	);
	await service.init();
	Container.set(BinaryDataService, service);
}

async function closeFileStorage() {
	Container.set(BinaryDataService, earlier);
	await rm(folder, { recursive: true });
}

/** Stores a file. @returns what an item says of it, and a way to delete it behind n8n's back */
async function storeFile({ data, ...about }) {
	const service = Container.get(BinaryDataService);
	const stored = await service.store(
		{ type: 'execution', workflowId: 'workflow-1', executionId: '1' },
		Buffer.from(data, 'base64'),
		{ ...about },
	);
	return { stored, lose: async () => await rm(service.getPath(stored.id)) };
}

module.exports = { openFileStorage, closeFileStorage, storeFile };
