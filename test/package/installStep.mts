/**
 * The first step of README's quick start: from a clone, until a version is released. This is its one place:
 * `npm run release` puts the other text there on the day, and `npm run lint:docs` holds README to it.
 */

const WHERE = /(<!-- install -->\n)[\s\S]*(<!-- \/install -->)/;

const fromClone = `
**1. Install it.** It isn't on npm yet, so install a clone. You need a self-hosted n8n that has been started once, and on its machine, for Docker too, git and Node.js 20 or newer.

\`\`\`sh
git clone https://github.com/n8n-nodes-gong-crm/n8n-nodes-gong-crm.git
cd n8n-nodes-gong-crm && npm ci
npm run install:n8n   # in Docker: npm run install:n8n -- --docker <container>
\`\`\`

Then restart n8n. [Other folders, queue mode, n8n Cloud](docs/installing.md).
`;

const fromNpm = `
**1. Install it.**

- _Self-hosted n8n:_ as the owner or an admin, open **Settings > Community nodes**, select **Install**, enter \`n8n-nodes-gong-crm\`, tick the box below it, and select **Install** again.
- _n8n Cloud:_ not yet. Cloud only installs packages that n8n has verified, and this one isn't.

[Other ways to install it](docs/installing.md).
`;

/** Whether a version in the changelog has a date. */
const isReleased = (changelog: string): boolean =>
	/^## \[\d+\.\d+\.\d+\] - \d{4}-/m.test(changelog);

/**
 * README with the step that goes with the changelog.
 *
 * @throws if README has no place for it
 */
export function withInstallStep(readme: string, changelog: string): string {
	if (!WHERE.test(readme))
		throw new Error(
			'README.md has no place for the installation: <!-- install --> … <!-- /install -->',
		);
	const step = isReleased(changelog) ? fromNpm : fromClone;
	return readme.replace(WHERE, (_, before: string, after: string) => `${before}${step}\n${after}`);
}
