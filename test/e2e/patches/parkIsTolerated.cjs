/**
 * An announced change of Engine 2.0, played on the n8n that loads this first: `putExecutionToWait` of an
 * execution that Engine 2.0 runs no longer throws. Nothing is parked by it all the same (n8n 2.41.1:
 * `setExecutionStatus` finds no such execution among the active ones, and throws).
 */
const whenLoaded = require('./whenLoaded.cjs');

whenLoaded(/node-execution-context.base-execute-context\.js$/, ({ BaseExecuteContext }) => {
	const original = BaseExecuteContext.prototype.putExecutionToWait;
	BaseExecuteContext.prototype.putExecutionToWait = async function (...given) {
		if (/^\d+$/.test(this.getExecutionId())) return await original.apply(this, given);
	};
});
