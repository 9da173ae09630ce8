import type { Failure } from '../../nodes/gong/client';
import { deletionKind } from '../../nodes/requests/deletion';
import type { Kind } from '../../nodes/requests/kind';
import type { Refusal } from '../../nodes/submitting/nextStep';
import { type About, explainRefusal } from '../../nodes/submitting/refusals';
import { refusal } from '../gong/scripted';

const answer = { ...refusal(400), errors: ['No such thing'] } as Failure;
const silence: Failure = { kind: 'noAnswer', reason: 'ECONNRESET' };
const integration = { integrationId: '7', name: 'Acme', ownerEmail: 'a@example.com' };

const about: About = {
	kind: deletionKind as unknown as Kind,
	integrationId: '7',
	clientRequestId: 'mine',
	expectedName: 'Other',
	authentication: 'accessKey',
};

const quoted = 'Gong says: “No such thing”';
const unknown =
	'Gong may or may not have registered it. To find out, use Gong CRM: Get Status with integration 7 and the client request ID mine.';
const isThere = 'The integration is in Gong’s list.';
const cannotLook = 'Looking the integration up did not work either.';

/** The refusal, the code that n8n shows, and what it says or (in the last) does not. */
test.each<[Refusal, string | null, string[], string[]]>([
	[
		{ why: 'notLookedUp', answer },
		'400',
		['Gong refused to list the integrations', 'Gong was not asked to delete it.', quoted],
		[],
	],
	[
		{ why: 'misnamed', integration },
		null,
		['named "Acme", not "Other"', 'Nothing was deleted. Integration 7 belongs to a@example.com.'],
		[],
	],
	[
		{ why: 'notFound', answer, lost: false },
		'400',
		['Gong has no integration with the ID 7', "Check 'Integration'", quoted],
		[unknown],
	],
	[{ why: 'notFound', answer: null, lost: true }, null, [unknown, "Check 'Integration'"], [quoted]],
	[{ why: 'notFound', answer: silence, lost: true }, null, [unknown], [quoted]],
	[
		{ why: 'mayBeDeleting', answer },
		'400',
		['Gong did not return the status of the request', 'may be deleting it', 'ID mine', quoted],
		["Check 'Integration'"],
	],
	[
		{ why: 'mayBeDeleting', answer: null },
		null,
		['Gong does not say what became of the request', 'may be deleting it', 'ID mine'],
		["Check 'Integration'"],
	],
	[
		{ why: 'idUsed', answer },
		'409',
		['The client request ID "mine" was already used', 'Nothing new was requested', quoted],
		[],
	],
	[{ why: 'idUsed', answer: null }, '409', ['"mine" was already used'], [quoted]],
	[
		{ why: 'idOfAnother', answer },
		'409',
		['"mine" was already used for something else', 'for integration 7', quoted],
		[],
	],
	[{ why: 'idOfAnother', answer: null }, '409', ['for something else'], [quoted]],
	[
		{ why: 'cannotTell', answer },
		'400',
		['Gong did not return the status of the request', 'not what became of it', 'ID mine', quoted],
		[],
	],
	[
		{ why: 'cannotTell', answer: null },
		null,
		['Gong does not say what became of the request', 'To find out, use Gong CRM: Get Status'],
		[quoted],
	],
	[
		{ why: 'refused', answer, lost: false, listReply: null },
		'400',
		['Gong refused to delete the integration', 'so nothing was started.', quoted],
		[unknown, isThere, cannotLook],
	],
	[
		{ why: 'refused', answer: silence, lost: true, listReply: null },
		null,
		['Gong could not be reached', unknown],
		['nothing was started', isThere, cannotLook],
	],
	[
		{ why: 'refused', answer: silence, lost: false, listReply: null },
		null,
		['Gong could not be reached', 'Nothing reached Gong.'],
		['nothing was started', unknown],
	],
	[
		{ why: 'refused', answer, lost: false, listReply: { kind: 'listed', integration } },
		'400',
		[isThere],
		[cannotLook],
	],
	[
		{ why: 'refused', answer, lost: false, listReply: { kind: 'unanswered', answer } },
		'400',
		[cannotLook],
		[isThere],
	],
])('the error for the refusal %j', (refusal, httpCode, says, saysNot) => {
	const { message, description, httpCode: code } = explainRefusal(refusal, about);
	expect(code).toBe(httpCode);
	for (const words of says) expect(`${message}. ${description}`).toContain(words);
	for (const words of saysNot) expect(`${message}. ${description}`).not.toContain(words);
	expect(description).not.toMatch(/null|undefined|false/);
});

test('another name is an error of the node’s own, whose message n8n is not to replace', () => {
	expect(explainRefusal({ why: 'misnamed', integration }, about).isOurs).toBe(true);
});
