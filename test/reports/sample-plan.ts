/**
 * A made-up day and a plan for it, of any size and consistent in itself: what a run collects, the
 * chain tells, and the schedule adds up to. It is no solution of anything; tests of prints and
 * pages only need a document of the right shape whose numbers they can work out.
 */
import { daySchema, type Day, type DayInput } from '../../src/domain/day.js';
import { planSchema, type Plan } from '../../src/domain/plan.js';

export interface SampleSize {
  readonly outlets: number;
  readonly sitesPerOutlet: number;
  readonly ordersPerSite: number;
}

const DATE = '2026-10-17';
const at = (minutes: number): string => {
  const stamp = new Date(Date.UTC(2026, 9, 17, 0, minutes));
  return `${stamp.toISOString().slice(0, 19)}+08:00`;
};
const outletId = (o: number): string => `o${o + 1}`;
const siteId = (o: number, s: number): string => `s${o + 1}-${s + 1}`;
const orderId = (o: number, s: number, n: number): string => `A${o + 1}-${s + 1}-${n + 1}`;

function place(o: number, s: number): { lat: number; lon: number } {
  const turn = o * 2.39996;
  const reach = 0.03 + 0.02 * Math.sqrt(o);
  const lat = 34.52 + reach * Math.cos(turn) + (s < 0 ? 0 : 0.011 * Math.cos(s * 1.9 + o));
  const lon = 109.51 + reach * 1.2 * Math.sin(turn) + (s < 0 ? 0 : 0.013 * Math.sin(s * 1.9 + o));
  return { lat: Math.round(lat * 1e5) / 1e5, lon: Math.round(lon * 1e5) / 1e5 };
}

/** A day of the size asked for, through the day's own schema. */
export function sampleDay(size: SampleSize): Day {
  const outlets = [...Array(size.outlets).keys()];
  const sites = [...Array(size.sitesPerOutlet).keys()];
  const document: DayInput = {
    format: 'packhorse-day/1',
    name: 'sample',
    title: { zh: '渭南样例日', en: 'Weinan sample day' },
    date: DATE,
    synthetic: true,
    attribution: ['Roads © OpenStreetMap contributors'],
    zones: [{ id: 'east', name: { zh: '华东', en: 'East' } }],
    products: [
      {
        id: 'fuji',
        name: { zh: '红富士苹果 10斤装', en: 'Fuji apples, 10 jin' },
        shelfLifeHours: 600,
      },
      { id: 'cherry', name: { zh: '樱桃 5斤装', en: 'Cherries, 5 jin' }, shelfLifeHours: 60 },
    ],
    hub: {
      id: 'hub',
      name: { zh: '渭南市邮件处理中心', en: 'Weinan centre' },
      lat: 34.52,
      lon: 109.51,
      departures: [
        { id: 'noon', leavesAt: '13:00' },
        { id: 'night', leavesAt: '21:00', capacityParcels: 4000 },
      ],
    },
    outlets: outlets.map((o) => ({
      id: outletId(o),
      name: { zh: `白水镇第${o + 1}支局`, en: `Baishui outlet ${o + 1}` },
      ...place(o, -1),
      phone: '0913-6155000',
      countyCode: '610527',
    })),
    sites: outlets.flatMap((o) => sites.map((s) => sampleSite(o, s))),
    vehicles: outlets.map((o) => sampleVehicle(o)),
    orders: outlets.flatMap((o) =>
      sites.flatMap((s) =>
        [...Array(size.ordersPerSite).keys()].map((n) => ({
          id: orderId(o, s, n),
          confirmedAt: at(5 * n),
          readyAt: at(360 + n),
          site: siteId(o, s),
          product: s === 1 ? 'cherry' : 'fuji',
          kg: s === 1 ? 2.9 : 5.6,
          litres: s === 1 ? 12 : 21,
          zone: 'east',
          waybill: `98${String(o * 100000 + s * 1000 + n).padStart(11, '0')}`,
        })),
      ),
    ),
  } as DayInput;
  return daySchema.parse(document);
}

