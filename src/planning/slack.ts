import { clockSeconds } from '../domain/clock.js';
import { shiftOf, type Context } from './context.js';
import type { DrivenDay, DrivenRun } from './evaluate-day.js';

/**
 * The latest arrival at each stop of a run at which it still meets every window and due time, catches
 * the departures it is planned to catch (or the feeder that takes its orders on), and is back for its
 * vehicle's next run. "Call if later than". Epoch seconds, never before the planned arrival.
 */
export function latestArrivals(context: Context, driven: DrivenDay, run: DrivenRun, index: number): number[] {
  const latest = new Array<number>(run.stops.length).fill(0);
  let by = latestUnloaded(context, driven, run, index) - (run.unloadedAt - run.arriveAt);
  let to = run.endLocation;
  for (let k = run.stops.length - 1; k >= 0; k--) {
    const stop = run.stops[k]!;
    const rests = run.rests
      .filter((rest) => rest.afterStop === k)
      .reduce((sum, rest) => sum + rest.seconds, 0);
    const leaveBy = by - legSeconds(context, run, stop.location, to) - rests;
    const startBy = Math.min(leaveBy - (stop.leaveAt - stop.startAt), closing(context, run, k));
    latest[k] = Math.max(startBy, stop.arriveAt);
    by = latest[k]!;
    to = stop.location;
  }
  return latest;
}

function legSeconds(context: Context, run: DrivenRun, from: number, to: number): number {
  const matrix = context.travel.matrices.get(context.day.vehicles[run.vehicle]!.profile)!;
  return Math.max(0, matrix.durations[from * matrix.size + to]!);
}

/** The moment service must have begun: the close of the window it begins in. */
function closing(context: Context, run: DrivenRun, k: number): number {
  const stop = run.stops[k]!;
  const { day, places } = context;
  const id = places.all[stop.location]!.id;
  const site = day.sites.find((one) => one.id === id);
  const hours = site ? site.windows : [(day.outlets.find((one) => one.id === id) ?? day.hub).hours];
  const open = hours
    .map((window) => windowOf(context, window))
    .filter(([opens, closes]) => opens <= stop.startAt && stop.startAt <= closes);
  return open.length > 0 ? Math.max(...open.map(([, closes]) => closes)) : stop.startAt;
}

function windowOf(context: Context, window: { opens: string; closes: string }): [number, number] {
  const { day } = context;
  const at = (clock: string): number => clockSeconds(day.date, clock, day.timeZone);
  return [at(window.opens), at(window.closes)];
}

function latestUnloaded(context: Context, driven: DrivenDay, run: DrivenRun, index: number): number {
  const vehicle = context.day.vehicles[run.vehicle]!;
  const limits = [shiftOf(context, vehicle)[1] - homeSeconds(context, run), endCloses(context, run)];
  const next = driven.runs.find((other) => other.vehicle === run.vehicle && other.departAt > run.departAt);
  if (next) limits.push(next.departAt - Math.ceil(vehicle.turnaroundMinutes * 60));
  for (const stop of run.stops)
    for (const load of stop.loads) {
      if (load.dueAt !== null && run.atHub) limits.push(load.dueAt);
      for (const order of load.orders) limits.push(caughtBy(context, driven, run, index, order));
    }
  return Math.min(...limits);
}

/** From the run's end to the vehicle's base. */
const homeSeconds = (context: Context, run: DrivenRun): number =>
  legSeconds(
    context,
    run,
    run.endLocation,
    context.places.index.get(context.day.vehicles[run.vehicle]!.base)!,
  );

/** When the hub or outlet at the run's end closes; a close before the opening is the next day's. */
function endCloses(context: Context, run: DrivenRun): number {
  const id = context.places.all[run.endLocation]!.id;
  const hours = (context.day.outlets.find((one) => one.id === id) ?? context.day.hub).hours;
  const [opens, closes] = windowOf(context, hours);
  return closes > opens ? closes : closes + 86400;
}

/** Latest unloading that keeps an order's feeder or departure. */
function caughtBy(context: Context, driven: DrivenDay, run: DrivenRun, index: number, order: number): number {
  const fate = driven.fates.get(order);
  if (!fate) return Infinity;
  if (run.atHub) return context.timetable.events[fate.event]!.cutOffAt;
  const feeder = fate.run === index && fate.feeder !== null ? driven.runs[fate.feeder] : undefined;
  const stop = feeder?.stops.find((one) =>
    one.loads.some((load) => load.transfer && load.orders.includes(order)),
  );
  const outlet = context.day.outlets.find((one) => one.id === context.places.all[run.endLocation]!.id);
  return stop ? stop.startAt - (outlet?.handlingMinutes ?? 0) * 60 : Infinity;
}
