import { expect } from 'chai';
import { baselineSchema } from '../../src/domain/day.js';
import { instantSeconds, isoAt } from '../../src/domain/clock.js';
import { nextClock, simulateBaseline, type BaselineOrder } from '../../src/gains/baseline.js';

const ZONE = 'Asia/Shanghai';
const at = (text: string): number => instantSeconds(`${text}:00+08:00`);
const show = (seconds: number): string => isoAt(seconds, ZONE).slice(0, 16);
const order = (confirmed: string, ready = confirmed): BaselineOrder => ({
  outlet: 'O1',
  confirmedAt: at(confirmed),
  readyAt: at(ready),
  downstreamSeconds: 10 * 3600,
});

describe('the baseline process', () => {
  const loops = new Map([['O1', { reached: 3600, back: 2 * 3600 }]]);
  const parameters = baselineSchema.parse({});
  const run = (...orders: BaselineOrder[]) => simulateBaseline(orders, loops, parameters, ZONE);

  it('posts at midday of the next day, collects on the evening loop, leaves at six', () => {
    const [times] = run(order('2026-10-16T09:00'));
    expect(show(times!.shippedAt)).to.equal('2026-10-17T14:00');
    expect(show(times!.collectedAt)).to.equal('2026-10-17T20:00');
    expect(show(times!.atHubAt)).to.equal('2026-10-17T23:30');
    expect(show(times!.departedAt)).to.equal('2026-10-18T06:00');
    expect(show(times!.signedAt)).to.equal('2026-10-18T16:00');
  });

  it('leaves an order confirmed just after midnight to the next batch', () => {
    const [times] = run(order('2026-10-17T00:30'));
    expect(show(times!.shippedAt)).to.equal('2026-10-18T14:00');
  });

  it('posts a batch made after the posting hours have begun in those of the day after', () => {
    const late = baselineSchema.parse({ batchAt: '22:00' });
    const [times] = simulateBaseline([order('2026-10-16T20:00')], loops, late, ZONE);
    expect(show(times!.shippedAt)).to.equal('2026-10-17T14:00');
  });

  it('spreads a batch evenly over the posting window', () => {
    const times = run(order('2026-10-16T09:00'), order('2026-10-16T10:00'));
    expect(times.map((one) => show(one!.shippedAt))).to.deep.equal(['2026-10-17T12:00', '2026-10-17T16:00']);
  });

  it('waits for the next loop where the parcel is packed after this one has called', () => {
    const [times] = run(order('2026-10-16T09:00', '2026-10-17T20:00'));
    expect(show(times!.collectedAt)).to.equal('2026-10-18T20:00');
  });

  it('gives no times for an outlet on no loop', () => {
    expect(
      simulateBaseline([{ ...order('2026-10-16T09:00'), outlet: 'O9' }], loops, parameters, ZONE),
    ).to.deep.equal([null]);
  });

  it('finds the next moment of a clock time, the same moment included', () => {
    expect(show(nextClock(at('2026-10-17T06:00'), '06:00', ZONE))).to.equal('2026-10-17T06:00');
    expect(show(nextClock(at('2026-10-17T06:00') + 1, '06:00', ZONE))).to.equal('2026-10-18T06:00');
  });
});
