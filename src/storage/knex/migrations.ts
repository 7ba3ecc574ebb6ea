import type { Knex } from 'knex';

interface Step {
  readonly name: string;
  up(db: Knex): Promise<void>;
}

/** In order; a released step is never changed, only followed. Portable types alone. */
const STEPS: readonly Step[] = [
  {
    name: '0001-plans-jobs-keys-networks',
    async up(db) {
      await db.schema.createTable('plans', (table) => {
        table.increments('sequence');
        table.string('id', 64).notNullable().unique();
        table.string('status', 16).notNullable().index();
        table.string('day', 200).notNullable();
        table.string('date', 10).notNullable();
        table.string('network', 200).notNullable();
        table.integer('orders').notNullable();
        table.integer('set_aside').notNullable();
        table.string('created_at', 30).notNullable();
        table.string('started_at', 30);
        table.string('finished_at', 30);
        table.text('options').notNullable();
        table.integer('attempts').notNullable().defaultTo(0);
        table.text('error');
        table.text('progress');
        table.text('digest');
        table.string('released_at', 30);
        table.string('released_by', 200);
      });
      await db.schema.createTable('day_documents', (table) => {
        table.string('plan_id', 64).primary().references('id').inTable('plans').onDelete('CASCADE');
        table.binary('gzip_json').notNullable();
      });
      await db.schema.createTable('results', (table) => {
        table.string('plan_id', 64).primary().references('id').inTable('plans').onDelete('CASCADE');
        table.binary('gzip_json').notNullable();
      });
      await db.schema.createTable('jobs', (table) => {
        table.string('plan_id', 64).primary().references('id').inTable('plans').onDelete('CASCADE');
        table.integer('place').notNullable().index();
        table.string('state', 16).notNullable();
        table.string('owner', 200);
        table.string('lease_until', 30);
      });
      await db.schema.createTable('idempotency_keys', (table) => {
        table.string('key', 300).primary();
        table.string('request_hash', 64).notNullable();
        table.string('plan_id', 64).notNullable();
        table.string('expires_at', 30).notNullable().index();
      });
      await db.schema.createTable('api_keys', (table) => {
        table.string('id', 64).primary();
        table.string('hash', 64).notNullable().unique();
        table.string('role', 16).notNullable();
        table.string('outlet', 100);
        table.string('label', 200);
        table.string('created_at', 30).notNullable();
        table.string('revoked_at', 30);
      });
      await db.schema.createTable('networks', (table) => {
        table.string('name', 100).primary();
        table.string('date', 10).notNullable();
        table.integer('outlets').notNullable();
        table.integer('sites').notNullable();
        table.integer('vehicles').notNullable();
        table.string('saved_at', 30).notNullable();
        table.binary('gzip_json').notNullable();
      });
    },
  },
];

const LEDGER = 'schema_steps';

/**
 * Brings the schema up to date; safe at every start, in several processes at once, and after a kill
 * at any moment: a step and its entry in the ledger are one transaction, so there is no lock that a
 * killed process could leave behind (as knex's own migrator does).
 */
export async function migrate(db: Knex): Promise<void> {
  await db.raw(`create table if not exists ${LEDGER} (name varchar(100) primary key)`);
  for (const step of STEPS) {
    await db.transaction(async (trx) => {
      const entered: unknown[] = await trx(LEDGER)
        .insert({ name: step.name })
        .onConflict('name')
        .ignore()
        .returning('name');
      if (entered.length > 0) await step.up(trx);
    });
  }
}
