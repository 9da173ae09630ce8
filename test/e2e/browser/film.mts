import type { Editor, Section } from './editor.mts';
import { type FilmFrame, type FilmSize, makesImages, saveFilm } from './images.mts';
import type { Box, Locator } from './playwright.mts';

/** Readable where pages show pictures, up to 900 CSS pixels wide, and small enough to be loaded soon. */
const size: FilmSize = { width: 960, height: 548, captionHeight: 52 };

/** A moving picture of what a builder does and sees; made only where pictures are. */
export class Film {
	private readonly frames: FilmFrame[] = [];

	constructor(private readonly editor: Editor) {}

	/**
	 * Shows a part of the screen as it is now.
	 *
	 * @param text its caption
	 * @param section in sight; the film shows what is beside it too, up to its own shape
	 * @param pointAt where the pointer is drawn
	 */
	async frame(text: string, seconds: number, section: Section, pointAt?: Locator): Promise<void> {
		if (!makesImages) return;
		const { editor } = this;
		await editor.page.waitForTimeout(400);
		const box = inShape(await editor.boxOf(section), editor.size);
		const target = pointAt && (await editor.boxOf({ around: [pointAt] }));
		const caption = { x: 0, y: 0, width: size.width, height: size.captionHeight };
		this.frames.push({
			screen: await this.shootWith(pointer(box, target), box),
			caption: await this.shootWith(captionOf(text, caption), caption),
			seconds,
		});
	}

	async save(name: string): Promise<void> {
		if (makesImages) await saveFilm(name, this.frames, size);
	}

	/** A part of the screen with something laid over it. */
	private async shootWith(overlay: string, box: Box): Promise<Buffer> {
		const { page } = this.editor;
		const html = `<div id="film-overlay" style="position: fixed; inset: 0; z-index: 2147483647">${overlay}</div>`;
		await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(html)})`);
		const picture = await this.editor.shoot(box);
		await page.evaluate(`document.getElementById('film-overlay').remove()`);
		return picture;
	}
}

/** The film's shape around a box, as far as the screen goes. */
function inShape(box: Box, screen: { width: number; height: number }): Box {
	const shape = size.width / size.height;
	const wanted = Math.max(box.width, box.height * shape);
	const width = Math.round(Math.min(wanted, screen.width, screen.height * shape));
	const height = Math.round(width / shape);
	const within = (start: number, size: number, most: number) =>
		Math.max(0, Math.min(start, most - size));
	return {
		x: within(box.x - Math.round((width - box.width) / 2), width, screen.width),
		y: within(box.y, height, screen.height),
		width,
		height,
	};
}

/** In the middle of the target, if there is one. */
function pointer({ width }: Box, target?: Box): string {
	const length = 30 * (width / size.width);
	return target
		? `<svg viewBox="0 0 24 24" width="${length}" height="${length}" style="position: fixed;
				left: ${target.x + target.width / 2}px; top: ${target.y + target.height / 2}px">
				<path d="M1 1v18l5-4 3 8 4-2-3-7h7z" fill="#000" stroke="#fff" stroke-width="1.5"/>
			</svg>`
		: '';
}

const captionOf = (text: string, { width, height }: Box): string =>
	`<div style="width: ${width}px; height: ${height}px; padding: 0 20px; box-sizing: border-box;
		display: flex; align-items: center; background: #1f1f2e; color: #fff;
		font: 600 20px InterVariable, sans-serif">${text}</div>`;
