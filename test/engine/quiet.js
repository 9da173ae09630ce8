// The engine logs every error of a node; tests read them from the run instead.
process.env.N8N_LOG_LEVEL = 'silent';
// n8n has been running for long, as far as the nodes can tell.
Object.defineProperty(performance, 'timeOrigin', { value: 0, configurable: true });
