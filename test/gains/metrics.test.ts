import { expect } from 'chai';
import fc from 'fast-check';
import {
  compareMetrics,
  groupMetrics,
  quantile,
  segments,
  stages,
  type OrderInstants,
} from '../../src/gains/metrics.js';

const order = (outlet: string, plan: number[], baseline: number[]): OrderInstants => {
  const side = ([ship, collect, hub, departed, signed]: number[]) => ({
    shippedAt: ship! * 3600,
    collectedAt: collect! * 3600,
    atHubAt: hub! * 3600,
    departedAt: departed! * 3600,
    signedAt: signed! * 3600,
  });
  return { outlet, zone: 'east', confirmedAt: 0, plan: side(plan), baseline: side(baseline) };
};

describe('gains metrics', () => {
  const orders = [
    order('O1', [1, 4, 5, 6, 30], [20, 26, 30, 40, 64]),
    order('O2', [3, 6, 8, 9, 40], [22, 28, 32, 42, 66]),
  ];

  it('count hours from the confirmation, means and their difference', () => {
    const { ship, collect, sign } = compareMetrics(orders);
    expect([ship.plan, ship.baseline, ship.gain]).to.deep.equal([2, 21, 19]);
    expect([collect.plan, collect.baseline, collect.gain]).to.deep.equal([5, 27, 22]);
    expect([sign.plan, sign.baseline, sign.gain]).to.deep.equal([35, 65, 30]);
  });

  it('have segments that add up to the whole', () => {
    const { ship, sign } = compareMetrics(orders);
    const { shipToCollect, collectToSign } = segments(orders);
    expect(ship.plan! + shipToCollect.plan! + collectToSign.plan!).to.be.closeTo(sign.plan!, 0.02);
  });

  it('have stages that add up to the whole on both sides', () => {
    const { sign } = compareMetrics(orders);
    expect(stages(orders).reduce((sum, stage) => sum + stage.plan, 0)).to.be.closeTo(sign.plan!, 0.03);
    expect(stages(orders).reduce((sum, stage) => sum + stage.baseline, 0)).to.be.closeTo(
      sign.baseline!,
      0.03,
    );
  });

  it('group by outlet in the order of their ids', () => {
    expect(
      groupMetrics(orders, 'outlet', (one) => one.outlet).map((one) => [
        one.outlet,
        one.orders,
        one.ship.plan,
      ]),
    ).to.deep.equal([
      ['O1', 1, 1],
      ['O2', 1, 3],
    ]);
  });

  it('are null where nothing was compared', () => {
    expect(compareMetrics([]).sign).to.deep.include({ plan: null, baseline: null, gain: null });
  });

  it('have quantiles between the least and the most, rising with the share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const value = quantile(values, share);
          expect(value).to.be.within(Math.min(...values), Math.max(...values));
          expect(quantile(values, 1)).to.equal(Math.max(...values));
          expect(value).to.be.at.least(quantile(values, share / 2) - 1e-6);
        },
      ),
    );
  });
});