function sampleSite(o: number, s: number) {
  const uphill = s === 2;
  return {
    id: siteId(o, s),
    name: { zh: `林皋村${s + 1}组`, en: `Lingao village, group ${s + 1}` },
    kind: 'household' as const,
    outlet: outletId(o),
    ...place(o, s),
    contact: '王建国 13891234567',
    ...(uphill ? { walk: { metres: 420, ascentMetres: 60 }, note: '雨天路滑，走东侧水泥路' } : {}),
  };
}

function sampleVehicle(o: number) {
  const small = o % 2 === 1;
  return {
    id: `v${o + 1}`,
    plate: `陕E·${String(20000 + o)}`,
    type: small ? 'minivan' : '4.2 m truck',
    profile: small ? 'van' : 'truck',
    base: outletId(o),
    unloadsAt: 'either' as const,
    capacity: small ? { kg: 600, litres: 3000 } : { kg: 1600, litres: 14000 },
    cost: { perKm: small ? 0.9 : 2 },
    driver: '李卫东',
    phone: '13512345678',
  };
}

const metric = (plan: number, baseline: number) => ({
  plan,
  baseline,
  gain: baseline - plan,
  median: { plan: plan - 0.4, baseline: baseline - 0.2, gain: baseline - plan + 0.2 },
  p90: { plan: plan + 3.1, baseline: baseline + 4.5, gain: baseline - plan + 1.4 },
});

interface Laid {
  readonly run: Plan['runs'][number];
  readonly chain: Plan['chain'][number][];
}

/** One run an outlet: through all its sites, straight to the hub. Even outlets catch noon, odd ones the night. */
function layRun(size: SampleSize, o: number): Laid {
  const start = o % 2 === 0 ? 480 : 900;
  const trunk = o % 2 === 0 ? { id: 'noon', leaves: 780 } : { id: 'night', leaves: 1260 };
  const stops: Plan['runs'][number]['stops'] = [];
  const chain: Plan['chain'][number][] = [];
  let clock = start;
  for (let s = 0; s < size.sitesPerOutlet; s++) {
    const small = s === 1;
    const orders = [...Array(size.ordersPerSite).keys()].map((n) => orderId(o, s, n));
    clock += 12;
    const walk = s === 2 ? { metres: 420, minutes: 9 } : { metres: 0, minutes: 0 };
    stops.push({
      site: siteId(o, s),
      arriveAt: at(clock),
      startAt: at(clock),
      leaveAt: at(clock + 6),
      orders,
      transfers: [],
      parcels: orders.length,
      kg: orders.length * (small ? 2.9 : 5.6),
      litres: orders.length * (small ? 12 : 21),
      leg: { metres: 3400 + 100 * s, seconds: 720, ascentMetres: 45 },
      walk,
      latestArriveAt: at(clock + 25),
    });
    clock += 6;
    for (const [n, order] of orders.entries()) chain.push(layOrder(o, s, n, order, clock, trunk));
  }
  const parcels = stops.reduce((sum, stop) => sum + stop.parcels, 0);
  return {
    chain,
    run: {
      id: `r${o + 1}`,
      vehicle: `v${o + 1}`,
      kind: 'direct',
      start: outletId(o),
      departAt: at(start),
      returnAt: at(clock + 20),
      unloadedAt: at(clock + 31),
      end: 'hub',
      stops,
      rests: size.sitesPerOutlet > 2 ? [{ afterStop: 1, minutes: 20 }] : [],
      metres: stops.reduce((sum, stop) => sum + stop.leg.metres, 9000),
      ascentMetres: 45 * stops.length,
      drivingSeconds: 720 * stops.length + 1200,
      parcels,
      kg: stops.reduce((sum, stop) => sum + stop.kg, 0),
      litres: stops.reduce((sum, stop) => sum + stop.litres, 0),
      departures: [
        { departure: trunk.id, leavesAt: at(trunk.leaves), cutOffAt: at(trunk.leaves - 30), parcels },
      ],
      lastLeg: { metres: 9000, seconds: 1200, ascentMetres: 30 },
    },
  };
}

