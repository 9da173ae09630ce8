/** Runs `work` with the proxy settings that n8n reads from its environment. */
export declare function throughProxy<T>(url: string, work: () => Promise<T>): Promise<T>;
