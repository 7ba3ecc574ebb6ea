import { clockSeconds, dateOf, instantSeconds, isoAt } from '../domain/clock.js';
import type { Day, LocalName } from '../domain/day.js';
import type { Chain, Plan, PlanRunDocument, UnassignedCode } from '../domain/plan.js';
import { indexOf, placeName, placeOf, type DayIndex } from './day-index.js';

interface Count {
  readonly orders: number;
  readonly parcels: number;
  readonly kg: number;
}

interface Movement extends Count {
  readonly run: string;
  readonly kind: PlanRunDocument['kind'];
  readonly vehicle: string;
  readonly plate: string;
  readonly type: string;
}

/** What an outlet, or the hub, does on the day. Instants ISO 8601, weights kg. */
export interface ScheduleDocument {
  readonly plan: string;
  readonly outlet: string;
  readonly isHub: boolean;
  readonly name: LocalName;
  readonly title: LocalName;
  readonly office: LocalName;
  readonly date: string;
  readonly timeZone: string;
  readonly hours: { readonly opens: string; readonly closes: string };
  readonly phone: string;
  /** Waybills to post, by wave: clock times of the outlet. */
  readonly labelWaves: readonly (Count & { readonly from: string; readonly to: string })[];
  /** Runs that unload here. */
  readonly arrivals: readonly (Movement & { readonly arriveAt: string; readonly readyAt: string })[];
  /** Runs that load here: parcels brought by growers and parcels that other runs brought before. */
  readonly pickups: readonly (Movement & {
    readonly arriveAt: string;
    readonly leaveAt: string;
    readonly latestArriveAt: string | null;
    readonly broughtByGrowers: number;
    readonly handedOver: number;
    readonly catches: readonly { readonly departure: string; readonly leavesAt: string }[];
  })[];
  /** Runs that set out from here. */
  readonly starts: readonly (Movement & { readonly departAt: string; readonly returnAt: string })[];
  /** This outlet's orders (the hub's: all) by site and the run that collects them, in the order of collection. */
  readonly sites: readonly (Count & {
    readonly site: string;
    readonly name: LocalName | undefined;
    /** The outlet in charge. */
    readonly outlet: string;
    /** WGS-84 degrees. */
    readonly lat: number;
    readonly lon: number;
    readonly collectedAt: string;
    readonly run: string;
    readonly plate: string;
  })[];
  /** The trunk departures that this outlet's orders catch. */
  readonly departures: readonly (Count & {
    readonly departure: string;
    readonly leavesAt: string;
    readonly lastAtHub: string;
  })[];
  readonly totals: Count & { readonly sites: number };
  /** How many of its orders have no run. */
  readonly unassignedOrders: number;
  /** Those orders; empty for the hub, whose list is the plan's own. */
  readonly unassigned: readonly {
    readonly order: string;
    readonly site: string;
    readonly code: UnassignedCode;
    readonly reason: string;
    readonly remedy: string;
  }[];
  readonly synthetic: boolean;
  readonly attribution: readonly string[];
}

/** The day of an outlet or of the hub; null where the day has no such outlet. */
export function scheduleFor(plan: Plan, day: Day, outletId: string): ScheduleDocument | null {
  const index = indexOf(plan, day);
  const isHub = outletId === day.hub.id;
  const place = isHub ? day.hub : index.outlets.get(outletId);
  if (!place) return null;
  const chain = plan.chain.filter((row) => row.outlet === outletId || isHub);
  const sites = sitesOf(index, chain);
  const left = unassignedAt(index, outletId);
  return {
    plan: plan.id,
    outlet: outletId,
    isHub,
    name: place.name,
    title: plan.title,
    office: day.hub.name,
    date: plan.date,
    timeZone: plan.timeZone,
    hours: place.hours,
    phone: ('phone' in place ? place.phone : undefined) ?? '',
    labelWaves: isHub ? [] : labelWaves(index, chain, place.hours.opens),
    arrivals: arrivalsAt(index, outletId),
    pickups: pickupsAt(index, outletId),
    starts: startsAt(index, outletId),
    sites,
    departures: departuresOf(index, chain),
    totals: { ...countOf(index, chain), sites: new Set(sites.map((row) => row.site)).size },
    unassignedOrders: isHub ? plan.unassigned.length : left.length,
    unassigned: isHub ? [] : left,
    synthetic: plan.synthetic,
    attribution: plan.attribution,
  };
}

function unassignedAt(index: DayIndex, outlet: string): ScheduleDocument['unassigned'] {
  return index.plan.unassigned.flatMap(({ order, site = '', code, reason, remedy }) =>
    site === outlet || index.sites.get(site)?.outlet === outlet
      ? [{ order, site, code, reason, remedy }]
      : [],
  );
}

function countOf(index: DayIndex, chain: readonly Chain[]): Count {
  let parcels = 0;
  let kg = 0;
  for (const row of chain) {
    const order = index.orders.get(row.order);
    parcels += order?.parcels ?? 0;
    kg += order?.kg ?? 0;
  }
  return { orders: chain.length, parcels, kg };
}

