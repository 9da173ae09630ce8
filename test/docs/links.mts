import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Addresses of this repository's own pages, in sources and codex files. */
const OWN =
	/https:\/\/github\.com\/n8n-nodes-gong-crm\/n8n-nodes-gong-crm(?:\/blob\/main\/([^\s"'`)#]+))?#([\w-]+)/g;

/** Links and images in Markdown: what stands between the brackets, up to a title. */
const LINK = /\]\(<?([^\s)>]+)/g;

/** What is shown as it is, and so has no links and no headings. */
const withoutCode = (markdown: string): string =>
	markdown.replace(/^(```+)[^]*?^\1$/gm, '').replace(/<!--[^]*?-->/g, '');

/** The headings of a page, of any level, as they stand there. */
export const headingsOf = (markdown: string): string[] =>
	[...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.trim());

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(markdown: string): Set<string> {
	const anchors = new Set<string>();
	for (const heading of headingsOf(markdown)) {
		const base = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
			.replaceAll(' ', '-');
		let anchor = base;
		for (let count = 1; anchors.has(anchor); count++) anchor = `${base}-${count}`;
		anchors.add(anchor);
	}
	return anchors;
}

/**
 * What a file links to inside the repository and is not there: files, and headings of Markdown files.
 *
 * @param folder of the repository
 * @param path of the file, from there
 */
export function brokenLinks(folder: string, path: string): string[] {
	const text = readFileSync(join(folder, path), 'utf8');
	const targets = path.endsWith('.md')
		? [
				...withoutCode(text)
					.replace(/`[^`\n]*`/g, '')
					.matchAll(LINK),
			].map(([, target]) => target)
		: [];
	const here = dirname(path);
	const links = [
		...targets
			.filter((target) => !/^[a-z]+:/i.test(target))
			.map((target) => {
				const [file, anchor = ''] = target.split('#');
				return { target, file: file === '' ? path : join(here, file), anchor };
			}),
		...[...text.matchAll(OWN)].map(([target, file = 'README.md', anchor]) => ({
			target,
			file,
			anchor,
		})),
	];
	return links
		.filter(({ file, anchor }) => {
			const full = join(folder, file);
			if (relative(folder, full).startsWith('..') || !existsSync(full)) return true;
			return anchor !== '' && !anchorsOf(readFileSync(full, 'utf8')).has(anchor);
		})
		.map(({ target }) => `${path}: ${target}`);
}
