/** User and password of a `Basic` header; `undefined` when it is not a readable one. */
export function parseBasic(authorization: string): { user: string; password: string } | undefined {
	const [, encoded] = /^basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization) ?? [];
	if (encoded === undefined) return undefined;
	const [user, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	return password.length > 0 ? { user, password: password.join(':') } : undefined;
}
