/**
 * Prints a figure that was measured, past jest's own console, which would add where it came from.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from `process`.
 */
exports.print = (text) => process.stderr.write(`  ${text}\n`);
