/** The plan document of a driven day: instants with the day's offset, ids, kilograms and litres. */
import { isoAt } from '../domain/clock.js';
import type { Chain, Plan, PlanRunDocument, PlanStopDocument } from '../domain/plan.js';
import type { BaselineTimes } from '../gains/baseline.js';
import type { Context } from './context.js';
import type { DrivenDay, DrivenRun, DrivenStop } from './evaluate-day.js';
import { latestArrivals } from './slack.js';
import { handlingSeconds } from './to-problem.js';

/** Run ids in the order of the runs: R001, R002 … */
export const runId = (index: number): string => `R${String(index + 1).padStart(3, '0')}`;

export function runDocuments(context: Context, driven: DrivenDay): PlanRunDocument[] {
  return driven.runs.map((run, index) => runDocument(context, driven, run, index));
}

function runDocument(context: Context, driven: DrivenDay, run: DrivenRun, index: number): PlanRunDocument {
  const { day, places } = context;
  const iso = (seconds: number): string => isoAt(seconds, day.timeZone);
  const orders = run.stops.flatMap(ordersOfStop);
  const latest = latestArrivals(context, driven, run, index);
  const stops = run.stops.map((stop, k) => stopDocument(context, run, k, latest[k] ?? null, stop));
  const last = run.stops.at(-1);
  return {
    id: runId(index),
    vehicle: day.vehicles[run.vehicle]!.id,
    kind: kindOf(run),
    start: places.all[run.startLocation]!.id,
    departAt: iso(run.departAt),
    returnAt: iso(run.arriveAt),
    unloadedAt: iso(run.unloadedAt),
    end: places.all[run.endLocation]!.id,
    stops,
    rests: run.rests.map((rest) => ({
      afterStop: rest.afterStop,
      minutes: Math.round(rest.seconds / 6) / 10,
    })),
    metres: run.metres,
    ascentMetres: stops.reduce(
      (sum, stop) => sum + stop.leg.ascentMetres,
      lastLegOf(context, run).ascentMetres,
    ),
    drivingSeconds: run.drivingSeconds,
    ...amounts(context, orders),
    departures: departuresOf(context, driven, run, index),
    lastLeg: last ? lastLegOf(context, run) : { metres: 0, seconds: 0, ascentMetres: 0 },
  };
}

const kindOf = (run: DrivenRun): PlanRunDocument['kind'] => {
  if (!run.atHub) return 'collection';
  return run.stops.some((stop) => stop.loads.some((load) => load.transfer)) ? 'feeder' : 'direct';
};

const ordersOfStop = (stop: DrivenStop): number[] => stop.loads.flatMap((load) => load.orders);

/** Kilograms to the gram and litres to the millilitre, so that sums of decimals read well. */
function amounts(
  context: Context,
  orders: readonly number[],
): { parcels: number; kg: number; litres: number } {
  const { day } = context;
  const total = (of: (order: (typeof day.orders)[number]) => number): number =>
    Math.round(orders.reduce((sum, index) => sum + of(day.orders[index]!), 0) * 1000) / 1000;
  return {
    parcels: total((order) => order.parcels),
    kg: total((order) => order.kg),
    litres: total((order) => order.litres),
  };
}

function stopDocument(
  context: Context,
  run: DrivenRun,
  k: number,
  latest: number | null,
  stop: DrivenStop,
): PlanStopDocument {
  const { day, places, travel } = context;
  const place = places.all[stop.location]!;
  const iso = (seconds: number): string => isoAt(seconds, day.timeZone);
  const walk = travel.walks.get(day.vehicles[run.vehicle]!.profile)![stop.location];
  const ids = (transfer: boolean): string[] =>
    stop.loads
      .filter((load) => load.transfer === transfer)
      .flatMap((load) => load.orders.map((order) => day.orders[order]!.id as string));
  return {
    ...(place.kind === 'site' ? { site: place.id } : { outlet: place.id }),
    arriveAt: iso(stop.arriveAt),
    startAt: iso(startOf(context, run, stop)),
    leaveAt: iso(stop.leaveAt),
    orders: ids(false),
    transfers: ids(true),
    ...amounts(context, ordersOfStop(stop)),
    leg: legOf(context, run, k === 0 ? run.startLocation : run.stops[k - 1]!.location, stop.location),
    walk: { metres: walk?.metres ?? 0, minutes: Math.round((walk?.outSeconds ?? 0) / 6) / 10 },
    latestArriveAt: latest === null ? null : iso(latest),
  };
}

/** Handling in one piece: where parcels of one stop become ready one after another, the wait comes first. */
function startOf(context: Context, run: DrivenRun, stop: DrivenStop): number {
  const { profile } = context.day.vehicles[run.vehicle]!;
  const work = stop.loads.reduce((sum, load) => sum + (handlingSeconds(context, load, profile) ?? 0), 0);
  return Math.max(stop.startAt, stop.leaveAt - work);
}

