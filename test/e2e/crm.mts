import type { Stage } from './case.mts';
import { queryPostgres, type Row } from './database.mts';
import { ensureInstalled } from './install.mts';
import type { N8nInstance } from './n8n.mts';
import type { Credential } from './n8nApi.mts';
import { ensurePostgres } from './services.mts';

/** The tables that the examples read, without rows. */
const tables = [
	`CREATE TABLE stages (id text PRIMARY KEY, name text, position int, is_active boolean)`,
	`CREATE TABLE users (id text PRIMARY KEY, email text, updated_at timestamptz)`,
	`CREATE TABLE accounts (
		id text PRIMARY KEY, name text, domains text[], region text, renewal_date date,
		updated_at timestamptz)`,
	`CREATE TABLE contacts (
		id text PRIMARY KEY, account_id text, email text, first_name text, last_name text, title text,
		updated_at timestamptz)`,
	`CREATE TABLE deals (
		id text PRIMARY KEY, name text, account_id text, owner_id text, stage_id text, status text,
		amount numeric(12, 2), close_date date, deleted_at timestamptz, updated_at timestamptz)`,
];

/** A CRM's database with these rows, on a Postgres that ends with the case. */
export async function startCrm(stage: Stage, ...rows: string[]) {
	const postgres = await ensurePostgres();
	stage.defer(async () => await postgres.stop());
	const installation = await ensureInstalled();
	const run = async (...statements: string[]): Promise<Row[][]> =>
		await queryPostgres(installation, postgres.settings, statements);
	await run(...tables, ...rows);
	return {
		run,
		/** Stores the way to it in n8n. */
		addTo: async ({ api }: N8nInstance): Promise<Credential> =>
			await api.createCredential('postgres', 'Acme CRM', {
				...postgres.settings,
				ssl: 'disable',
				allowUnauthorizedCerts: false,
				maxConnections: 10,
				sshTunnel: false,
			}),
	};
}

/** Data tables of n8n, by their names, with the columns that the notes of the examples ask for. */
export async function createDataTables<Name extends string>(
	{ api }: N8nInstance,
	columnsOf: Record<Name, string[]>,
) {
	const { id: project } = await api.call<{ id: string }>('GET', '/rest/projects/personal');
	const path = `/rest/projects/${project}/data-tables`;
	const ids = new Map<string, string>();
	for (const [name, columns] of Object.entries<string[]>(columnsOf)) {
		const { id } = await api.call<{ id: string }>('POST', path, {
			name,
			columns: columns.map((column) => ({ name: column, type: 'string' })),
		});
		ids.set(name, id);
	}
	return {
		/** The rows of one, without what n8n adds to them. */
		async rows(table: Name): Promise<Row[]> {
			const { data } = await api.call<{ data: Row[] }>('GET', `${path}/${ids.get(table)}/rows`);
			return data.map((row) =>
				Object.fromEntries(columnsOf[table].map((column) => [column, row[column]])),
			);
		},
	};
}

/** The two that most examples with a database use. */
export const marksAndRefused = {
	gong_marks: ['name', 'mark'],
	gong_refused: ['objectType', 'objectId', 'reason'],
};
