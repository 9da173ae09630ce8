// The engine logs every error of a node; tests read them from the run instead.
process.env.N8N_LOG_LEVEL = 'silent';
