import type { Knex } from 'knex';
import type { Network } from '../../domain/day.js';
import type { NetworkStore } from '../store.js';
import { packJson, toNetworkRecord, unpackText, type Row } from './rows.js';

const COLUMNS = ['name', 'date', 'outlets', 'sites', 'vehicles', 'saved_at'];

/** Network documents: days without orders. */
export function networkTable(db: Knex): NetworkStore {
  return {
    async save(network, at) {
      const row = {
        name: network.name,
        date: network.date,
        outlets: network.outlets.length,
        sites: network.sites.length,
        vehicles: network.vehicles.length,
        saved_at: at,
        gzip_json: await packJson(network),
      };
      const created = await db.transaction(async (trx) => {
        if ((await trx('networks').where({ name: network.name }).update(row)) > 0) return false;
        await trx('networks').insert(row).onConflict('name').merge();
        return true;
      });
      return { created, record: toNetworkRecord(row) };
    },
    async find(name) {
      const row = (await db('networks').select('gzip_json').where({ name }).first()) as Row | undefined;
      return row === undefined ? null : (JSON.parse(await unpackText(row['gzip_json'])) as Network);
    },
    async list() {
      return ((await db('networks').select(COLUMNS).orderBy('name')) as Row[]).map(toNetworkRecord);
    },
  };
}
