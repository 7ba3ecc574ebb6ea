/**
 * The day as it will be driven, from the solved passes: every run with its loads, every order with
 * the run, feeder and departure it catches, every order left behind, and what all of it costs. The
 * cost here is the one that is reported; it counts order by order and uses no estimate.
 */
import type { LeftOutCode, PlanRest } from '../../solver/index.js';
import { classOf, MICRO, stepCost, type Context, type Load } from './context.js';
import type { Echelons } from './echelons.js';
import type { SolvedPass } from './solved-pass.js';
import { leastForOrder } from './to-problem.js';

/** A stop with the loads collected (or, for transfers, taken on) there. Epoch seconds. */
export interface DrivenStop {
  readonly location: number;
  readonly loads: readonly Load[];
  readonly arriveAt: number;
  readonly startAt: number;
  readonly leaveAt: number;
}

/** A run as it will be driven. Epoch seconds. */
export interface DrivenRun {
  /** Index into day.vehicles. */
  readonly vehicle: number;
  readonly startLocation: number;
  readonly endLocation: number;
  readonly atHub: boolean;
  readonly departAt: number;
  readonly arriveAt: number;
  readonly unloadedAt: number;
  readonly stops: readonly DrivenStop[];
  readonly rests: readonly PlanRest[];
  readonly metres: number;
  readonly drivingSeconds: number;
}

/** What becomes of a collected order. Runs are indexes into {@link DrivenDay.runs}; epoch seconds. */
export interface OrderFate {
  readonly run: number;
  /** The feeder that takes it on from an outlet; null where its run goes straight to the hub. */
  readonly feeder: number | null;
  readonly collectedAt: number;
  readonly atOutletAt: number | null;
  readonly atHubAt: number;
  /** Index into timetable.events. */
  readonly event: number;
}

export interface DrivenDay {
  readonly runs: readonly DrivenRun[];
  readonly fates: ReadonlyMap<number, OrderFate>;
  /** Order index to reason. */
  readonly leftOut: ReadonlyMap<number, LeftOutCode>;
  /** Yuan. */
  readonly cost: {
    readonly total: number;
    readonly vehicles: number;
    readonly distance: number;
    readonly time: number;
    readonly hours: number;
    readonly unserved: number;
  };
}

/** Reads the passes into the day that will be driven. */
export function evaluateDay(
  context: Context,
  passes: Pick<Echelons, 'local' | 'hub'>,
  loads: readonly Load[],
): DrivenDay {
  const all = [
    ...(passes.local ? drivenRuns(context, passes.local) : []),
    ...drivenRuns(context, passes.hub),
  ];
  all.sort((a, b) => a.vehicle - b.vehicle || a.departAt - b.departAt);
  const runs = keepWhatReachesTheHub(all, fatesOf(context, all)).filter((run) => run.stops.length > 0);
  const fates = fatesOf(context, runs);
  const leftOut = new Map<number, LeftOutCode>();
  for (const { task, code } of passes.hub.plan.leftOut) {
    const load = passes.hub.pass.loads[task]!;
    for (const order of load.orders) leftOut.set(order, load.transfer ? 'fleet-exhausted' : code);
  }
  for (const load of loads)
    for (const order of load.orders)
      if (!fates.has(order) && !leftOut.has(order)) leftOut.set(order, 'misses-last-departure');
  return { runs, fates, leftOut, cost: costOf(context, runs, fates, leftOut, loads) };
}

function drivenRuns(context: Context, solved: SolvedPass): DrivenRun[] {
  const { zero, places, day } = context;
  return solved.plan.runs.map((run) => {
    const end = places.index.get(solved.pass.sinks[run.sink]!.place)!;
    return {
      vehicle: solved.pass.vehicles[run.vehicle]!,
      startLocation: run.startLocation,
      endLocation: end,
      atHub: places.all[end]!.id === day.hub.id,
      departAt: zero + run.departSeconds,
      arriveAt: zero + run.arriveSinkSeconds,
      unloadedAt: zero + run.unloadedSeconds,
      stops: run.stops.map((stop) => ({
        location: stop.location,
        loads: stop.tasks.map((task) => solved.pass.loads[task]!),
        arriveAt: zero + stop.arriveSeconds,
        startAt: zero + stop.startSeconds,
        leaveAt: zero + stop.leaveSeconds,
      })),
      rests: run.rests,
      metres: run.metres,
      drivingSeconds: run.drivingSeconds,
    };
  });
}

