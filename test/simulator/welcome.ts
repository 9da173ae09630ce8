import pc from 'picocolors';
import type { Simulator } from './startSimulator';

/** What the command line prints at the start: all that is needed to make a first call. */
export function welcome(simulator: Simulator): string {
	const { url, accessKey, accessKeySecret, oauth } = simulator;
	const integrations = simulator.integrations();
	const rows: Array<[string, string]> = [
		['Base URL', url],
		['Access key', accessKey],
		['Access key secret', accessKeySecret],
		['OAuth client ID', oauth.clientId],
		['OAuth client secret', oauth.clientSecret],
		['Authorization URL', oauth.authorizeUrl],
		['Access token URL', oauth.tokenUrl],
	];
	return [
		pc.bold('The Gong simulator is running. Ctrl-C stops it.'),
		'',
		...rows.map(([name, value]) => `  ${name.padEnd(21)}${pc.cyan(value)}`),
		'',
		pc.bold(integrations.length === 0 ? 'There are no integrations.' : 'Integrations'),
		...integrations.map(
			({ integrationId, name, ownerEmail }) =>
				`  ${pc.cyan(integrationId.padEnd(21))}${name}  ${pc.dim(ownerEmail)}`,
		),
		'',
		pc.bold('Try it'),
		`  curl -u '${accessKey}:${accessKeySecret}' ${url}/v2/crm/integrations`,
		'',
	].join('\n');
}
