import type { Day, Departure } from '../domain/day.js';
import { clockSeconds, dateAfter } from '../domain/clock.js';

/** Days of departures a plan looks at: its own and the two after. */
const HORIZON_DAYS = 3;

/** One trunk departure on one day, epoch seconds. */
export interface DepartureEvent {
  readonly departure: Departure;
  readonly leavesAt: number;
  readonly cutOffAt: number;
  readonly capacityParcels: number | null;
}

/** Zones that the same departures serve share a class: their orders wait for the same trucks. */
export interface Timetable {
  /** In the order of their cut-offs. */
  readonly events: readonly DepartureEvent[];
  readonly classOfZone: ReadonlyMap<string, number>;
  /** By class: indexes into events. */
  readonly eventsOfClass: readonly (readonly number[])[];
}

/** Every departure of the horizon and the classes of zones that share them. */
export function timetableOf(day: Day): Timetable {
  const events = departureEvents(day);
  const classes = new Map<string, number>();
  const eventsOfClass: number[][] = [];
  const classOfZone = new Map<string, number>();
  for (const zone of day.zones) {
    const serving = events.flatMap((event, index) =>
      event.departure.zones === undefined || event.departure.zones.includes(zone.id) ? [index] : [],
    );
    const key = serving.join(' ');
    if (!classes.has(key)) {
      classes.set(key, eventsOfClass.length);
      eventsOfClass.push(undominated(events, serving));
    }
    classOfZone.set(zone.id, classes.get(key) as number);
  }
  return { events, classOfZone, eventsOfClass };
}

function departureEvents(day: Day): DepartureEvent[] {
  const events: DepartureEvent[] = [];
  for (let k = 0; k < HORIZON_DAYS; k++)
    for (const departure of day.hub.departures) {
      const leavesAt = clockSeconds(dateAfter(day.date, k), departure.leavesAt, day.timeZone);
      const cutOffAt = leavesAt - departure.cutOffMinutes * 60;
      events.push({ departure, leavesAt, cutOffAt, capacityParcels: departure.capacityParcels ?? null });
    }
  return events.sort((a, b) => a.cutOffAt - b.cutOffAt || a.leavesAt - b.leavesAt);
}

/**
 * Sorted by cut-off, none leaving before the one in front of it: a departure whose cut-off is
 * earlier yet which leaves later than another is never worth waiting for.
 */
function undominated(events: readonly DepartureEvent[], serving: readonly number[]): number[] {
  const kept: number[] = [];
  for (const index of serving) {
    const leaves = (events[index] as DepartureEvent).leavesAt;
    while (kept.length > 0 && (events[kept.at(-1) as number] as DepartureEvent).leavesAt > leaves) kept.pop();
    kept.push(index);
  }
  return kept;
}
