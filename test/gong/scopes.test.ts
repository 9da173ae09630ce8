import type { Answer } from '../../nodes/gong/answers';
import { findMissingScope, lacksScope } from '../../nodes/gong/scopes';
import { refusal } from './scripted';

const named = "You don't have permission to use 'api:crm:schema' in your app.";
const ofSchema = { method: 'GET', path: '/v2/crm/entity-schema' };

test.each<[string, Answer, boolean]>([
	['403', { ...refusal(403), errors: [named] }, true],
	['401', { ...refusal(401), errors: ['No.', named] }, true],
	['a refusal of something else', { ...refusal(400), errors: [named] }, false],
	[
		'403 for another scope',
		{ ...refusal(403), errors: [named.replace('schema', 'upload')] },
		false,
	],
	['403 that names none', refusal(403), false],
	['a gateway’s 403', { kind: 'unreadable', status: 403, isTooLarge: false }, false],
	['no answer', { kind: 'noAnswer', reason: named }, false],
])('whether Gong refuses for lack of a scope: %s', (_, answer, lacks) => {
	expect(lacksScope(answer, 'api:crm:schema')).toBe(lacks);
});

test.each([
	['api:crm:upload api:crm:schema', null],
	['api:crm:upload, api:crm:schema', null],
	['api:crm:upload', 'api:crm:schema'],
	['api:crm:upload,  api:crm:integrations:read', 'api:crm:schema'],
	['offline_access', null],
	['', null],
	[undefined, null],
	[['api:crm:upload'], null],
])('a token with the scope %p lacks %p', (scope, missing) => {
	expect(findMissingScope(scope, ofSchema)).toBe(missing);
});

test('a call that needs no scope lacks none', () => {
	expect(findMissingScope('api:crm:upload', { method: 'GET', path: '/v2/users' })).toBeNull();
});
