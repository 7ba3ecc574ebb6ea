import { expect } from 'chai';
import { isoAt } from '../../src/domain/clock.js';
import { daySchema, type Day } from '../../src/domain/day.js';
import { labelTimes } from '../../src/planning/labelling.js';
import { smallDay } from '../support/small-day.js';

const dayWith = (orders: { confirmedAt: string; shipBy?: string }[], labelsPerHour = 240): Day => {
  const base = smallDay();
  return daySchema.parse({
    ...base,
    outlets: [{ ...base.outlets![0], labelsPerHour }],
    sites: [],
    orders: orders.map((order, k) => ({
      id: `A${k}`,
      confirmedAt: order.confirmedAt,
      site: 'O1',
      kg: 1,
      litres: 1,
      zone: 'east',
      ...(order.shipBy === undefined ? {} : { promise: { shipBy: order.shipBy } }),
    })),
  });
};
const labelled = (day: Day): string[] =>
  [
    ...labelTimes(
      day,
      day.orders.map(() => 'O1'),
    ),
  ].map((at) => isoAt(at, day.timeZone).slice(5, 16));

describe('label waves', () => {
  it('post an order at the first wave after its confirmation', () => {
    const day = dayWith([
      { confirmedAt: '2026-10-16T10:00:00+08:00' },
      { confirmedAt: '2026-10-16T10:30:00+08:00' },
    ]);
    expect(labelled(day)).to.deep.equal(['10-16T10:30', '10-16T10:30']);
  });

  it('leave an evening order to the next opening', () => {
    expect(labelled(dayWith([{ confirmedAt: '2026-10-16T21:00:00+08:00' }]))).to.deep.equal(['10-17T08:30']);
  });

  it('print no more than the outlet can, the earliest promise first', () => {
    const day = dayWith(
      [
        { confirmedAt: '2026-10-16T09:00:00+08:00' },
        { confirmedAt: '2026-10-16T09:01:00+08:00' },
        { confirmedAt: '2026-10-16T09:02:00+08:00', shipBy: '2026-10-16T12:00:00+08:00' },
      ],
      2,
    );
    expect(labelled(day)).to.deep.equal(['10-16T10:00', '10-16T10:30', '10-16T09:30']);
  });

  it('print less than a label a wave where the outlet is that slow', () => {
    const confirmedAt = '2026-10-16T08:00:00+08:00';
    expect(labelled(dayWith([{ confirmedAt }, { confirmedAt }, { confirmedAt }], 0.4))).to.deep.equal([
      '10-16T08:30',
      '10-16T11:30',
      '10-16T14:30',
    ]);
  });

  it('reach an order of today behind one left from months ago', () => {
    const day = dayWith([
      { confirmedAt: '2026-07-01T09:00:00+08:00' },
      { confirmedAt: '2026-10-16T10:00:00+08:00' },
    ]);
    expect(labelled(day)).to.deep.equal(['07-01T09:30', '10-16T10:30']);
  });
});
