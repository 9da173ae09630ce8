import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { packageFolder } from '../folders.mts';

const imageFolder = join(packageFolder, 'docs', 'images');
const LARGEST_IMAGE = 200_000;
const LARGEST_FILM = 1_500_000;

/** Whether this run makes the pictures of the documentation anew: `npm run images`. */
export const makesImages = process.env.UPDATE_IMAGES === '1';

/** Pixels for each CSS pixel: letters in pictures are to be sharp on any screen. */
export const PIXEL_RATIO = makesImages ? 2 : 1;

/** Stores a picture of the documentation, given as PNG. */
export async function saveImage(name: string, picture: Buffer): Promise<void> {
	// The editor has few colours: a palette takes a third of the space.
	const packed = await sharp(picture).png({ palette: true, dither: 0, effort: 10 }).toBuffer();
	store(`${name}.png`, packed, LARGEST_IMAGE);
}

/** What is shown for how long, as PNG. */
export interface FilmFrame {
	screen: Buffer;
	/** Shown below. */
	caption: Buffer;
	seconds: number;
}

/** How large a film is, in pixels, and the captions below it. */
export interface FilmSize {
	width: number;
	height: number;
	captionHeight: number;
}

/** Stores a moving picture of the documentation, which begins again at its end. */
export async function saveFilm(
	name: string,
	frames: FilmFrame[],
	{ width, height, captionHeight }: FilmSize,
): Promise<void> {
	const pictures = await Promise.all(
		frames.map(async ({ screen, caption }) => {
			const input = await sharp(caption)
				.resize({ width, height: captionHeight, fit: 'fill' })
				.toBuffer();
			return await sharp(screen)
				.resize({ width, height, fit: 'fill' })
				.extend({ bottom: captionHeight })
				.composite([{ input, gravity: 'south' }])
				.png()
				.toBuffer();
		}),
	);
	const film = await sharp(pictures, { join: { animated: true } })
		.webp({ lossless: true, effort: 6, delay: frames.map(({ seconds }) => 1000 * seconds) })
		.toBuffer();
	store(`${name}.webp`, film, LARGEST_FILM);
}

function store(file: string, content: Buffer, most: number): void {
	assert.ok(content.length < most, `The picture "${file}" has ${content.length} bytes`);
	mkdirSync(imageFolder, { recursive: true });
	writeFileSync(join(imageFolder, file), content);
}
