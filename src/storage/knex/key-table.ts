import type { Knex } from 'knex';
import type { KeyStore } from '../store.js';
import { toApiKey, toCount, type Row } from './rows.js';

/** API keys by the hash of their secret. */
export function keyTable(db: Knex): KeyStore {
  return {
    async add(key, hash) {
      await db('api_keys').insert({
        id: key.id,
        hash,
        role: key.role,
        outlet: key.outlet,
        label: key.label,
        created_at: key.createdAt,
        revoked_at: key.revokedAt,
      });
    },
    async findByHash(hash) {
      const row = (await db('api_keys').where({ hash, revoked_at: null }).first()) as Row | undefined;
      return row === undefined ? null : toApiKey(row);
    },
    async list() {
      return ((await db('api_keys').orderBy(['created_at', 'id'])) as Row[]).map(toApiKey);
    },
    async revoke(id, at) {
      return (await db('api_keys').where({ id, revoked_at: null }).update({ revoked_at: at })) > 0;
    },
    async count() {
      const rows = (await db('api_keys').where({ revoked_at: null }).count({ keys: '*' })) as Row[];
      return toCount(rows[0]?.['keys']);
    },
  };
}
