const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
// Node.js offers it only to contexts made since the flag was set.
const collect = runInNewContext('gc');

exports.collectGarbage = async () => {
	// What a WeakRef has given stays until the end of the turn.
	await new Promise(setImmediate);
	collect();
};
