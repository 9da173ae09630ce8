import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { cacheFolder } from '../folders.mts';
import type { Workflow } from '../n8nApi.mts';
import { makesImages, saveImage } from './images.mts';
import type { Box, Locator, Page } from './playwright.mts';

const screenshotFolder = join(cacheFolder, 'screenshots');

/** Generous: the machine may be busy with other cases. */
export const PATIENCE = 90_000;

/** What a picture shows: the smallest rectangle that all of `around` is in. */
export interface Section {
	around: Locator[];
	/** What it ends just below, if what is around goes on. */
	downTo?: Locator;
	/** CSS pixels on each side. */
	margin?: number;
}

/** A picture of the documentation, in `docs/images`. */
export interface Image extends Section {
	name: string;
}

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

	async setSwitch(name: string, within?: Locator): Promise<void> {
		await this.parameter(name, within).locator('.el-switch, [role="switch"]').first().click();
	}

	get output(): Locator {
		return this.byId('output-panel');
	}

	/** The open node's parameters down to this one, and its output beside them. */
	panelDownTo(name: string): Section {
		return {
			around: [this.byId('node-parameters'), this.output],
			// With the hint below it.
			downTo: this.byId('parameter-item').filter({ has: this.parameter(name) }),
		};
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

	/** Of the screen, in CSS pixels. */
	get size(): { width: number; height: number } {
		return this.page.viewportSize() ?? { width: 0, height: 0 };
	}

	/** What of the screen a section is, whole pixels. */
	async boxOf({ around, downTo, margin = 0 }: Section): Promise<Box> {
		const boxes = await Promise.all(around.map(async (one) => await boxOf(one)));
		const { size } = this;
		const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - margin);
		const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - margin);
		const right = Math.max(...boxes.map(({ x, width }) => x + width)) + margin;
		const bottoms = boxes.map(({ y, height }) => y + height + margin);
		if (downTo) {
			const last = await boxOf(downTo);
			bottoms.splice(0, bottoms.length, last.y + last.height + AIR);
		}
		const [x, y] = [Math.floor(left), Math.floor(top)];
		return {
			x,
			y,
			width: Math.ceil(Math.min(right, size.width)) - x,
			height: Math.ceil(Math.min(Math.max(...bottoms), size.height)) - y,
		};
	}

	/** Keeps a picture of the screen, and takes one for the documentation if that is wanted. */
	async screenshot(name: string, image?: Image): Promise<void> {
		// Nothing is to look pointed at.
		await this.page.mouse.move(720, 899);
		await this.screenshotAsIs(name);
		if (image && makesImages)
			await saveImage(image.name, await this.shoot(await this.boxOf(image)));
	}

	/** Keeps a picture with the pointer where it is. */
	async screenshotAsIs(name: string): Promise<void> {
		await this.page.waitForTimeout(400);
		const picture = await this.page.screenshot({ ...STILL, scale: 'css' });
		mkdirSync(screenshotFolder, { recursive: true });
		writeFileSync(join(screenshotFolder, `${this.prefix}-${name}.png`), picture);
	}

	/** A part of the screen with all its pixels, as PNG, for the documentation. */
	async shoot(clip: Box): Promise<Buffer> {
		return await this.page.screenshot({
			...STILL,
			scale: 'device',
			clip,
			style: WITHOUT_EDGES,
		});
	}
}

/** CSS pixels below what a picture ends with. */
const AIR = 10;

/** Buttons of n8n's that lie half over the edge of what a picture shows. */
const WITHOUT_EDGES = '[data-test-id="floating-nodes"], .vue-flow__controls { visibility: hidden }';

const STILL = { animations: 'disabled', caret: 'hide' } as const;

async function boxOf(locator: Locator): Promise<Box> {
	await locator.first().waitFor();
	const box = await locator.first().boundingBox();
	assert.ok(box, 'What the picture is of is not on the screen');
	return box;
}
