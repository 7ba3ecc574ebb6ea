import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ensureGraph } from '../../src/roads/index.js';
import { andorraDay, placesOfExtract } from '../support/andorra-day.js';
import { leftBehind, planOf } from '../support/plan-of.js';

const data = process.env['PACKHORSE_TEST_DATA'];
const extract = join(data ?? '', 'osm', 'andorra-2025.osm.pbf');

describe('a day on the real roads of Andorra', function () {
  this.timeout(300_000);
  let folder = '';

  before(async function () {
    if (!data || !existsSync(extract)) {
      process.stderr.write(
        `    left out: PACKHORSE_TEST_DATA names no folder with osm/andorra-2025.osm.pbf\n`,
      );
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'packhorse-andorra-'));
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('is planned, and the checker accepts it', async () => {
    const dem = join(folder, 'dem');
    mkdirSync(dem);
    symlinkSync(join(data!, 'osm', 'N42E001.hgt.zip'), join(dem, 'N42E001.hgt.zip'));
    const roads = await ensureGraph({ extract, dem, out: join(folder, 'graph') });
    try {
      const raw = andorraDay(await placesOfExtract(extract));
      expect(raw.sites!.length).to.be.above(20);
      const plan = await planOf(raw, { roads, iterations: 3000 });
      expect(plan.synthetic).to.equal(false);
      expect(plan.attribution.join(' ')).to.contain('OpenStreetMap');
      expect(plan.summary.planned, JSON.stringify(leftBehind(plan))).to.be.above(0.8 * raw.orders.length);
      expect(plan.runs.some((run) => run.ascentMetres > 300)).to.equal(true);
    } finally {
      await roads.close();
    }
  });
});
