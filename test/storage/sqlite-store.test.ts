import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/storage/knex/open-store.js';
import { storeContract } from './store.contract.js';

describe('SQLite store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packhorse-store-'));
  let file = '';
  let opened = 0;
  after(() => rmSync(folder, { recursive: true, force: true }));

  storeContract(
    () => {
      file = join(folder, 'sub', `${(opened += 1)}.sqlite`);
      return openSqliteStore(file);
    },
    () => openSqliteStore(file),
  );
});
