/** How many names were looked up and connections opened by this process while `work` ran. */
export function countConnections(work: () => Promise<unknown>): Promise<number>;
