import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isTool } from '../n8n/isTool';
import { NodeParameters } from '../n8n/parameters';
import { fail, type Result, succeed } from '../n8n/result';
import { createRun } from '../items/run';
import { findOperation } from './actions/resources';

/** Does what the builder has chosen, for all input items. */
export async function runOperation(
	context: IExecuteFunctions,
): Promise<Result<INodeExecutionData[][]>> {
	const parameters = new NodeParameters(context);
	const [resource, name] = ['resource', 'operation'].map((one) => parameters.read(one, 0));
	if (!resource.ok) return resource;
	if (!name.ok) return name;
	const operation = findOperation(resource.value, name.value);
	if (!operation)
		return fail(
			`Gong CRM has no operation "${String(name.value)}" for "${String(resource.value)}"`,
			'Open the node, and choose a resource and an operation.',
		);
	if (isTool(context) && !operation.isForAgents)
		return fail(
			'This operation is not available to AI agents',
			'It changes Gong for everybody. Put it into a workflow that a person starts.',
		);
	const run = createRun(parameters);
	if (!run.ok) return run;
	const done = await operation.run(run.value);
	return done.ok ? succeed([done.value]) : done;
}
