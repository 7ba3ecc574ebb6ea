import { mkdirSync } from 'node:fs';
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

/**
 * Opens the SQLite file, making it and its folder where absent, and brings its schema up to date.
 * Several processes may open one file; writers wait up to ten seconds for each other.
 */
export async function openSqliteStore(file: string): Promise<Store> {
  mkdirSync(dirname(file), { recursive: true });
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