/** Follows every order to the departure it catches: places go to the runs unloaded first. */
function fatesOf(context: Context, runs: readonly DrivenRun[]): Map<number, OrderFate> {
  const collected = new Map<number, { run: number; at: number }>();
  runs.forEach((run, index) => {
    for (const stop of run.stops)
      for (const load of stop.loads)
        if (!load.transfer)
          for (const order of load.orders) collected.set(order, { run: index, at: stop.leaveAt });
  });
  const left = context.timetable.events.map((event) => event.capacityParcels ?? Infinity);
  const fates = new Map<number, OrderFate>();
  const arrivals = runs.map((_, index) => index).filter((index) => runs[index]!.atHub);
  arrivals.sort((a, b) => runs[a]!.unloadedAt - runs[b]!.unloadedAt || a - b);
  for (const index of arrivals)
    for (const { order, load } of ordersOf(context, runs[index]!)) {
      const first = collected.get(order);
      const event = takePlace(context, order, runs[index]!.unloadedAt, left);
      if (!first || event === null) continue;
      fates.set(order, {
        run: first.run,
        feeder: load.transfer ? index : null,
        collectedAt: first.at,
        atOutletAt: load.transfer ? runs[first.run]!.unloadedAt : null,
        atHubAt: runs[index]!.unloadedAt,
        event,
      });
    }
  return fates;
}

/** Orders a run unloads, those confirmed first in front. */
function ordersOf(context: Context, run: DrivenRun): { order: number; load: Load }[] {
  const list = run.stops.flatMap((stop) =>
    stop.loads.flatMap((load) => load.orders.map((order) => ({ order, load }))),
  );
  const at = (order: number): number => context.times[order]!.confirmedAt;
  return list.sort((a, b) => at(a.order) - at(b.order) || a.order - b.order);
}

function takePlace(context: Context, order: number, unloadedAt: number, left: number[]): number | null {
  const { events, eventsOfClass } = context.timetable;
  const parcels = context.day.orders[order]!.parcels;
  for (const event of eventsOfClass[classOf(context, order)]!) {
    if (events[event]!.cutOffAt < unloadedAt || left[event]! < parcels) continue;
    left[event]! -= parcels;
    return event;
  }
  return null;
}

/** Orders that would be stranded are not collected; stops and runs left empty are not driven. */
function keepWhatReachesTheHub(
  runs: readonly DrivenRun[],
  fates: ReadonlyMap<number, OrderFate>,
): DrivenRun[] {
  const kept = (load: Load): Load => ({ ...load, orders: load.orders.filter((order) => fates.has(order)) });
  return runs.map((run) => ({
    ...run,
    stops: run.stops
      .map((stop) => ({ ...stop, loads: stop.loads.map(kept).filter((load) => load.orders.length > 0) }))
      .filter((stop) => stop.loads.length > 0),
  }));
}

function costOf(
  context: Context,
  runs: readonly DrivenRun[],
  fates: ReadonlyMap<number, OrderFate>,
  leftOut: ReadonlyMap<number, LeftOutCode>,
  loads: readonly Load[],
): DrivenDay['cost'] {
  const sums = { vehicles: 0, distance: 0, time: 0 };
  runs.forEach((run, index) => {
    const { cost } = context.day.vehicles[run.vehicle]!;
    const last = runs[index + 1]?.vehicle !== run.vehicle;
    const home = last ? wayHome(context, run) : { metres: 0, seconds: 0 };
    sums.vehicles += last ? cost.perDay : 0;
    sums.distance += ((run.metres + home.metres) / 1000) * cost.perKm;
    sums.time += ((run.unloadedAt - run.departAt + home.seconds) / 3600) * cost.perHour;
  });
  const hours = hoursYuan(context, fates, loads);
  const avoidable = [...leftOut.values()].filter((code) => code === 'fleet-exhausted').length;
  const unserved = avoidable * context.day.objective.yuanPerUnservedOrder;
  return { ...sums, hours, unserved, total: sums.vehicles + sums.distance + sums.time + hours + unserved };
}

/** From the last run's end back to the vehicle's base. */
function wayHome(context: Context, run: DrivenRun): { metres: number; seconds: number } {
  const vehicle = context.day.vehicles[run.vehicle]!;
  const matrix = context.travel.matrices.get(vehicle.profile)!;
  const at = run.endLocation * matrix.size + context.places.index.get(vehicle.base)!;
  return { metres: Math.max(0, matrix.distances[at]!), seconds: Math.max(0, matrix.durations[at]!) };
}

/** Value of the hours above the least possible for each order. */
function hoursYuan(context: Context, fates: ReadonlyMap<number, OrderFate>, loads: readonly Load[]): number {
  let sum = 0;
  for (const load of loads)
    for (const order of load.orders) {
      const fate = fates.get(order);
      if (!fate) continue;
      sum += stepCost(context, classOf(context, order), fate.event) - leastForOrder(context, load, order);
    }
  return sum / MICRO;
}
