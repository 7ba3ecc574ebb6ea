import { expect } from 'chai';
import type { DayInput } from '../../src/domain/day.js';
import { leftBehind, planOf } from '../support/plan-of.js';
import { planeRoads } from '../support/plane-roads.js';
import { smallDay } from '../support/small-day.js';

type Writable = Record<string, unknown>;

/** The small day with its first orders changed one by one. */
function withOrders(...changes: Writable[]): DayInput {
  const day = smallDay();
  const orders = (day.orders as unknown as Writable[]).map((order, k) => ({ ...order, ...changes[k] }));
  return { ...day, orders } as unknown as DayInput;
}

const dropping = (order: Writable, key: string): Writable => {
  const copy = { ...order };
  delete copy[key];
  return copy;
};

describe('planning a day', () => {
  it('collects every order of an easy day', async () => {
    const plan = await planOf(smallDay());
    expect(plan.unassigned).to.deep.equal([]);
    expect(plan.summary.planned).to.equal(42);
    expect(plan.gains.orders).to.equal(42);
    expect(plan.lowerBound).to.equal(null);
    expect(plan.gap).to.equal(null);
  });

  it('answers the same plan for the same seed and iterations', async () => {
    const [one, other] = [await planOf(smallDay()), await planOf(smallDay())];
    expect({ ...one, timings: {} }).to.deep.equal({ ...other, timings: {} });
  });

  it('brings parcels in for an earlier departure where an hour is worth it', async () => {
    const objective = { yuanPerOrderHour: 5 };
    const dear = await planOf(smallDay({ objective }));
    const cheap = await planOf(smallDay({ objective: { yuanPerOrderHour: 0 } }));
    expect(dear.gains.sign.plan).to.be.below(cheap.gains.sign.plan!);
  });

  it('feeds what outlets collect to the hub', async () => {
    const day = smallDay();
    const vehicles = day.vehicles.map((vehicle) =>
      vehicle.id === 'trike1' ? vehicle : { ...vehicle, cost: { perKm: 9, perHour: 60 } },
    );
    const sites = day.sites!.map((site) =>
      site.id === 'S1' || site.id === 'S2' ? site : { ...site, lat: day.hub.lat, lon: day.hub.lon },
    );
    const plan = await planOf(smallDay({ vehicles, sites, roads: { maxSnapMetres: 2000 } }), {
      iterations: 4000,
    });
    const feeder = plan.runs.find((run) => run.kind === 'feeder');
    expect(feeder, 'a feeder').to.not.equal(undefined);
    expect(feeder!.stops.flatMap((stop) => stop.transfers).length).to.be.above(0);
  });

  it('gives the rest of a day its plan where a site lies in the sea', async () => {
    const sea = { lat: 34.5, lon: 109.9 };
    const day = smallDay();
    const sites = day.sites!.map((site) => (site.id === 'S3' ? { ...site, ...sea } : site));
    const plan = await planOf({ ...day, sites }, { roads: planeRoads({ roadless: [sea] }) });
    expect(leftBehind(plan)).to.deep.equal({ unroutable: 6 });
    expect(plan.unassigned[0]!.reason).to.contain('S3').and.to.contain('5000 m');
    expect(plan.summary.planned).to.equal(36);
  });

  it('says what to change for an order that no vehicle can take', async () => {
    const plan = await planOf(withOrders({ kg: 1700, litres: 2500 }, { cold: true }));
    expect(leftBehind(plan)).to.deep.equal({ 'too-large': 1, 'no-vehicle': 1 });
    for (const one of plan.unassigned) expect(one.remedy).to.match(/split|cold/);
  });

  it('names the vehicle whose profile the roads do not know, and those they do', async () => {
    const day = smallDay();
    const vehicles = day.vehicles.map((vehicle, k) => (k === 1 ? { ...vehicle, profile: 'lorry' } : vehicle));
    const error = await planOf({ ...day, vehicles }).catch((thrown: Error) => thrown);
    expect(error).to.include({ code: 'profile-unknown' });
    expect((error as Error).message)
      .to.contain('vehicles[1].profile "lorry"')
      .and.to.contain('trike');
  });

  it('fills a vehicle to the gram', async () => {
    const day = withOrders({ kg: 64.1 });
    const [, van] = day.vehicles;
    const vehicles = [{ ...van!, capacity: { kg: 64.1, litres: 3000 }, cost: { perKm: 0, perDay: 0 } }];
    const plan = await planOf({ ...day, vehicles, orders: day.orders.slice(0, 1) });
    expect(leftBehind(plan)).to.deep.equal({});
  });

  it('keeps its only vehicle on the way to the hub where it may unload at its outlet too', async () => {
    const day = smallDay();
    const vehicles = [{ ...day.vehicles[1]!, base: 'O1', unloadsAt: 'either' as const }];
    expect(leftBehind(await planOf({ ...day, vehicles }))).to.deep.equal({});
  });

  it('leaves out an order that is ready after everything has closed', async () => {
    const plan = await planOf(withOrders({ readyAt: '2026-10-20T22:00:00+08:00' }));
    expect(leftBehind(plan)).to.deep.equal({ 'window-unreachable': 1 });
  });

  it('leaves out what would spoil on the way', async () => {
    const plan = await planOf(withOrders({ shelfLifeHours: 0.2 }));
    expect(leftBehind(plan)).to.deep.equal({ 'spoils-before-hub': 1 });
  });

  it('sets a faulty order aside and plans the rest', async () => {
    const plan = await planOf(withOrders({ kg: -1 }, { readyAt: '2026-10-17T08:00:00' }, { site: 'S9' }));
    expect(leftBehind(plan)).to.deep.equal({ 'faulty-order': 3 });
    expect(plan.summary).to.include({ orders: 42, planned: 39, unassigned: 3 });
  });

  it('fills product orders from sites with ripe supply', async () => {
    const day = smallDay();
    const sites = day.sites!.map((site) =>
      site.id === 'S2' ? { ...site, supply: [{ product: 'plum', kg: 12 }] } : site,
    );
    const orders = (day.orders as unknown as Writable[]).map((order, k) =>
      k < 4 ? { ...dropping(order, 'site'), product: 'plum', kg: 5 } : order,
    );
    const raw = {
      ...day,
      sites,
      products: [{ id: 'plum', name: { en: 'Plum' } }],
      orders,
    } as unknown as DayInput;
    const plan = await planOf(raw);
    expect(leftBehind(plan)).to.deep.equal({ 'no-supply': 2 });
    expect(
      plan.chain.filter((one) => one.site === 'S2' && ['A001', 'A002', 'A003', 'A004'].includes(one.order))
        .length,
    ).to.equal(2);
  });

  it('rolls parcels to the next departure where places run out', async () => {
    const day = smallDay();
    const hub = {
      ...day.hub,
      departures: [
        { id: 'evening', leavesAt: '20:00', capacityParcels: 20 },
        { id: 'dawn', leavesAt: '06:00' },
      ],
    };
    const plan = await planOf({ ...day, hub });
    const evening = plan.chain.filter(
      (one) => one.departure === 'evening' && one.departedAt.startsWith('2026-10-17'),
    ).length;
    expect(evening).to.be.within(1, 20);
    expect(plan.summary.planned).to.equal(42);
  });

  it('fills the few places there are and leaves the rest', async () => {
    const day = smallDay();
    const departures = [
      { id: 'evening', leavesAt: '20:00', capacityParcels: 10 },
      { id: 'dawn', leavesAt: '06:00', capacityParcels: 2 },
    ];
    const plan = await planOf({ ...day, hub: { ...day.hub, departures } });
    // Today's evening and the two mornings and evenings after it hold 34 of the 42 parcels.
    expect(plan.summary.planned).to.be.within(20, 34);
    expect(plan.summary.planned + plan.unassigned.length).to.equal(42);
  });

  it('plans a day without orders', async () => {
    const plan = await planOf(smallDay({ orders: [] }));
    expect(plan.runs).to.deep.equal([]);
    expect(plan.cost).to.equal(0);
    expect(plan.gains.sign.gain).to.equal(null);
  });

  it('tells its stages in order and ends with done', async () => {
    const stages: string[] = [];
    await planOf(smallDay(), {
      onProgress: ({ stage }) => void (stages.at(-1) === stage || stages.push(stage)),
    });
    expect(stages).to.deep.equal(['travel', 'sourcing', 'consolidation', 'solve', 'chain', 'gains', 'done']);
  });
});
