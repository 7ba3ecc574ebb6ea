import type { Day, Vehicle } from '../domain/day.js';
import { clockSeconds, dateAfter } from '../domain/clock.js';
import type { OrderTimes, PickupTask } from './consolidation.js';
import type { Timetable } from './departures.js';
import type { Places } from './places.js';
import type { Travel } from './travel.js';

/** Cost units of the solver in a yuan. */
export const MICRO = 1e6;

/** A load at a place: collected there first, or (transfer) brought to an outlet by an earlier run. */
export interface Load extends PickupTask {
  readonly transfer: boolean;
  /** Of a transfer: the local run that brought it, an index into that pass's runs. */
  readonly fromRun?: number;
}

/** Everything the passes share about a day. Instants are epoch seconds; the solver's zero is `zero`. */
export interface Context {
  readonly day: Day;
  readonly places: Places;
  readonly travel: Travel;
  readonly timetable: Timetable;
  readonly times: readonly OrderTimes[];
  /** Epoch seconds of the planned date's midnight: the solver's zero. */
  readonly zero: number;
  /** Epoch seconds; no run leaves before it. */
  readonly planAt: number;
  /** Outlet (or hub) in charge of each order, by order index. */
  readonly outletOfOrder: readonly string[];
  /** Metres to the nearest road by location, of places beyond the limit; absent entries have none at all. */
  readonly nearestRoad?: ReadonlyMap<number, number>;
}

/** Class of an order's zone in the timetable. */
export function classOf(context: Context, order: number): number {
  return context.timetable.classOfZone.get(context.day.orders[order]!.zone) as number;
}

/** Micro-yuan of one order that leaves with an event, above the class's first event of the horizon. */
export function stepCost(context: Context, cls: number, event: number): number {
  const { timetable, day } = context;
  const first = timetable.events[timetable.eventsOfClass[cls]![0]!]!;
  const hours = (timetable.events[event]!.leavesAt - first.leavesAt) / 3600;
  return Math.round(Math.max(0, hours) * day.objective.yuanPerOrderHour * MICRO);
}

/**
 * The least step cost any plan could reach for an order: ready, straight to the hub by the fastest
 * vehicle that may carry it, unloaded at once. A constant of the order, taken out of cost and gap.
 */
export function leastStepCost(context: Context, order: number, earliestHub: number): number {
  const cls = classOf(context, order);
  const { events, eventsOfClass } = context.timetable;
  const reachable = eventsOfClass[cls]!.find((event) => events[event]!.cutOffAt >= earliestHub);
  return stepCost(context, cls, reachable ?? eventsOfClass[cls]!.at(-1)!);
}

/** Earliest moment at which a load could be unloaded at the hub, by any vehicle; Infinity where none can. */
export function earliestAtHub(context: Context, load: PickupTask): number {
  const { day, travel, places } = context;
  const from = places.index.get(load.place)!;
  let seconds = Infinity;
  for (const profile of travel.profiles) {
    const matrix = travel.matrices.get(profile)!;
    const duration = matrix.durations[from * matrix.size]!;
    if (duration >= 0 && travel.walks.get(profile)![from]) seconds = Math.min(seconds, duration);
  }
  const handling = day.process.secondsPerParcel * 1 + day.hub.dockMinutes * 60;
  return Math.max(load.readyAt, context.planAt) + seconds + handling;
}

/** Epoch seconds of a vehicle's shift on the day; an end at or before the start is the next day's. */
export function shiftOf(context: Context, vehicle: Vehicle): readonly [number, number] {
  const { day } = context;
  const start = clockSeconds(day.date, vehicle.shift.start, day.timeZone);
  const end = clockSeconds(day.date, vehicle.shift.end, day.timeZone);
  if (end > start) return [start, end];
  return [start, clockSeconds(dateAfter(day.date, 1), vehicle.shift.end, day.timeZone)];
}
