/** The codes that n8n looks for in every message, wherever they stand, to say words of its own. */
export const codesOfN8n: string[];
