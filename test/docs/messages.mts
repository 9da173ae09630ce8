import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** Calls that show one of their arguments to a builder as a message, and which of them, from 0. */
const shownArguments: Record<string, number> = {
	BaseUrlRefused: 0,
	NodeOperationError: 1,
	fail: 0,
	toOutputHint: 0,
};

/** What a property or a call gives is the end of a message, or its beginning, in these places. */
const aboutValue = (words: string): string => `The value of '…' ${words}`;
const withStatus = (words: string): string => `${words} (status …)`;

/** Put together from texts that are found by themselves, or nothing that anybody looks up. */
const notLookedUp = new Set(['…', aboutValue('…'), withStatus('…'), 'Connection successful!']);

/**
 * The messages that a builder can meet, from the sources below a folder, as `docs/troubleshooting.md`
 * has them in its headings: their first sentence, with `…` for what differs.
 */
export function messagesIn(folder: string): Set<string> {
	const messages = new Set<string>();
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		if (!name.endsWith('.ts')) continue;
		const text = readFileSync(join(folder, name), 'utf8');
		const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
		visit(source, basename(name) === 'identifiers.ts', (message) =>
			messages.add(asHeading(message)),
		);
	}
	return new Set([...messages].filter((message) => !notLookedUp.has(message)));
}

/** A message as a heading says it. */
const asHeading = (message: string): string =>
	message
		.replace(/\. .*$/s, '')
		.replace(/\.$/, '')
		.replace(/^The value of '[^']*'/, "The value of '…'")
		.replace(/…{2,}/g, '…')
		.replace(/: …$/, '');

/** @param isAboutValues whether the source says what is wrong with values, without naming them */
function visit(node: ts.Node, isAboutValues: boolean, found: (message: string) => void): void {
	if (ts.isPropertyAssignment(node)) {
		const texts = textsOf(node.initializer);
		const name = node.name.getText();
		if (
			name === 'message' ||
			name === 'note' ||
			name === 'notSent' ||
			(name === 'reason' && isFixed(node.initializer))
		)
			texts.forEach(found);
		if (name === 'refused') texts.map(withStatus).forEach(found);
		if (name === 'problem' && isAboutValues) texts.map(aboutValue).forEach(found);
	}
	if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
		const called = node.expression.getText();
		const given = node.arguments ?? [];
		const shown = given[shownArguments[called]];
		if (shown) textsOf(shown).forEach(found);
		if (called === 'refuse' && isAboutValues) textsOf(given[0]).map(aboutValue).forEach(found);
	}
	node.forEachChild((child) => visit(child, isAboutValues, found));
}

/** A whole text, and not one that comes from elsewhere. */
const isFixed = (expression: ts.Expression): boolean => ts.isStringLiteralLike(expression);

/** The texts that an expression can give; none where it passes on what comes from elsewhere. */
function textsOf(expression: ts.Expression): string[] {
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isConditionalExpression(expression))
		return [...textsOf(expression.whenTrue), ...textsOf(expression.whenFalse)];
	if (ts.isBinaryExpression(expression))
		return [...textsOf(expression.left), ...textsOf(expression.right)];
	if (!ts.isTemplateExpression(expression)) return [];
	const { head, templateSpans } = expression;
	return [[head.text, ...templateSpans.map(({ literal }) => literal.text)].join('…')];
}
