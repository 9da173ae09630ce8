import type { IBinaryData } from 'n8n-workflow';

/** Lets the engine keep files in a folder, as n8n does by default from version 3 on. */
export function openFileStorage(): Promise<void>;
/** Deletes the folder. */
export function closeFileStorage(): Promise<void>;
/** Stores a file. @returns what an item says of it, and a way to delete it behind n8n's back */
export function storeFile(
	file: IBinaryData,
): Promise<{ stored: IBinaryData; lose: () => Promise<void> }>;
