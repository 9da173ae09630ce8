import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What is only ever read by people, in n8n's descriptions of nodes and in what a builder is told. */
const keys = [
	'action',
	'description',
	'displayName',
	'hint',
	'label',
	'placeholder',
	'subtitle',
	'whenAbsent',
];

/** Three words in a row: no header, address, scope, parameter or status has them. */
const sentence = /[a-z’]+,? [a-z’]+,? [a-z’]+/i;

/** Whether nothing in a template decides anything. */
const isPlain = ({ type, object, callee, arguments: given = [] }) =>
	type === 'Identifier' ||
	(type === 'MemberExpression' && isPlain(object)) ||
	(type === 'CallExpression' && isPlain(callee) && given.every(isPlain));

function isForPeople(path) {
	const { node, parent } = path;
	const text = path.isStringLiteral()
		? node.value
		: path.isTemplateLiteral() && node.expressions.every(isPlain)
			? node.quasis.map(({ value }) => value.raw).join('x')
			: null;
	if (text === null) return false;
	return (
		sentence.test(text) ||
		(parent.type === 'ObjectProperty' && parent.value === node && keys.includes(parent.key.name))
	);
}

/** Leaves out words for people: the linter and the tests of the messages look after them. */
export const strykerPlugins = [
	declareValuePlugin(PluginKind.Ignore, 'words', {
		shouldIgnore: (path) => (isForPeople(path) ? 'words for people' : undefined),
	}),
];
