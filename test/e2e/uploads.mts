import type { INode, INodeParameters } from 'n8n-workflow';
import { node, type NodeSettings } from '../workflows/build.ts';
import { gongNode } from '../workflows/nodes.ts';
import { ofAccounts } from './deletions.mts';
import type { Credential } from './n8nApi.mts';

/** Uploads an account for the `id` of each item, all in one file of the node's, and waits. */
export const uploadItems = (
	credential: Credential,
	parameters: INodeParameters = {},
	settings?: NodeSettings,
): INode[] => [
	gongNode(
		'Upload',
		credential,
		'object',
		'upload',
		{
			...ofAccounts,
			source: 'items',
			fields: {
				mappingMode: 'defineBelow',
				value: { objectId: '={{ $json.id }}', name: '=Account {{ $json.id }}' },
			},
			waitForCompletion: true,
			...parameters,
		},
		settings,
	),
];

/** The same, from a file for each item that an earlier node has made. */
export const uploadFiles = (credential: Credential): INode[] => [
	node(
		'Line',
		'n8n-nodes-base.set',
		{
			mode: 'raw',
			jsonOutput:
				'={{ { line: JSON.stringify({ objectId: $json.id, name: "Account " + $json.id, modifiedDate: "2026-01-01T00:00:00Z" }) } }}',
			options: {},
		},
		{ typeVersion: 3.4 },
	),
	node(
		'To File',
		'n8n-nodes-base.convertToFile',
		{ operation: 'toText', sourceProperty: 'line', options: { fileName: 'accounts.ldjson' } },
		{ typeVersion: 1.1 },
	),
	gongNode('Upload', credential, 'object', 'upload', {
		...ofAccounts,
		source: 'file',
		waitForCompletion: true,
	}),
];
