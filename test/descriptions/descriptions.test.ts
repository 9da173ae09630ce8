import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';
import { GongCrmApi } from '../../credentials/GongCrmApi.credentials';
import { GongCrmOAuth2Api } from '../../credentials/GongCrmOAuth2Api.credentials';
import { DeleteCrmIntegration } from '../../nodes/DeleteCrmIntegration/DeleteCrmIntegration.node';
import { GongCrm } from '../../nodes/GongCrm/GongCrm.node';
import { GongCrmLoop } from '../../nodes/GongCrmLoop/GongCrmLoop.node';

/** Only ever read by people: other tests and the linter look after it. */
const words = [
	'action',
	'description',
	'displayName',
	'errorMessage',
	'hint',
	'placeholder',
	'subtitle',
];

const show = (value: unknown): string =>
	JSON.stringify(value, (key, part: unknown) => (words.includes(key) ? undefined : part)).replace(
		/"(\w+)":/g,
		'$1: ',
	);

/** A line for each parameter, those of a collection below it. */
const lines = (properties: INodeProperties[], indent = ''): string[] =>
	properties.flatMap(({ options, ...property }) =>
		property.type === 'collection'
			? [indent + show(property), ...lines(options as INodeProperties[], `${indent}  `)]
			: [indent + show({ ...property, options })],
	);

/** A change in the snapshot is one that users notice: of these, add, but don't rename. */
describe('what saved workflows and credentials rely on is as it was', () => {
	test.each<INodeType>([new DeleteCrmIntegration(), new GongCrm(), new GongCrmLoop()])(
		'$description.displayName',
		({ description: { properties, ...description }, methods }) => {
			const offered = Object.values(methods ?? {}).flatMap((group) => Object.entries(group));
			expect(
				[
					show(description),
					...lines(properties),
					...offered.map(([name, method]) => `${name}: ${typeof method}`),
				].join('\n'),
			).toMatchSnapshot();
		},
	);

	test.each<ICredentialType>([new GongCrmApi(), new GongCrmOAuth2Api()])(
		'$displayName',
		({ properties, ...credential }) => {
			expect([show(credential), ...lines(properties)].join('\n')).toMatchSnapshot();
		},
	);
});
