import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Installation } from './install.mts';

export interface PostgresSettings {
	host: string;
	port: number;
	user: string;
	password: string;
	database: string;
}

export type DatabaseSettings = 'sqlite' | PostgresSettings;

export type Row = Record<string, unknown>;

/** Runs SQL statements on a Postgres server, with the driver that came with n8n; the rows of each. */
export async function queryPostgres(
	installation: Installation,
	settings: PostgresSettings,
	statements: string[],
): Promise<Row[][]> {
	const { Client } = installation.require('pg') as {
		Client: new (settings: object) => {
			on(event: 'error', listener: () => void): void;
			connect(): Promise<void>;
			query(sql: string): Promise<{ rows: Row[] }>;
			end(): Promise<void>;
		};
	};
	const client = new Client({ ...settings, connectionTimeoutMillis: 10_000 });
	// A lost connection fails the statement below as well.
	client.on('error', () => {});
	await client.connect();
	try {
		const answers: Row[][] = [];
		for (const sql of statements) answers.push((await client.query(sql)).rows);
		return answers;
	} finally {
		await client.end();
	}
}

/** Runs reading SQL statements on an n8n's SQLite file, with the driver in n8n's Node; the rows of each. */
export async function querySqlite(
	{ nodeBinary }: Installation,
	file: string,
	statements: string[],
): Promise<Row[][]> {
	// Not in this process: its Node may be too old to have a driver, or to load the one n8n uses.
	const script = `
		const [file, ...statements] = process.argv.slice(1);
		const { DatabaseSync } = require('node:sqlite');
		const database = new DatabaseSync(file, { timeout: 5000 });
		process.stdout.write(JSON.stringify(statements.map((sql) => database.prepare(sql).all())));
	`;
	const { stdout } = await promisify(execFile)(
		nodeBinary,
		['--disable-warning=ExperimentalWarning', '--eval', script, '--', file, ...statements],
		{ maxBuffer: 256 * 1024 * 1024 },
	);
	return JSON.parse(stdout) as Row[][];
}
