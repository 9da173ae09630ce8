import type { Exchange, ProbeRun } from '../recorded/runs';
import { hideSecrets } from './hideSecrets';

const account = {
	baseUrl: 'https://us-49351.api.gong.io',
	accessKey: 'ABCDEFKEY42',
	accessKeySecret: 'se"cret\\42',
	ownerEmail: 'jane.doe@acme.example',
};

const exchange: Exchange = {
	about: null,
	when: null,
	call: { method: 'GET', path: '/v2/crm/integrations' },
	after: 0,
	status: 200,
	headers: {},
	text: '',
};

const runSaying = (text: string, headers: Record<string, string> = {}): ProbeRun => ({
	format: 'gong-probe',
	version: 1,
	date: '2026-05-01',
	of: 'Gong',
	endedEarly: null,
	findings: [],
	exchanges: [{ ...exchange, text, headers }],
});

const hidden = (text: string, headers?: Record<string, string>) =>
	hideSecrets(runSaying(text, headers), account).exchanges[0];

describe('the answers that a probe writes down', () => {
	test.each([
		['the access key', account.accessKey, '…'],
		['the secret', account.accessKeySecret, '…'],
		['both in one header', `Basic ${btoa('ABCDEFKEY42:se"cret\\42')}`, 'Basic …'],
		['a token', 'Bearer eyJhbGciOi.abc-def_0', 'Bearer …'],
		['the owner', account.ownerEmail, 'owner@example.com'],
		['another person', 'John.Smith+crm@mail.acme.co.uk', 'owner@example.com'],
		['the address', 'https://us-49351.api.gong.io/v2', 'https://…/v2'],
		['another address of Gong’s', 'https://us-7.app.gong.io/crm', 'https://….app.gong.io/crm'],
		['an ID', '5517027188234205706', '9000000000000000001'],
		['a reference', '4al018gzaztcr8nbukw', 'r000000000000000001'],
	])('have no secret: %s', (_, secret, instead) => {
		expect(hidden(`{"errors":[${JSON.stringify(secret)}]}`).text).toBe(
			`{"errors":[${JSON.stringify(instead)}]}`,
		);
	});

	test('keep their form: an ID is as long as it was, and the same wherever it stands', () => {
		const id = '4al018gzaztcr8nbukw';
		const { text, headers } = hidden(
			`{"requestId" : "${id}","a":5517027188234205706,"b":[123456789012,5517027188234205706]}`,
			{ 'x-traceid': id, 'x-gong-service-version': 'PublicApiServer:17.main.20701' },
		);

		expect(text).toBe(
			'{"requestId" : "r000000000000000003","a":9000000000000000001,"b":[900000000002,9000000000000000001]}',
		);
		expect(headers).toEqual({
			'x-traceid': 'r000000000000000003',
			'x-gong-service-version': 'PublicApiServer:17.main.20701',
		});
	});

	test('keep what the probe itself has made up', () => {
		const text =
			'{"crmObjectsMap":{"Probe.Case@example.com":{"objectId":"valid-1","name":"Valid"}}}';

		expect(hidden(text).text).toBe(text);
	});

	test('are not written where a secret could not be taken out', () => {
		const odd = { ...account, accessKeySecret: '…' };

		expect(() => hideSecrets(runSaying('x'), odd)).not.toThrow();
		expect(() => hideSecrets(runSaying('…'), odd)).toThrow('something secret');
	});
});
