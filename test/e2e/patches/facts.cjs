/**
 * Says what the engine gives this package's nodes, in a line of the log for each run of one; and takes away
 * what a node of the workflow is named after: "… without runExecutionData". The note of the loop has the
 * waiting node's name, so that its steps go without as well.
 */
const whenLoaded = require('./whenLoaded.cjs');

/** What the node gets in its place. */
const absent = {
	runExecutionData: undefined,
	additionalData: undefined,
	getExecuteData: () => undefined,
	getExecutionContext: () => undefined,
	executeWorkflow: async () => {
		throw new Error('executeWorkflow is not available');
	},
	getExecutionId: () => 'of another engine',
};

function without(context) {
	const nodes = Object.values(context.workflow.nodes);
	const told = nodes
		.map(({ name, parameters }) => `${name}\n${parameters.content ?? ''}`)
		.join('\n');
	const missing = Object.keys(absent).filter((key) => told.includes(`without ${key}`));
	if (missing.length === 0) return context;
	return new Proxy(context, {
		get(target, key) {
			if (missing.includes(key)) return absent[key];
			const value = target[key];
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

const factsOf = (context) => ({
	execution: context.getExecutionId(),
	node: context.getNode().name,
	step: context.getNode().parameters.step,
	/** Of the process, in ms. */
	age: performance.now(),
	limit: context.additionalData?.executionTimeoutTimestamp,
	establishedAt: context.getExecutionContext()?.establishedAt,
});

whenLoaded(/n8n-nodes-gong-crm.dist.nodes.\w+.\w+\.node\.js$/, (exports) => {
	for (const { prototype } of Object.values(exports)) {
		const { execute } = prototype;
		if (!execute) continue;
		prototype.execute = async function () {
			console.log(`FACTS ${JSON.stringify(factsOf(this))}`);
			return await execute.call(without(this));
		};
	}
});
