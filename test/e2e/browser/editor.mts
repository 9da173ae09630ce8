import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { cacheFolder, packageFolder } from '../folders.mts';
import type { Workflow } from '../rest.mts';
import type { Locator, Page } from './playwright.mts';

const screenshotFolder = join(cacheFolder, 'screenshots');
const imageFolder = join(packageFolder, 'docs', 'images');
const LARGEST_IMAGE = 150_000;

/** Generous: the machine may be busy with other cases. */
export const PATIENCE = 90_000;

/** n8n's editor in a browser, as a builder sees it. */
export class Editor {
	constructor(
		readonly page: Page,
		readonly url: string,
		/** Goes before the names of the screenshots. */
		private readonly prefix: string,
	) {}

	/** An element by n8n's own mark for tests. */
	byId(testId: string, within: Pick<Locator, 'locator'> = this.page): Locator {
		return within.locator(`[data-test-id="${testId}"]`);
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.byId('canvas-plus-button').waitFor();
	}

	async openWorkflow({ id }: Pick<Workflow, 'id'>): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.byId('canvas-node').first().waitFor();
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.byId('node-parameters').waitFor();
	}

	/** Opens the panel of nodes on an empty canvas, and searches in it. */
	async searchNodes(words: string): Promise<void> {
		const search = this.byId('node-creator-search-bar');
		if (!(await search.isVisible())) await this.byId('canvas-plus-button').click();
		await search.fill(words);
	}

	/**
	 * Opens the panel of nodes once, and closes it. n8n loads its code at the first opening, and where that
	 * takes longer than a moment, it then shows the root of the panel instead of what was asked for.
	 */
	async loadNodePanel(): Promise<void> {
		await this.byId('node-creator-plus-button').click();
		const search = this.byId('node-creator-search-bar');
		await search.press('Escape');
		await search.waitFor({ state: 'hidden' });
	}

	/** Waits until the panel of nodes shows this page of it, and no other: while it turns there are two. */
	async untilTurnedTo(title: RegExp): Promise<void> {
		const headers = this.byId('nodes-list-header');
		await this.see(title, headers.last());
		await headers.nth(1).waitFor({ state: 'detached' });
	}

	/** A result in the panel of nodes. */
	found(name: string): Locator {
		const title = this.page.locator(
			`[data-test-id="node-creator-item-name"]:text-is(${JSON.stringify(name)})`,
		);
		return this.byId('item-iterator-item').filter({ has: title });
	}

	parameter(name: string, within?: Locator): Locator {
		return this.byId(`parameter-input-${name}`, within);
	}

	async setSwitch(name: string): Promise<void> {
		await this.parameter(name).locator('.el-switch, [role="switch"]').first().click();
	}

	get output(): Locator {
		return this.byId('output-panel');
	}

	/** Runs the open node, and waits for words in its output. */
	async executeStep(...expected: Array<string | RegExp>): Promise<void> {
		await this.byId('node-execute-button').click();
		for (const words of expected) await this.see(words, this.output);
	}

	/** Waits until `words` are on the screen, and quotes what is there if they are not. */
	async see(words: string | RegExp, within: Locator = this.page.locator('body')): Promise<void> {
		let shown = '';
		for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(200)) {
			if ((await within.count()) === 0) continue;
			shown = (await within.first().innerText()).replace(/\s+/g, ' ');
			if (typeof words === 'string' ? shown.includes(words) : words.test(shown)) return;
		}
		await this.screenshot('not-seen');
		assert.fail(`Not on the screen: ${words}. There is: ${shown.slice(0, 2_000)}`);
	}

	async doNotSee(words: string, within: Locator = this.page.locator('body')): Promise<void> {
		await within.getByText(words).first().waitFor({ state: 'hidden' });
	}

	/** Asserts that a picture has been loaded, and returns its address. */
	async loadedPicture(within: Locator): Promise<string> {
		const image = within.locator('img').first();
		await image.waitFor({ state: 'attached' });
		for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(200)) {
			if ((await image.evaluate((element: { naturalWidth: number }) => element.naturalWidth)) > 0)
				return (await image.getAttribute('src')) ?? '';
		}
		throw new Error(`The picture ${await image.getAttribute('src')} did not load`);
	}

	/** What n8n's messages in the corner say. */
	async messages(): Promise<string[]> {
		return await this.page.locator('.el-notification').allInnerTexts();
	}

	/** Closes n8n's messages in the corner, which would hide a part of the picture. */
	async dismissMessages(): Promise<void> {
		// It may still be on its way.
		await this.page
			.locator('.el-notification')
			.first()
			.waitFor({ timeout: 4_000 })
			.catch(() => {});
		await this.page.evaluate(
			"document.querySelectorAll('.el-notification__closeBtn').forEach((button) => button.click())",
		);
		await this.page.locator('.el-notification').first().waitFor({ state: 'hidden' });
	}

	/**
	 * Keeps a picture of the screen; with UPDATE_IMAGES=1 also as `image` in `docs/images`, for the
	 * README.
	 */
	async screenshot(name: string, image?: string): Promise<void> {
		// Nothing is to look pointed at.
		await this.page.mouse.move(720, 899);
		await this.screenshotAsIs(name, image);
	}

	/** The same with the pointer where it is. */
	async screenshotAsIs(name: string, image?: string): Promise<void> {
		await this.page.waitForTimeout(400);
		const picture = await this.page.screenshot({ animations: 'disabled', caret: 'hide' });
		mkdirSync(screenshotFolder, { recursive: true });
		writeFileSync(join(screenshotFolder, `${this.prefix}-${name}.png`), picture);
		if (!image) return;
		assert.ok(picture.length < LARGEST_IMAGE, `The picture "${image}" has ${picture.length} bytes`);
		if (process.env.UPDATE_IMAGES !== '1') return;
		mkdirSync(imageFolder, { recursive: true });
		writeFileSync(join(imageFolder, `${image}.png`), picture);
	}
}