/** Groups rows by a key, keeping the order in which keys first appear. */
function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): [string, Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = key(row);
    const list = groups.get(name);
    if (list) list.push(row);
    else groups.set(name, [row]);
  }
  return [...groups];
}

/** Waybills are posted one after another within a wave; waves start at opening time, evenly apart. */
function labelWaves(index: DayIndex, chain: readonly Chain[], opens: string): ScheduleDocument['labelWaves'] {
  const zone = index.plan.timeZone;
  const step = index.day.process.labelEveryMinutes * 60;
  const waveOf = (row: Chain): number => {
    const posted = instantSeconds(row.shippedAt);
    const opening = clockSeconds(dateOf(posted, zone), opens, zone);
    return opening + Math.floor((posted - opening) / step) * step;
  };
  return grouped(chain, (row) => String(waveOf(row)))
    .map(([start, rows]) => ({
      from: isoAt(Number(start), zone),
      to: isoAt(Math.max(...rows.map((row) => instantSeconds(row.shippedAt))), zone),
      ...countOf(index, rows),
    }))
    .sort((a, b) => instantSeconds(a.from) - instantSeconds(b.from));
}

function movement(index: DayIndex, run: PlanRunDocument, count: Count): Movement {
  const vehicle = index.vehicles.get(run.vehicle);
  const { id, kind } = run;
  return {
    run: id,
    kind,
    vehicle: run.vehicle,
    plate: vehicle?.plate ?? '',
    type: vehicle?.type ?? '',
    ...count,
  };
}

const runCount = (run: PlanRunDocument): Count => ({
  orders: run.stops.reduce((sum, stop) => sum + stop.orders.length + stop.transfers.length, 0),
  parcels: run.parcels,
  kg: run.kg,
});

function arrivalsAt(index: DayIndex, place: string): ScheduleDocument['arrivals'] {
  return index.plan.runs
    .filter((run) => run.end === place && run.stops.length > 0)
    .map((run) => ({
      ...movement(index, run, runCount(run)),
      arriveAt: run.returnAt,
      readyAt: run.unloadedAt,
    }))
    .sort((a, b) => instantSeconds(a.arriveAt) - instantSeconds(b.arriveAt));
}

function startsAt(index: DayIndex, place: string): ScheduleDocument['starts'] {
  return index.plan.runs
    .filter((run) => run.start === place)
    .map((run) => ({
      ...movement(index, run, runCount(run)),
      departAt: run.departAt,
      returnAt: run.returnAt,
    }))
    .sort((a, b) => instantSeconds(a.departAt) - instantSeconds(b.departAt));
}

function pickupsAt(index: DayIndex, place: string): ScheduleDocument['pickups'] {
  return index.plan.runs
    .flatMap((run) => run.stops.filter((stop) => stop.outlet === place).map((stop) => ({ run, stop })))
    .map(({ run, stop }) => ({
      ...movement(index, run, {
        orders: stop.orders.length + stop.transfers.length,
        parcels: stop.parcels,
        kg: stop.kg,
      }),
      arriveAt: stop.arriveAt,
      leaveAt: stop.leaveAt,
      latestArriveAt: stop.latestArriveAt,
      broughtByGrowers: stop.orders.length,
      handedOver: stop.transfers.length,
      catches: run.departures.map(({ departure, leavesAt }) => ({ departure, leavesAt })),
    }))
    .sort((a, b) => instantSeconds(a.arriveAt) - instantSeconds(b.arriveAt));
}

function sitesOf(index: DayIndex, chain: readonly Chain[]): ScheduleDocument['sites'] {
  const runs = new Map(index.plan.runs.map((run) => [run.id, run]));
  return grouped(chain, (row) => `${row.run} ${row.site} ${row.collectedAt}`)
    .flatMap(([, rows]) => {
      const row = rows[0];
      if (!row) return [];
      const vehicle = runs.get(row.run)?.vehicle ?? '';
      const plate = index.vehicles.get(vehicle)?.plate ?? vehicle;
      const { site, run, outlet, collectedAt } = row;
      const { lat, lon } = placeOf(index, site);
      const count = countOf(index, rows);
      return [{ site, name: placeName(index, site), outlet, lat, lon, collectedAt, run, plate, ...count }];
    })
    .sort((a, b) => instantSeconds(a.collectedAt) - instantSeconds(b.collectedAt));
}

function departuresOf(index: DayIndex, chain: readonly Chain[]): ScheduleDocument['departures'] {
  return grouped(chain, (row) => `${row.departure} ${row.departedAt}`)
    .flatMap(([, rows]) => {
      const row = rows[0];
      if (!row) return [];
      const last = Math.max(...rows.map((one) => instantSeconds(one.atHubAt)));
      return [
        {
          departure: row.departure.split('@')[0] ?? row.departure,
          leavesAt: row.departedAt,
          lastAtHub: isoAt(last, index.plan.timeZone),
          ...countOf(index, rows),
        },
      ];
    })
    .sort((a, b) => instantSeconds(a.leavesAt) - instantSeconds(b.leavesAt));
}
