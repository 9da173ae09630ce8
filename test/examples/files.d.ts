/** Each example by the name of its file. */
export const examples: Record<string, unknown>;
/** The page that lists them. */
export const listOfExamples: string;
/** The code of all cases in a real n8n. */
export const endToEndCases: string;
