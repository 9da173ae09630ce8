import type { INode } from 'n8n-workflow';
import { addKey, ids } from '../../test/e2e/deletions.mts';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
import { chain, node, type WorkflowFile } from '../../test/workflows/build.ts';
import {
	byId,
	code,
	gongNode,
	httpRequest,
	noOp,
	pairs,
	webhook,
} from '../../test/workflows/nodes.ts';
import { automatic } from '../engine/columns.mts';
import { addBasicAuth, followedBy } from '../waiting/ways.mts';

/** A way to upload objects, as a workflow that reads them and answers at its webhook with what came of it. */
export interface UploadWay {
	/** As the tables call it. */
	name: string;
	workflow(n8n: N8nInstance, gong: Simulator, source: string, path: string): Promise<WorkflowFile>;
}

const read = (path: string, source: string) => [
	webhook(path, { responseMode: 'lastNode', responseData: 'allEntries' }),
	httpRequest('Read', { url: source, options: {} }),
];

/** What any workflow takes that has the objects. */
export const readOnly: UploadWay = {
	name: 'only read',
	workflow: async (_n8n, _gong, source, path) =>
		await Promise.resolve(
			chain(...read(path, source), node('First', 'n8n-nodes-base.limit', { maxItems: 1 })),
		),
};

/** Gong CRM: Upload with its defaults, *Map Automatically* as the editor saves it. */
export const ours: UploadWay = {
	name: 'ours',
	workflow: async (n8n, gong, source, path) =>
		chain(
			...read(path, source),
			gongNode(
				'Upload',
				await addKey(n8n, gong),
				'object',
				'upload',
				{
					integrationId: byId(ids[0]),
					objectType: 'ACCOUNT',
					source: 'items',
					fields: automatic(),
					waitForCompletion: true,
				},
				{ onError: 'continueRegularOutput' },
			),
		),
};

/** One file of all objects: Gong takes up to 200 MB. */
const lines = "$input.all().map(({ json }) => JSON.stringify(json)).join('\\n') + '\\n'";

/** The obvious way: Code makes the file, byte by byte on its way to n8n. */
const binary = [
	code(
		'To LDJSON',
		`const data = await this.helpers.prepareBinaryData(Buffer.from(${lines}), 'objects.ldjson');
return [{ json: {}, binary: { data } }];`,
	),
];

/** The best way that we know: Code makes a text, of which Convert to File makes a file inside n8n. */
const text = [
	code('To LDJSON', `return [{ json: { text: ${lines} } }];`),
	node(
		'To File',
		'n8n-nodes-base.convertToFile',
		{
			operation: 'toText',
			sourceProperty: 'text',
			binaryPropertyName: 'data',
			options: { fileName: 'objects.ldjson' },
		},
		{ typeVersion: 1.1 },
	),
];

/** What builders do: a Code node that makes LDJSON, HTTP Request with multipart, and the loop. */
const byHand = (name: string, toFile: INode[]): UploadWay => ({
	name,
	async workflow(n8n, gong, source, path) {
		const credential = await addBasicAuth(n8n, gong);
		const before = [...read(path, source), ...toFile];
		const { nodes, connections } = followedBy(
			httpRequest(
				'Upload',
				{
					method: 'POST',
					url: `${gong.url}/v2/crm/entities`,
					sendQuery: true,
					queryParameters: pairs({
						integrationId: ids[0],
						objectType: 'ACCOUNT',
						clientRequestId: '=upload-{{ $execution.id }}',
					}),
					sendBody: true,
					contentType: 'multipart-form-data',
					bodyParameters: {
						parameters: [
							{ parameterType: 'formBinaryData', name: 'dataFile', inputDataFieldName: 'data' },
						],
					},
					options: {},
				},
				credential,
			),
			{ gong, credential, seconds: 2, integrationId: ids[0], next: 'Result' },
		);
		const first = chain(...before, nodes[0]);
		return {
			nodes: [...first.nodes, ...nodes.slice(1), noOp('Result')],
			connections: { ...first.connections, ...connections },
		};
	},
});

export const byHandBinary = byHand('Code + H + L', binary);
export const byHandText = byHand('Code, Convert to File + H + L', text);
