/**
 * An announced change of Engine 2.0, played on the n8n that loads this first: a step whose sub-execution
 * waits fails (n8n's pull request 37853), also where its node says that all is well.
 */
const whenLoaded = require('./whenLoaded.cjs');

whenLoaded(/node-engine-compatibility.dist.v1-step-executor\.js$/, ({ V1StepExecutor }) => {
	const original = V1StepExecutor.prototype.runNode;
	V1StepExecutor.prototype.runNode = async function (step) {
		const outputs = await original.call(this, step);
		if (step.context.getExecuteData().metadata?.waitingChildExecutionIds?.length)
			throw new Error('Engine 2.0 cannot wait for a sub-execution yet');
		return outputs;
	};
});
