const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Returns the text of a file of this repository. With `jest -u` it is written first, as jest does with
 * its own snapshots.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from files.
 */
exports.keepDocument = (path, text) => {
	const file = join(__dirname, '../..', path);
	if (expect.getState().snapshotState._updateSnapshot === 'all') writeFileSync(file, text);
	return readFileSync(file, 'utf8');
};
