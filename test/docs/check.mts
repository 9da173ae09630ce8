import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../e2e/folders.mts';
import { n8nVersions } from '../e2e/install.mts';
import { brokenLinks, headingsOf } from './links.mts';
import { withInstallStep } from '../package/installStep.mts';
import { messagesIn } from './messages.mts';

/**
 * `npm run lint:docs`: every link inside the repository leads somewhere, the page of messages has each
 * message of the code and no other, the README's table names the n8n that the tests run on, the README
 * installs the package from where it is, and is no longer than a person reads.
 */

const MESSAGES = 'docs/troubleshooting.md';
const LONGEST_README = 12_000;

const below = (folder: string, ending: string): string[] =>
	existsSync(join(packageFolder, folder))
		? readdirSync(join(packageFolder, folder), { recursive: true, encoding: 'utf8' })
				.filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
				.map((name) => join(folder, name))
		: [];

const pages = [
	...readdirSync(packageFolder).filter((name) => name.endsWith('.md')),
	...['.github', 'docs', 'examples', 'test'].flatMap((folder) => below(folder, '.md')),
];
const sources = [
	...below('nodes', '.node.json'),
	...below('credentials', '.ts'),
	...below('.github', '.yml'),
];
const read = (path: string): string => readFileSync(join(packageFolder, path), 'utf8');

const inCode = new Set(
	['nodes', 'credentials'].flatMap((folder) => [...messagesIn(join(packageFolder, folder))]),
);
/** What Gong or n8n says, and no node of this package. */
const notOurs = new Set(['Gong refuses the sign-in (Custom Scopes)']);
// Headings of the second level put the messages in order; those of the third are the messages.
const onPage = new Set(headingsOf(read(MESSAGES).replace(/^##? .*$/gm, '')));
const readme = Buffer.byteLength(read('README.md'));
const rightReadme = withInstallStep(read('README.md'), read('CHANGELOG.md'));
const { oldest, newest } = n8nVersions;
/** What has to stand there of the n8n that CI runs, and of those that have failed it. */
const ofN8n: Record<string, string> = {
	'README.md': `| n8n | ${oldest} and newer, but not 2.40; tested on ${oldest} and ${newest} |`,
	'docs/maintainers/engine.md': `| ${oldest}, ${newest} |`,
};
const unsaid = Object.entries(ofN8n).filter(
	([path, sentence]) => !read(path).replace(/ +/g, ' ').includes(sentence),
);

const found = [
	...[...pages, ...sources]
		.flatMap((path) => brokenLinks(packageFolder, path))
		.map((link) => `Leads nowhere: ${link}`),
	...[...inCode].filter((one) => !onPage.has(one)).map((one) => `Not in ${MESSAGES}: ${one}`),
	...[...onPage]
		.filter((one) => !inCode.has(one) && !notOurs.has(one))
		.map((one) => `Stale in ${MESSAGES}: ${one}`),
	...unsaid.map(([path, sentence]) => `${path} does not say: ${sentence}`),
	...(rightReadme === read('README.md')
		? []
		: ['README.md says how to install it in other words than test/package/installStep.mts']),
	...(readme > LONGEST_README
		? [`README.md has ${readme} bytes, more than ${LONGEST_README}`]
		: []),
];
for (const one of found) console.error(one);
console.log(
	`${pages.length} pages, ${inCode.size} messages: ${found.length === 0 ? 'all as it should be' : `${found.length} to mend`}`,
);
process.exit(found.length === 0 ? 0 : 1);
