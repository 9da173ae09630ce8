import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate with its key, as Node takes them. */
export interface Certificate {
	cert: string;
	key: string;
	/** Who signs with it. */
	issuer: { name: string; privateKey: KeyObject };
}

/** What a certificate says. */
export interface CertificateWishes {
	/** The common name; of a server its host. */
	name: string;
	/** Who signs it; default: itself. */
	signedBy?: Certificate;
	/** Signs others. */
	isAuthority?: boolean;
	/** When it ends, in ms since 1970; default: in ten years. */
	ends?: number;
}

const DAY = 86_400_000;

/**
 * Makes an X.509 certificate (RFC 5280) for one host name. Node can read certificates and not make
 * them, and the tests ask for no other program.
 */
export function createCertificate({
	name,
	signedBy,
	isAuthority = false,
	ends = Date.now() + 3650 * DAY,
}: CertificateWishes): Certificate {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const issuer = signedBy?.issuer ?? { name, privateKey };
	const algorithm = sequence(oid(ECDSA_WITH_SHA256));
	const extensions = sequence(
		extension(BASIC_CONSTRAINTS, sequence(...(isAuthority ? [der(0x01, Buffer.of(0xff))] : []))),
		extension(SUBJECT_ALT_NAME, sequence(der(0x82, Buffer.from(name)))),
	);
	const body = sequence(
		der(0xa0, integer(Buffer.of(2))),
		integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
		algorithm,
		distinguishedName(issuer.name),
		sequence(generalizedTime(Math.min(Date.now(), ends) - 2 * DAY), generalizedTime(ends)),
		distinguishedName(name),
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, extensions),
	);
	const signature = sign('sha256', body, issuer.privateKey);
	const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature])));
	const lines = whole.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
	return {
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		issuer: { name, privateKey },
	};
}

// Object identifiers as DER has them (RFC 5280, RFC 5758).
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const BASIC_CONSTRAINTS = '551d13';
const SUBJECT_ALT_NAME = '551d11';

/** A value in DER: its tag, its length, itself. */
function der(tag: number, content: Buffer): Buffer {
	const { length } = content;
	const size =
		length < 0x80
			? [length]
			: length < 0x100
				? [0x81, length]
				: [0x82, Math.floor(length / 0x100), length % 0x100];
	return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const integer = (bytes: Buffer): Buffer => der(0x02, bytes);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

const distinguishedName = (name: string): Buffer =>
	sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from(name)))));

const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(0x04, value));

const generalizedTime = (at: number): Buffer =>
	der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`));
