import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './folders.mts';
import type { WorkflowDefinition } from './n8nApi.mts';

export const exampleFolder = join(packageFolder, 'examples');

export const exampleFiles = readdirSync(exampleFolder).filter((name) => name.endsWith('.json'));

/** A workflow of `examples`, by its file's name. */
export const readExample = (file: string): WorkflowDefinition =>
	JSON.parse(readFileSync(join(exampleFolder, file), 'utf8')) as WorkflowDefinition;
