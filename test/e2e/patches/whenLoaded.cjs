const Module = require('node:module');

/**
 * Changes modules as they are loaded.
 *
 * @param {RegExp} files the paths of the modules
 * @param {(exports: any) => void} change
 */
module.exports = function whenLoaded(files, change) {
	const compile = Module.prototype._compile;
	Module.prototype._compile = function (content, filename, ...more) {
		const result = compile.call(this, content, filename, ...more);
		if (files.test(filename)) change(this.exports);
		return result;
	};
};
