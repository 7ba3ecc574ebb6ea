/** A small day and a plan of it, both written by hand: every place is 600 s and 5 km from every other. */
import type { MatrixFor } from './check-day-plan.js';

/** Loose, so that a test can break anything. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests put wrong things anywhere
export type Loose = any;

const at = (clock: string, day = 17): string =>
  `2026-10-${day}T${clock.length === 5 ? `${clock}:00` : clock}+08:00`;

export const evenRoads: MatrixFor = (_profile, points) => {
  const n = points.length;
  const every = (value: number): number[] =>
    Array.from({ length: n * n }, (_, k) => (Math.floor(k / n) === k % n ? 0 : value));
  return { durations: every(600), distances: every(5000), snapped: points };
};

export function handMadeDay(): Loose {
  const name = { en: 'x' };
  return {
    format: 'packhorse-day/1',
    name: 'hand-made',
    date: '2026-10-17',
    zones: [{ id: 'east' }, { id: 'west', downstreamHours: 60 }],
    products: [{ id: 'cherry', name, shelfLifeHours: 60 }],
    hub: {
      id: 'hub',
      name,
      lat: 34.5,
      lon: 109.5,
      departures: [
        { id: 'noon', leavesAt: '12:00', capacityParcels: 10 },
        { id: 'night', leavesAt: '20:00' },
      ],
    },
    outlets: [{ id: 'n', name, lat: 34.6, lon: 109.5, hours: { opens: '07:00', closes: '17:30' } }],
    sites: [
      { id: 'a', name, lat: 34.61, lon: 109.5 },
      { id: 'b', name, lat: 34.52, lon: 109.5, supply: [{ product: 'cherry', kg: 100 }] },
    ],
    vehicles: [
      {
        id: 'trike',
        type: 'e-trike',
        profile: 'trike',
        base: 'n',
        unloadsAt: 'base',
        capacity: { kg: 180, litres: 1200 },
        cost: { perKm: 0.25 },
      },
      {
        id: 'van',
        type: 'minivan',
        profile: 'van',
        base: 'hub',
        capacity: { kg: 600, litres: 3000, parcels: 100 },
        cost: { perKm: 0.9 },
      },
    ],
    orders: [
      {
        id: 'o1',
        site: 'a',
        zone: 'east',
        kg: 5,
        litres: 20,
        confirmedAt: at('06:00'),
        readyAt: at('07:00'),
      },
      {
        id: 'o2',
        site: 'b',
        zone: 'west',
        parcels: 2,
        kg: 10,
        litres: 40,
        confirmedAt: at('07:00'),
        readyAt: at('07:30'),
      },
      { id: 'o3', product: 'cherry', zone: 'east', kg: 3, litres: 12, confirmedAt: at('06:00') },
      { id: 'o4', site: 'a', zone: 'east', kg: 900, litres: 1800, confirmedAt: at('06:00') },
    ],
  };
}

/**
 * trike: n 08:30, a (o1), n | van: hub 08:50, n (takes o1 on), b (o2, o3), hub | o4 is too large.
 * All three leave at noon.
 */
