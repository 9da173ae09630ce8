import { ensureInstalled } from '../install.mts';
import { ensureChromium } from '../services.mts';

/** A part of the screen, in CSS pixels. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** What the suite uses of playwright-core, which is not among this package's own dependencies. */
export interface Locator {
	locator(selector: string): Locator;
	filter(options: { hasText?: string | RegExp; has?: Locator; visible?: boolean }): Locator;
	getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
	getByRole(role: string, options?: { name?: string | RegExp; exact?: boolean }): Locator;
	first(): Locator;
	last(): Locator;
	nth(index: number): Locator;
	click(options?: { button?: 'right' }): Promise<void>;
	dblclick(): Promise<void>;
	hover(): Promise<void>;
	fill(value: string): Promise<void>;
	setInputFiles(path: string): Promise<void>;
	press(key: string): Promise<void>;
	count(): Promise<number>;
	isVisible(): Promise<boolean>;
	boundingBox(): Promise<Box | null>;
	innerText(): Promise<string>;
	allInnerTexts(): Promise<string[]>;
	inputValue(): Promise<string>;
	getAttribute(name: string): Promise<string | null>;
	evaluate<T>(pageFunction: (element: never) => T): Promise<T>;
	scrollIntoViewIfNeeded(): Promise<void>;
	waitFor(options?: {
		state?: 'visible' | 'hidden' | 'attached' | 'detached';
		timeout?: number;
	}): Promise<void>;
}

export interface Page extends Pick<Locator, 'locator' | 'getByText' | 'getByRole'> {
	readonly keyboard: { press(key: string): Promise<void> };
	readonly mouse: { move(x: number, y: number): Promise<void> };
	goto(url: string): Promise<unknown>;
	reload(): Promise<unknown>;
	close(): Promise<void>;
	url(): string;
	isClosed(): boolean;
	waitForEvent(event: 'popup'): Promise<Page>;
	waitForEvent(event: 'close'): Promise<unknown>;
	waitForTimeout(milliseconds: number): Promise<void>;
	emulateMedia(options: { colorScheme: 'light' | 'dark' }): Promise<void>;
	evaluate<T>(expression: string): Promise<T>;
	viewportSize(): { width: number; height: number } | null;
	setViewportSize(size: { width: number; height: number }): Promise<void>;
	screenshot(options: {
		animations: 'disabled';
		caret: 'hide';
		scale: 'css' | 'device';
		clip?: Box;
		/** CSS, for the picture only. */
		style?: string;
	}): Promise<Buffer>;
}

export interface Browser {
	newContext(options: {
		viewport: { width: number; height: number };
		deviceScaleFactor: number;
		colorScheme: 'light';
		locale: string;
		timezoneId: string;
		reducedMotion: 'reduce';
	}): Promise<{
		newPage(): Promise<Page>;
		setDefaultTimeout(milliseconds: number): void;
		addCookies(cookies: Array<{ name: string; value: string; url: string }>): Promise<void>;
		addInitScript(script: string): Promise<unknown>;
	}>;
	close(): Promise<void>;
}

interface Playwright {
	chromium: {
		launch(options: {
			executablePath: string;
			args: string[];
			chromiumSandbox: false;
		}): Promise<Browser>;
	};
}

/** A headless Chromium of its own, which asks nobody but the pages it is sent to. */
export async function launchChromium(): Promise<Browser> {
	const [executablePath, { playwrightPath }] = [await ensureChromium(), await ensureInstalled()];
	const { chromium } = (await import(playwrightPath)) as Playwright;
	return await chromium.launch({
		executablePath,
		chromiumSandbox: false,
		args: [
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
