import { type AddressInfo, createServer } from 'node:net';
import type { Stage } from '../case.mts';
import { ensureInstalled } from '../install.mts';

interface Mail {
	html: string;
	subject: string;
}

/** A stand-in for a mail server (RFC 5321, as far as a well-behaved sender needs it). */
export async function startMailbox(stage: Stage) {
	const raw: string[] = [];
	const server = createServer((socket) => {
		let text = '';
		let isData = false;
		socket.write('220 mailbox\r\n');
		socket.on('error', () => socket.destroy());
		socket.on('data', (chunk) => {
			text += chunk.toString('utf8');
			for (;;) {
				const end = text.indexOf(isData ? '\r\n.\r\n' : '\r\n');
				if (end < 0) return;
				const part = text.slice(0, end);
				text = text.slice(end + (isData ? 5 : 2));
				if (isData) raw.push(part.replace(/\r\n\.\./g, '\r\n.'));
				isData = !isData && /^DATA$/i.test(part);
				socket.write(
					isData ? '354 go on\r\n' : /^QUIT$/i.test(part) ? '221 bye\r\n' : '250 ok\r\n',
				);
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	stage.defer(() => void server.close());
	const { simpleParser } = (await ensureInstalled()).require('mailparser') as {
		simpleParser(mail: string): Promise<Mail>;
	};
	return {
		/** For n8n's credential `smtp`. */
		settings: {
			user: '',
			password: '',
			host: '127.0.0.1',
			port: (server.address() as AddressInfo).port,
			secure: false,
			disableStartTls: true,
		},
		mails: async () => await Promise.all(raw.map(async (mail) => await simpleParser(mail))),
	};
}
