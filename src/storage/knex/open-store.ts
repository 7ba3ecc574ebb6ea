import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knex, { type Knex } from 'knex';
import type { Store } from '../store.js';
import { jobTable } from './job-table.js';
import { keyTable } from './key-table.js';
import { migrate } from './migrations.js';
import { networkTable } from './network-table.js';
import { planTable } from './plan-table.js';

interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void;
}

/** Why a database file cannot be used. */
export class StoreError extends Error {
  readonly code = 'config-database';
}

/**
 * Opens the SQLite file, making it and its folder where absent, and brings its schema up to date.
 * Several processes may open one file; writers wait up to ten seconds for each other.
 * @throws StoreError where its folder cannot be made
 */
export async function openSqliteStore(file: string): Promise<Store> {
  makeFolder(dirname(file), file);
  const db = knex({
    client: 'sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null) => void) =>
        connection.exec(PRAGMAS, done),
    },
  });
  return storeOver(db);
}

/** One level at a time: a recursive mkdir never returns where a file system refuses with ENOENT. */
function makeFolder(folder: string, file: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), file);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (existsSync(folder)) return;
    throw new StoreError(
      `DATABASE_FILE ${file}: the folder ${folder} cannot be made (${(error as Error).message}); name another place`,
    );
  }
}

/** Synchronous FULL: an accepted day outlives a power cut, not only a killed process. */
const PRAGMAS = `
  PRAGMA busy_timeout = 10000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
`;

async function storeOver(db: Knex): Promise<Store> {
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    plans: planTable(db),
    jobs: jobTable(db),
    keys: keyTable(db),
    networks: networkTable(db),
    async ping() {
      await db.raw('select 1');
    },
    async purge(now) {
      await db('idempotency_keys').where('expires_at', '<=', now).delete();
    },
    close: () => db.destroy(),
  };
}