function layOrder(
  o: number,
  s: number,
  n: number,
  order: string,
  collected: number,
  trunk: { id: string; leaves: number },
): Plan['chain'][number] {
  return {
    order,
    outlet: outletId(o),
    site: siteId(o, s),
    zone: 'east',
    run: `r${o + 1}`,
    feeder: null,
    departure: trunk.id,
    confirmedAt: at(5 * n),
    readyAt: at(360 + n),
    shippedAt: at(510 + 60 * (n % 2)),
    collectedAt: at(collected),
    atOutletAt: null,
    atHubAt: at(collected + 60),
    departedAt: at(trunk.leaves),
    signedAt: at(trunk.leaves + 2836),
    baseline: {
      shippedAt: at(1440 + 840),
      collectedAt: at(1440 + 1140),
      atHubAt: at(1440 + 1400),
      departedAt: at(2880 + 360),
      signedAt: at(2880 + 360 + 2836),
    },
  };
}

/** A plan of `sampleDay(size)`; the last order of each fifth outlet is unassigned as well as listed. */
export function samplePlan(size: SampleSize, id = 'plan-sample'): Plan {
  const laid = [...Array(size.outlets).keys()].map((o) => layRun(size, o));
  const chain = laid.flatMap((entry) => entry.chain);
  const runs = laid.map((entry) => entry.run);
  const triple = { ship: metric(5.9, 22.6), collect: metric(8.1, 24.9), sign: metric(62.4, 88.3) };
  return planSchema.parse({
    id,
    day: 'sample',
    date: DATE,
    title: { zh: '渭南样例日', en: 'Weinan sample day' },
    timeZone: 'Asia/Shanghai',
    synthetic: true,
    attribution: ['Roads © OpenStreetMap contributors'],
    planAt: at(0),
    createdAt: at(1),
    seed: 7,
    runs,
    unassigned: [
      {
        order: 'X-1',
        code: 'unroutable',
        reason: 'the nearest road is 3,120 m away',
        remedy: 'give the site a stopAt on a road, or a walk',
        site: siteId(0, 0),
      },
    ],
    cost: 9120.5,
    costParts: { total: 9120.5, vehicles: 2400, distance: 1810.5, time: 640, hours: 4230, unserved: 40 },
    lowerBound: 8890.25,
    gap: (9120.5 - 8890.25) / 9120.5,
    gains: {
      ...triple,
      segments: { shipToCollect: metric(2.2, 2.3), collectToSign: metric(54.3, 63.4) },
      byOutlet: runs.map((run, o) => ({
        outlet: outletId(o),
        orders: run.parcels,
        ship: metric(5 + (o % 7) * 0.4, 22.6),
        collect: metric(7 + (o % 5) * 0.6, 24.9),
        sign: metric(60 + (o % 9) * 1.1, 88.3),
      })),
      byZone: [{ zone: 'east', orders: chain.length, ...triple }],
      stages: [
        { stage: 'waiting for label', plan: 5.9, baseline: 22.6 },
        { stage: 'waiting for pickup', plan: 2.2, baseline: 2.3 },
        { stage: 'to hub', plan: 1, baseline: 4.3 },
        { stage: 'waiting for departure', plan: 6, baseline: 11.8 },
        { stage: 'trunk and delivery', plan: 47.27, baseline: 47.27 },
      ],
      orders: chain.length,
      yuan: 0.2 * 25.9 * chain.length,
      baselineVersion: 'peers-1',
      confirmedAfterPlan: 0,
      notes: [],
    },
    chain,
    summary: {
      orders: chain.length + 1,
      planned: chain.length,
      unassigned: 1,
      parcels: chain.length,
      kg: runs.reduce((sum, run) => sum + run.kg, 0),
      vehiclesUsed: runs.length,
      runs: runs.length,
      km: runs.reduce((sum, run) => sum + run.metres, 0) / 1000,
      drivingHours: runs.reduce((sum, run) => sum + run.drivingSeconds, 0) / 3600,
    },
    timings: { roads: 1.2, consolidation: 0.05, travel: 2.1, solve: 30, chain: 0.2, gains: 0.1 },
    solver: { iterations: 182344, poolRuns: 5210, selection: 'integer over the pool' },
  });
}
