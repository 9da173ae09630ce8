/** A description of an API, or a part of it. */
export interface Node {
	[key: string]: Node;
}

/** What stands in `openapi.yaml`. */
export const openapiDocument: Node;
