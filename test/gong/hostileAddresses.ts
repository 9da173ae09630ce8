/**
 * Addresses that try to look like Gong's, or to be read as one host by one program and as another by
 * the next. What is not refused is used as it stands: a user's company may reach Gong through a host
 * of its own.
 */
export interface HostileAddress {
	what: string;
	address: unknown;
	/** Entered as *Base URL*: refused (`null`), or used as this. */
	entered: string | null;
	/** Received with a token of Gong's: refused (`null`), or used as this. */
	received: string | null;
}

const refused = (what: string, address: unknown): HostileAddress => ({
	what,
	address,
	entered: null,
	received: null,
});

/** Fine for a user who enters it, never for a token. */
const onlyEntered = (what: string, address: string, entered = address): HostileAddress => ({
	what,
	address,
	entered,
	received: null,
});

const harmless = (what: string, address: string, used: string): HostileAddress => ({
	what,
	address,
	entered: used,
	received: used,
});

const gong = 'https://api.gong.io';

export const hostileAddresses: HostileAddress[] = [
	// User names and passwords
	refused('a user name', 'https://gong@evil.example'),
	refused('Gong as the user name', 'https://api.gong.io@evil.example'),
	refused('Gong as user name and password', 'https://api.gong.io:443@evil.example'),
	refused('a password', 'https://user:password@api.gong.io'),
	refused('an empty user name and a password', 'https://:password@api.gong.io'),
	refused('a user name hidden by %40', 'https://api.gong.io%40evil.example'),
	refused('two @', 'https://a@b@evil.example'),
	refused('a user name behind a backslash', 'https:\\\\user@evil.example'),

	// Hosts that only look like Gong's
	onlyEntered('Gong as a subdomain', 'https://gong.io.evil.example'),
	onlyEntered('Gong’s whole host as a subdomain', 'https://api.gong.io.evil.example'),
	onlyEntered('Gong as the end of a longer name', 'https://evilgong.io'),
	onlyEntered('a hyphen in place of a dot', 'https://api-gong.io'),
	onlyEntered('another top-level domain', 'https://api.gong.io.co'),
	onlyEntered('another host', 'https://evil.example'),
	onlyEntered('a similar letter', 'https://api.g0ng.io'),
	onlyEntered('a look-alike in punycode', 'https://api.xn--gng-sed.io'),
	refused('a Cyrillic о', 'https://api.g\u043eng.io'),
	refused('a Greek ο', 'https://api.g\u03bfng.io'),
	refused('a Cyrillic і', 'https://api.gong.\u0456o'),
	refused('full-width letters', 'https://api.\uff47\uff4f\uff4e\uff47.io'),
	refused('a combining accent', 'https://api.go\u0301ng.io'),
	refused('an ideographic full stop', 'https://evil\u3002example'),
	refused('an ideographic full stop before gong.io', 'https://evil\u3002gong.io'),
	refused('a soft hyphen', 'https://api.go\u00adng.io'),
	refused('a zero-width space in the host', 'https://api.gong\u200b.io'),
	refused('a right-to-left mark', 'https://api.gong.io\u200f.evil.example'),
	refused('a fraction slash', 'https://evil.example\u2044.gong.io'),
	refused('a full-width slash', 'https://evil.example\uff0f.gong.io'),
	refused('a care-of sign', 'https://evil.example\u2100.gong.io'),

	// Characters that end a host for some programs
	refused('a semicolon', 'https://evil.example;.gong.io'),
	refused('a comma', 'https://evil.example,.gong.io'),
	refused('a back-tick', 'https://evil.example`.gong.io'),
	refused('a quote', "https://evil.example'.gong.io"),
	refused('a brace', 'https://evil.example{.gong.io'),
	refused('an asterisk', 'https://*.gong.io'),
	refused('an ampersand', 'https://evil.example&.gong.io'),
	refused('a tilde', 'https://evil.example~.gong.io'),
	refused('a dollar sign and braces', 'https://${host}.gong.io'),
	refused('an empty label', 'https://api..gong.io'),
	refused('a dot at the start', 'https://.gong.io'),
	refused('a dot at the end', 'https://api.gong.io.'),
	refused('a dot at the end, before a port', 'https://api.gong.io.:443'),

	// Percent-encoding
	refused('an encoded dot', 'https://api%2egong.io'),
	refused('an encoded letter', 'https://api.%67ong.io'),
	refused('an encoded slash', 'https://evil.example%2f.gong.io'),
	refused('an encoded backslash', 'https://evil.example%5c.gong.io'),
	refused('an encoded NUL', 'https://evil.example%00.gong.io'),
	refused('an encoded line break', 'https://evil.example%0d%0a.gong.io'),
	refused('an encoded #', 'https://evil.example%23.gong.io'),

	// White space and control characters
	refused('a space in the host', 'https://api.gong.io evil.example'),
	refused('a tab in the host', 'https://evil.exam\tple'),
	refused('a tab in Gong’s host', 'https://api.go\tng.io'),
	refused('a line break in the host', 'https://api.gong.io\n.evil.example'),
	refused('a carriage return and a header', 'https://api.gong.io\r\nX-Injected: 1'),
	refused('a NUL in the host', 'https://api.gong.io\0.evil.example'),
	refused('a line break in the scheme', 'ht\ntps://evil.example'),
	refused('only white space', ' \t\r\n'),
	refused('an empty text', ''),

	// ?, # and backslashes
	refused('a question mark before gong.io', 'https://evil.example?.gong.io'),
	refused('a # before gong.io', 'https://evil.example#.gong.io'),
	refused('a # before an @', 'https://evil.example#@api.gong.io'),
	refused('a question mark before an @', 'https://evil.example?@api.gong.io'),
	refused('an empty query', 'https://api.gong.io/?'),
	refused('a backslash before an @', 'https://evil.example\\@api.gong.io'),
	refused('a backslash before gong.io', 'https://evil.example\\.gong.io'),
	refused('a backslash at the end', 'https://api.gong.io\\'),
	refused('backslashes for slashes', 'https:\\\\api.gong.io'),
	refused('a slash and a backslash', 'https:/\\evil.example'),
	refused('a backslash after the slashes', 'https://\\evil.example'),

	// Schemes
	refused('plain http', 'http://api.gong.io'),
	refused('file', 'file:///etc/passwd'),
	refused('ftp', 'ftp://api.gong.io'),
	refused('ws', 'wss://api.gong.io'),
	refused('javascript', 'javascript://api.gong.io/%0aalert(1)'),
	refused('data', 'data:text/plain,https://api.gong.io'),
	refused('two schemes', 'https://https://api.gong.io'),
	refused('view-source', 'view-source:https://api.gong.io'),
	refused('no scheme', 'api.gong.io'),
	refused('no scheme, but slashes', '//api.gong.io'),
	refused('one slash', 'https:/evil.example'),
	refused('no slash', 'https:evil.example'),
	refused('three slashes', 'https:///evil.example'),
	refused('a dollar in the scheme', 'https$://api.gong.io'),

	// IP addresses
	onlyEntered('an address of the machine’s network', 'https://10.0.0.1'),
	onlyEntered('IPv6', 'https://[2001:db8::1]'),
	refused('IPv6 spelled out', 'https://[2001:0db8:0:0:0:0:0:1]'),
	refused('IPv4 in IPv6 by dots', 'https://[::ffff:10.0.0.1]'),
	refused('IPv6 with a zone', 'https://[fe80::1%25eth0]'),
	refused('a decimal IP', 'https://167772161'),
	refused('a decimal IP of this machine', 'http://2130706433'),
	refused('a hexadecimal IP', 'https://0xa000001'),
	refused('an octal IP', 'https://012.0.0.1'),
	refused('a short IP', 'http://127.1'),
	refused('an IP with a dot at the end', 'http://127.0.0.1.'),
	refused('an IP out of range', 'https://256.256.256.256'),
	refused('plain http to the whole machine', 'http://0.0.0.0'),
	refused('plain http to another loopback address', 'http://127.0.0.2'),
	refused('plain http to this machine as IPv4 in IPv6', 'http://[::ffff:7f00:1]'),
	refused('plain http to localhost below another name', 'http://localhost.evil.example'),
	refused('plain http to a name below localhost', 'http://evil.localhost'),
	refused('plain http to localhost with a dot', 'http://localhost.'),
	refused('plain http to the address of cloud secrets', 'http://169.254.169.254'),

	// Ports
	onlyEntered('a port on another host', 'https://evil.example:8443'),
	refused('a port out of range', 'https://api.gong.io:65536'),
	refused('a port that is none', 'https://api.gong.io:https'),
	refused('an empty port', 'https://api.gong.io:'),
	harmless('Gong on the usual port, written out', 'https://api.gong.io:443', gong),

	// Paths
	refused('another path', 'https://api.gong.io/evil'),
	refused('gong.io at the end of a path', 'https://evil.example/.gong.io'),
	refused('a path that climbs out of /v2', 'https://api.gong.io/v2/../evil'),
	refused('a path that climbs out by %2e', 'https://api.gong.io/v2/%2e%2e/evil'),
	refused('a path with an address', 'https://api.gong.io/https://evil.example'),
	refused('a backslash that makes a second host', 'https://api.gong.io/\\evil.example'),
	harmless('an @ in what is dropped', 'https://api.gong.io/v2/@evil.example', gong),
	harmless('capitals', 'HTTPS://API.GONG.IO/v2', gong),

	// Not text
	refused('nothing', undefined),
	refused('null', null),
	refused('a number', 42),
	refused('a boolean', true),
	refused('a list', [gong]),
	refused('an object', { href: gong }),
	refused('a very long name', `https://${'a.'.repeat(500)}gong.io`),
];
