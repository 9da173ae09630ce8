import { GongCrmApi } from '../../credentials/GongCrmApi.credentials';

describe('the key in an HTTP Request node', () => {
	const { authenticate } = new GongCrmApi();
	const data = { baseUrl: 'https://us-1.api.gong.io', accessKey: 'key', accessKeySecret: 'secret' };

	test.each([
		{ uri: 'https://evil.example/v2/calls' },
		{ url: 'https://evil.example/v2/calls' },
		{ url: '//evil.example/v2/calls' },
		{ url: '\\\\evil.example/v2/calls' },
		{ uri: 'https://api.gong.io/v2/calls' },
		{ uri: 'http://us-1.api.gong.io/v2/calls' },
		{ uri: 'https://us-1.api.gong.io:8443/v2/calls' },
		{ uri: 'https://us-1.api.gong.io@evil.example/' },
	])('is not sent to %j', async (request) => {
		const url = '/v2/calls';
		await expect(authenticate(data, { url, ...request })).rejects.toMatchObject({
			message: expect.stringContaining('only sent to https://us-1.api.gong.io'),
		});
	});

	test.each(['/v2/calls', 'https://us-1.api.gong.io/v2/calls'])('is sent to %s', async (url) => {
		expect(await authenticate(data, { url })).toMatchObject({
			auth: { username: 'key', password: 'secret' },
		});
	});
});