function legOf(context: Context, run: DrivenRun, from: number, to: number): PlanStopDocument['leg'] {
  const matrix = context.travel.matrices.get(context.day.vehicles[run.vehicle]!.profile)!;
  const at = from * matrix.size + to;
  const value = (list: Int32Array): number => Math.max(0, list[at]!);
  return {
    metres: value(matrix.distances),
    seconds: value(matrix.durations),
    ascentMetres: value(matrix.ascents),
  };
}

function lastLegOf(context: Context, run: DrivenRun): PlanStopDocument['leg'] {
  return legOf(context, run, run.stops.at(-1)?.location ?? run.startLocation, run.endLocation);
}

/** Parcels of a run that unloads at the hub by the departure they catch, first departure in front. */
function departuresOf(
  context: Context,
  driven: DrivenDay,
  run: DrivenRun,
  index: number,
): PlanRunDocument['departures'] {
  if (!run.atHub) return [];
  const parcels = new Map<number, number>();
  for (const order of run.stops.flatMap(ordersOfStop)) {
    const fate = driven.fates.get(order);
    if (!fate || (fate.feeder ?? fate.run) !== index) continue;
    parcels.set(fate.event, (parcels.get(fate.event) ?? 0) + context.day.orders[order]!.parcels);
  }
  const { timetable, day } = context;
  return [...parcels]
    .sort(([a], [b]) => a - b)
    .map(([event, count]) => ({
      departure: timetable.events[event]!.departure.id,
      leavesAt: isoAt(timetable.events[event]!.leavesAt, day.timeZone),
      cutOffAt: isoAt(timetable.events[event]!.cutOffAt, day.timeZone),
      parcels: count,
    }));
}

/** The life of every collected order, in the order of the document. */
export function chainOf(
  context: Context,
  driven: DrivenDay,
  baseline: readonly (BaselineTimes | null)[],
): Chain[] {
  const { day, times, timetable, outletOfOrder } = context;
  const iso = (seconds: number): string => isoAt(seconds, day.timeZone);
  const downstream = new Map(
    day.zones.map((zone) => [zone.id as string, Math.round(zone.downstreamHours * 3600)]),
  );
  return [...driven.fates]
    .sort(([a], [b]) => a - b)
    .map(([index, fate]) => {
      const order = day.orders[index]!;
      const event = timetable.events[fate.event]!;
      return {
        order: order.id,
        outlet: outletOfOrder[index]!,
        site: order.site as string,
        zone: order.zone,
        run: runId(fate.run),
        feeder: fate.feeder === null ? null : runId(fate.feeder),
        departure: event.departure.id,
        confirmedAt: iso(times[index]!.confirmedAt),
        readyAt: iso(times[index]!.readyAt),
        shippedAt: iso(times[index]!.shippedAt),
        collectedAt: iso(fate.collectedAt),
        atOutletAt: fate.atOutletAt === null ? null : iso(fate.atOutletAt),
        atHubAt: iso(fate.atHubAt),
        departedAt: iso(event.leavesAt),
        signedAt: iso(event.leavesAt + downstream.get(order.zone)!),
        baseline: baselineDocument(baseline[index] ?? null, iso),
      };
    });
}

function baselineDocument(times: BaselineTimes | null, iso: (seconds: number) => string): Chain['baseline'] {
  if (!times) return null;
  return {
    shippedAt: iso(times.shippedAt),
    collectedAt: iso(times.collectedAt),
    atHubAt: iso(times.atHubAt),
    departedAt: iso(times.departedAt),
    signedAt: iso(times.signedAt),
  };
}

/** Counts over the whole plan.. */
export function summaryOf(
  context: Context,
  runs: readonly PlanRunDocument[],
  planned: number,
  leftOut: number,
): Plan['summary'] {
  const collected = runs.flatMap((run) => run.stops.flatMap((stop) => stop.orders));
  const byId = new Map(context.day.orders.map((order) => [order.id as string, order]));
  const sum = (of: (id: string) => number): number => collected.reduce((total, id) => total + of(id), 0);
  return {
    orders: planned + leftOut,
    planned,
    unassigned: leftOut,
    parcels: sum((id) => byId.get(id)!.parcels),
    kg: Math.round(sum((id) => byId.get(id)!.kg) * 1000) / 1000,
    vehiclesUsed: new Set(runs.map((run) => run.vehicle)).size,
    runs: runs.length,
    km: Math.round(runs.reduce((total, run) => total + run.metres, 0) / 100) / 10,
    drivingHours: Math.round(runs.reduce((total, run) => total + run.drivingSeconds, 0) / 36) / 100,
  };
}
