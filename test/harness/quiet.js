// The engine logs every error of a node; tests read them from the run instead.
process.env.N8N_LOG_LEVEL = 'silent';
// n8n has been running for long, as far as the nodes can tell.
const { now } = performance;
performance.now = () => now.call(performance) + 86_400_000;
