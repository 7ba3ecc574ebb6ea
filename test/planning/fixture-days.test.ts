import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { ensureFixture, FIXTURE_NAMES } from '../../fixtures/make/index.js';
import type { DayInput } from '../../src/domain/day.js';
import { openNetwork } from '../../src/planning/open-network.js';
import { projectRoot } from '../../src/project-root.js';
import { planOf } from '../support/plan-of.js';

const ORDERS: Readonly<Record<string, number>> = { weinan: 13_000, baoshan: 792, tianshui: 264 };

describe('the fixture days', function () {
  this.timeout(600_000);

  for (const name of FIXTURE_NAMES)
    it(`plans ${name}: every order in a run or unassigned with a reason, and the checker accepts`, async () => {
      const file = await ensureFixture(name);
      const raw = JSON.parse(readFileSync(file, 'utf8')) as DayInput;
      const beside = (path: string): string => join(dirname(file), path);
      const roads = await openNetwork(
        { extract: beside(raw.roads!.extract!), elevation: beside(raw.roads!.elevation!) },
        join(projectRoot(), 'var', 'graphs'),
      );
      try {
        const plan = await planOf(raw, { roads, iterations: name === 'weinan' ? 600 : 2000 });
        expect(plan.summary.orders).to.equal(ORDERS[name]);
        expect(plan.summary.planned + plan.unassigned.length).to.equal(ORDERS[name]);
        expect(plan.summary.planned).to.be.above(ORDERS[name]! / 3);
        expect(plan.synthetic).to.equal(true);
        expect(plan.gains.ship.gain).to.be.above(0);
      } finally {
        await roads.close();
      }
    });
});
