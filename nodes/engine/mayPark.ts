/**
 * Whether an execution can be parked safely, by its ID: today's engine counts executions, and Engine 2.0
 * gives them UUIDs (n8n tells the two apart the same way, n8n 2.41.1). There, a sub-execution that parks
 * does not park the one that waits for it, and would go on by itself. Asked positively: what is unknown
 * does not park.
 */
export const mayPark = (executionId: string): boolean => /^\d+$/.test(executionId);
