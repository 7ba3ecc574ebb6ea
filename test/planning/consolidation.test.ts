import { expect } from 'chai';
import fc from 'fast-check';
import { clockOf } from '../../src/domain/clock.js';
import { daySchema, type Day, type DayInput } from '../../src/domain/day.js';
import { consolidate, orderTimes } from '../../src/planning/consolidation.js';
import { smallDay } from '../support/small-day.js';

interface Made {
  readonly site?: string;
  readonly ready: string;
  readonly kg?: number;
  readonly cold?: boolean;
}

const dayOf = (orders: readonly Made[]): Day =>
  daySchema.parse(
    smallDay({
      orders: orders.map((order, k) => ({
        id: `A${k}`,
        confirmedAt: '2026-10-16T20:00:00+08:00',
        readyAt: `2026-10-17T${order.ready}:00+08:00`,
        site: order.site ?? 'S1',
        kg: order.kg ?? 5,
        litres: 10,
        zone: 'east',
        cold: order.cold ?? false,
      })) as DayInput['orders'],
    }),
  );

const tasksOf = (day: Day) => {
  const times = orderTimes(day, new Float64Array(day.orders.length));
  return consolidate(
    day,
    day.orders.map((_, index) => index),
    times,
  );
};
const shown = (day: Day): string =>
  tasksOf(day)
    .tasks.map(
      (task) =>
        `${task.place} ${clockOf(task.readyAt, day.timeZone)} ${task.orders.map((order) => day.orders[order]!.id).join('+')}`,
    )
    .join(' | ');

describe('consolidation', () => {
  it('joins orders of a place that become ready together, at the last one', () => {
    expect(shown(dayOf([{ ready: '08:00' }, { ready: '08:30' }, { ready: '11:00' }]))).to.equal(
      'S1 08:30 A0+A1 | S1 11:00 A2',
    );
  });

  it('keeps places and cold goods apart', () => {
    expect(
      shown(dayOf([{ ready: '08:00' }, { ready: '08:00', site: 'S2' }, { ready: '08:00', cold: true }])),
    ).to.contain('S2 08:00 A1');
    expect(
      tasksOf(dayOf([{ ready: '08:00' }, { ready: '08:00', cold: true }])).tasks.map((task) => task.cold),
    ).to.deep.equal([false, true]);
  });

  it('splits a load that one vehicle cannot take', () => {
    const { tasks } = tasksOf(dayOf(Array.from({ length: 10 }, () => ({ ready: '08:00', kg: 400 }))));
    expect(tasks.length).to.be.greaterThan(2);
    expect(Math.max(...tasks.map((task) => task.kg))).to.be.at.most(1600);
  });

  it('keeps an order of many parcels apart from its neighbours', () => {
    const day = dayOf([{ ready: '08:00' }, { ready: '08:00' }, { ready: '08:00' }]);
    const many = {
      ...day,
      orders: day.orders.map((order, k) => (k === 1 ? { ...order, parcels: 2000 } : order)),
    };
    expect(tasksOf(many).tasks.map((task) => task.parcels)).to.include(2000);
    expect(tasksOf(many).tasks.length).to.be.above(1);
  });

  it('names orders that no vehicle can take', () => {
    const { tasks, tooLarge } = tasksOf(dayOf([{ ready: '08:00', kg: 1601 }, { ready: '08:00' }]));
    expect(tooLarge).to.deep.equal([0]);
    expect(tasks.flatMap((task) => task.orders)).to.deep.equal([1]);
  });

  it('puts every order in just one task or names it', () => {
    const made = fc.record({
      site: fc.constantFrom('S1', 'S2', 'O1'),
      ready: fc.constantFrom('07:15', '08:00', '12:45', '16:30'),
      kg: fc.double({ min: 0.1, max: 2500, noNaN: true }),
      cold: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(made, { maxLength: 40 }), (orders) => {
        const { tasks, tooLarge } = tasksOf(dayOf(orders));
        const seen = [...tasks.flatMap((task) => task.orders), ...tooLarge].sort((a, b) => a - b);
        expect(seen).to.deep.equal(orders.map((_, index) => index));
      }),
    );
  });
});