export function handMadePlan(): Loose {
  const leg = { metres: 5000, seconds: 600, ascentMetres: 0 };
  const walk = { metres: 0, minutes: 0 };
  const all = metrics([1.5, 1, 2.2], [2.8, 2.74, 3.21], [57.18, 53.27, 62.65], [99.18, 95.27, 104.65]);
  return {
    ...{ date: '2026-10-17', timeZone: 'Asia/Shanghai', planAt: at('00:00') },
    runs: [
      {
        ...{ id: 'R1', vehicle: 'trike', kind: 'collection', start: 'n', end: 'n' },
        ...{ departAt: at('08:30'), returnAt: at('08:54:20'), unloadedAt: at('08:54:29') },
        ...{ rests: [], metres: 10000, ascentMetres: 0, drivingSeconds: 1200, lastLeg: leg },
        ...{ parcels: 1, kg: 5, litres: 20, departures: [] },
        stops: [
          {
            ...{ site: 'a', arriveAt: at('08:40'), startAt: at('08:44'), leaveAt: at('08:44:20') },
            ...{ orders: ['o1'], transfers: [], parcels: 1, kg: 5, litres: 20 },
            ...{ leg, walk, latestArriveAt: at('08:41') },
          },
        ],
      },
      {
        ...{ id: 'R2', vehicle: 'van', kind: 'feeder', start: 'hub', end: 'hub' },
        ...{ departAt: at('08:50'), returnAt: at('09:29:38'), unloadedAt: at('09:39:41') },
        ...{ rests: [], metres: 15000, ascentMetres: 0, drivingSeconds: 1800, lastLeg: leg },
        ...{ parcels: 4, kg: 18, litres: 72 },
        departures: [{ departure: 'noon', leavesAt: at('12:00'), cutOffAt: at('11:30'), parcels: 4 }],
        stops: [
          {
            ...{ outlet: 'n', arriveAt: at('09:00'), startAt: at('09:04:29'), leaveAt: at('09:04:38') },
            ...{ orders: [], transfers: ['o1'], parcels: 1, kg: 5, litres: 20 },
            ...{ leg, walk, latestArriveAt: null },
          },
          {
            ...{ site: 'b', arriveAt: at('09:14:38'), startAt: at('09:18:38'), leaveAt: at('09:19:38') },
            ...{ orders: ['o2', 'o3'], transfers: [], parcels: 3, kg: 13, litres: 52 },
            ...{ leg, walk, latestArriveAt: null },
          },
        ],
      },
    ],
    unassigned: [{ order: 'o4', code: 'too-large', reason: 'weighs 900 kg', remedy: 'Split the order.' }],
    chain: [
      link('o1', 'a', 'east', 'R1', '06:00', '07:00', '08:30', '08:44:20', at('11:16:12', 19)),
      link('o2', 'b', 'west', 'R2', '07:00', '07:30', '08:00', '09:19:38', at('00:00', 20)),
      link('o3', 'b', 'east', 'R2', '06:00', '06:00', '07:00', '09:19:38', at('11:16:12', 19)),
    ],
    cost: 269.36,
    costParts: { total: 269.36, vehicles: 240, distance: 16, time: 12.36, hours: 1, unserved: 0 },
    lowerBound: 200,
    gap: 0.2575,
    gains: {
      ...all,
      segments: {
        shipToCollect: metric([1.3, 1.33, 2.13], even(10)),
        collectToSign: metric([54.38, 50.53, 60.24], [69.18, 65.27, 74.65]),
      },
      byOutlet: [{ outlet: 'n', orders: 3, ...all }],
      byZone: [
        {
          zone: 'east',
          orders: 2,
          ...metrics([1.75, 1.75, 2.35], [3.03, 3.03, 3.27], even(53.27), even(95.27)),
        },
        { zone: 'west', orders: 1, ...metrics(even(1), even(2.33), even(65), even(107)) },
      ],
      stages: [
        { stage: 'to the waybill', plan: 1.5, baseline: 20 },
        { stage: 'to the hub', plan: 1.83, baseline: 15 },
        { stage: 'to the buyer', plan: 53.85, baseline: 64.18 },
      ],
      yuan: 25.2,
      orders: 3,
      confirmedAfterPlan: 3,
    },
    summary: {
      ...{ orders: 4, planned: 3, unassigned: 1, parcels: 4, kg: 18, vehiclesUsed: 2, runs: 2 },
      ...{ km: 25, drivingHours: 0.83 },
    },
  };
}

function link(
  order: string,
  site: string,
  zone: string,
  run: string,
  confirmed: string,
  ready: string,
  shipped: string,
  collected: string,
  signedAt: string,
): Loose {
  const later = (hours: number): string =>
    new Date(Date.parse(at(confirmed)) + hours * 3_600_000).toISOString();
  return {
    ...{ order, site, zone, outlet: 'n', run, feeder: run === 'R1' ? 'R2' : null, departure: 'noon' },
    ...{ confirmedAt: at(confirmed), readyAt: at(ready), shippedAt: at(shipped), collectedAt: at(collected) },
    ...{ atOutletAt: run === 'R1' ? at('08:54:29') : null, atHubAt: at('09:39:41') },
    ...{ departedAt: at('12:00'), signedAt },
    baseline: {
      ...{ shippedAt: later(20), collectedAt: later(30), atHubAt: later(35), departedAt: at('06:00', 19) },
      signedAt: zone === 'west' ? at('18:00', 21) : at('05:16:12', 21),
    },
  };
}

type Figures = readonly [mean: number, median: number, p90: number];

const metric = (plan: Figures, baseline: Figures): Loose => ({
  ...side(plan[0], baseline[0]),
  median: side(plan[1], baseline[1]),
  p90: side(plan[2], baseline[2]),
});

const side = (plan: number, baseline: number): Loose => ({
  plan,
  baseline,
  gain: Math.round((baseline - plan) * 100) / 100,
});

const even = (hours: number): Figures => [hours, hours, hours];

const metrics = (ship: Figures, collect: Figures, sign: Figures, peers: Figures): Loose => ({
  ship: metric(ship, even(20)),
  collect: metric(collect, even(30)),
  sign: metric(sign, peers),
});
