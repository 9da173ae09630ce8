/** An error as it may come out of n8n's helpers, n8n's own wrapping included. */
export interface Thrown {
	message?: string;
	/** Of the network: `ECONNREFUSED`, `CERT_HAS_EXPIRED`… Of n8n's OAuth client: `EAUTH`, `ESTATUS`. */
	code?: string;
	/** Of the token endpoint, with `ESTATUS`. */
	status?: number;
	response?: { status: number; headers: unknown; data: unknown };
	cause?: Thrown;
}

/** More of it tells nobody anything. */
const LONGEST_TEXT = 300;

/** An error and what caused it, outermost first. */
export function chainOf(error: unknown): Thrown[] {
	const chain: Thrown[] = [];
	for (let at = error; isThrown(at) && chain.length < 5; at = at.cause) chain.push(at);
	return chain;
}

const isThrown = (value: unknown): value is Thrown => typeof value === 'object' && value !== null;

/**
 * What an error says of the network, as `CODE: words`, or the words alone: not every error of a proxy
 * has a code. Nothing of the error goes on but its words, because what hangs on it holds headers; and
 * the address of a proxy goes without its password.
 */
export function nameNetworkFault(error: unknown): string {
	const chain = chainOf(error);
	const { code, message } = chain.find((one) => typeof one.code === 'string') ?? chain.at(-1) ?? {};
	const words = String(message ?? 'no reason given')
		.replace(/\/\/\S*@/g, '//')
		.replace(/[^\s:@/"']+:[^\s@"']+@/g, '')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, LONGEST_TEXT);
	return code ? `${code}: ${words}` : words;
}
