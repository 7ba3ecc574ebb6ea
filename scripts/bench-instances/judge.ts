import type { Instance } from '../../solver/formats/instance.js';
import { ROUND, type Rounding } from '../../solver/formats/rounding.js';
import type { Answer } from './engines.js';

export interface Verdict {
  /** In the rounded unit, prizes of clients left out included. */
  readonly cost: number;
  /** Vehicles with a client on board. */
  readonly vehicles: number;
  /** Empty: the solution keeps every rule of its instance. */
  readonly faults: readonly string[];
}

/**
 * Judges a solution from the instance alone: nothing of the solver's model, schedule or cost is used.
 * Locations, windows and durations are those of the rounded instance; a day may start late to be shorter.
 */
export const judge = (instance: Instance, rounding: Rounding, answer: Answer): Verdict => {
  const round = ROUND[rounding];
  const faults: string[] = [];
  const visited = new Set<number>();
  const taken = new Set<number>();
  let cost = 0;
  answer.routes.forEach((route, i) => {
    const stops = route.filter((location) => location >= instance.depots);
    if (stops.length === 0) return;
    const number = answer.vehicles?.[i] ?? i;
    const vehicle = instance.vehicles[number];
    const fault = (text: string): void => void faults.push(`vehicle ${number}: ${text}`);
    if (vehicle === undefined) return fault('there is no such vehicle');
    if (taken.has(number)) fault('has two routes');
    taken.add(number);
    for (const location of stops) {
      if (!(location < instance.locations)) return fault(`there is no location ${location}`);
      if (visited.has(location)) fault(`location ${location} is visited again`);
      visited.add(location);
      if (vehicle.allowed?.has(location) === false) fault(`location ${location} is barred to it`);
    }
    const day = new Day(instance, number, round, fault);
    cost += round(vehicle.fixedCost) + vehicle.unitCost * day.drive(route);
  });
  for (let location = instance.depots; location < instance.locations; location += 1) {
    if (visited.has(location)) continue;
    const prize = round(instance.prize?.[location] ?? 0);
    if (prize > 0) cost += prize;
    else faults.push(`location ${location} is not visited`);
  }
  return { cost, vehicles: taken.size, faults };
};

/** One vehicle's day, driven stop by stop. */
class Day {
  private readonly depot: number;
  private metres = 0;
  /** Travel and service since the day began. */
  private busy = 0;
  /** Earliest time at which the vehicle is where it is. */
  private earliest: number;
  /** Latest start of the day that keeps every window so far. */
  private latestStart: number;

  constructor(
    private readonly instance: Instance,
    private readonly number: number,
    private readonly round: (value: number) => number,
    private readonly fault: (text: string) => void,
  ) {
    this.depot = instance.vehicles[number]!.depot;
    const [open, close] = instance.window[this.depot]!;
    this.earliest = round(open);
    this.latestStart = round(close);
  }

  /** Distance driven; a depot within the route is a reload. */
  drive(route: readonly number[]): number {
    const trips: number[][] = [[]];
    for (const location of route)
      if (location < this.instance.depots) {
        if (location !== this.depot) this.fault(`reloads at ${location}, which is not its depot`);
        trips.push([]);
      } else trips.at(-1)!.push(location);
    const driven = trips.filter((trip) => trip.length > 0);
    if (driven.length > 1 && !this.instance.reload) this.fault('may not reload');
    for (const trip of driven) this.trip(trip);
    const { maxDuration } = this.instance;
    const duration = Math.max(this.busy, this.earliest - this.latestStart);
    if (maxDuration !== null && duration > this.round(maxDuration))
      this.fault(`is out for ${duration} where ${this.round(maxDuration)} are allowed`);
    return this.metres;
  }

  private trip(stops: readonly number[]): void {
    const { instance, round } = this;
    const released = Math.max(...stops.map((location) => round(instance.release[location]!)));
    this.reach(released, Infinity, this.depot);
    this.loads(stops);
    let from = this.depot;
    for (const to of [...stops, this.depot]) {
      const legMetres = this.between(from, to);
      this.metres += legMetres;
      this.spend(legMetres);
      const [open, close] = instance.window[to]!;
      this.reach(to === this.depot ? -Infinity : round(open), round(close), to);
      if (to !== this.depot) this.spend(round(instance.service[to]!));
      from = to;
    }
  }

  private loads(stops: readonly number[]): void {
    const { instance, round } = this;
    const capacity = round(instance.vehicles[this.number]!.capacity);
    // What is delivered from the depot is on board at the start; with pairs everything is picked up on the way.
    let load = 0;
    let highest = 0;
    for (const location of stops) {
      load += round(instance.demand[location]!);
      highest = Math.max(highest, load);
    }
    if (highest > capacity) this.fault(`carries ${highest} where ${capacity} fit`);
    const at = new Map(stops.map((location, i) => [location, i]));
    for (const [pickup, delivery] of instance.pairs) {
      const [first, second] = [at.get(pickup), at.get(delivery)];
      if (first === undefined && second === undefined) continue;
      if (first === undefined || second === undefined)
        this.fault(`has only one of ${pickup} and ${delivery}`);
      else if (first > second) this.fault(`delivers at ${delivery} before it picks up at ${pickup}`);
    }
  }

  private spend(seconds: number): void {
    this.busy += seconds;
    this.earliest += seconds;
  }

  private reach(open: number, close: number, location: number): void {
    this.earliest = Math.max(this.earliest, open);
    if (this.earliest > close) {
      this.fault(`is at ${location} at ${this.earliest}, after ${close}`);
      // One fault a lateness: go on as if on time.
      this.earliest = close;
    }
    this.latestStart = Math.min(this.latestStart, close - this.busy);
  }

  private between(from: number, to: number): number {
    const { coordinates, distances, locations } = this.instance;
    if (from === to) return 0;
    if (coordinates === null) return this.round(distances![from * locations + to]!);
    const [a, b] = [coordinates[from]!, coordinates[to]!];
    return this.round(Math.hypot(a[0] - b[0], a[1] - b[1]));
  }
}
