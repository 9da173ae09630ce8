import type { IBinaryData } from 'n8n-workflow';

/** Lets the engine keep files in a folder, as n8n does by default from version 3 on. */
export function openFileStorage(): Promise<void>;
/** Deletes the folder. */
export function closeFileStorage(): Promise<void>;
/** Stores a file, and deletes it behind n8n's back. @returns what the item still says of it */
export function storeAndLose(file: IBinaryData): Promise<IBinaryData>;
