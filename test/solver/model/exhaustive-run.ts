import { NO_WAY } from '../../../solver/index.js';
import type { ProblemInput, TaskInput } from '../../../solver/index.js';

/** Times of one way to drive a run. */
export interface RunTimes {
  readonly depart: number;
  readonly unloaded: number;
  readonly lateCost: number;
}

/**
 * Every way to drive tasks in the order of their indexes as the only run of vehicle 0, over all whole
 * seconds: when it departs from every place and when it starts every service. For tiny clocks only.
 * Knows legs, access, windows, times aboard, lateness and breaks; no rests and no loads.
 */
export function everyRun(input: ProblemInput): RunTimes[] {
  const found: RunTimes[] = [];
  const [vehicle, sink] = [input.vehicles[0], input.sinks[0]];
  if (!vehicle || !sink) throw new Error('a vehicle and a sink are expected');
  const { durations, size } = input.travel[0] ?? { durations: new Int32Array(0), size: 0 };
  const horizon = vehicle.shift[1];
  const breaks = vehicle.breaks ?? [];
  const leaves: number[] = [];
  const starts: number[] = [];

  /** Leaves `here` at any moment from `free` on; at -1 is the start, where the vehicle was off duty. */
  const leave = (at: number, here: number, free: number, taken: number, state: State): void => {
    const task = input.tasks[at + 1];
    const there = task ? task.location : sink.location;
    const sameStop = task !== undefined && at >= 0 && there === here;
    const leg = sameStop ? 0 : (durations[here * size + there] ?? NO_WAY);
    if (leg === NO_WAY) return;
    for (let departs = free; departs <= (sameStop ? free : horizon); departs++) {
      const after = sameStop ? taken : breaksTaken(at, free, departs, departs + leg, taken);
      if (after < 0) continue;
      const next = at < 0 ? { ...state, depart: departs } : state;
      if (task) serve(at + 1, task, departs + leg + (sameStop ? 0 : task.accessSeconds), after, next);
      else unload(departs + leg, next);
    }
  };

  /** Breaks behind the vehicle once it departs; -1 where the rule forbids to depart then. */
  const breaksTaken = (at: number, free: number, departs: number, arrives: number, taken: number): number => {
    let standing = at < 0 ? -Infinity : free;
    let next = taken;
    for (const { window, seconds } of breaks.slice(taken)) {
      const over = at < 0 && departs >= window[0] + seconds;
      if (arrives <= window[0] && !over) break;
      const start = Math.max(standing, window[0]);
      if (start > window[1] || start + seconds > departs) return -1;
      if (at >= 0) standing = start + seconds;
      next++;
    }
    return next;
  };

  const serve = (at: number, task: TaskInput, from: number, taken: number, state: State): void => {
    for (let start = from; start <= horizon; start++) {
      if (!task.windows.some(([open, close]) => start >= open && start <= close)) continue;
      const limits = (input.pairs ?? []).filter(({ delivery }) => delivery === at);
      const aboard = ({ pickup }: { pickup: number }): number => start - (leaves[pickup] ?? 0);
      if (limits.some((pair) => aboard(pair) > (pair.maxAboardSeconds ?? Infinity))) return;
      leaves[at] = start + task.serviceSeconds;
      starts[at] = start;
      const { afterSeconds, costPerSecond } = task.lateness ?? { afterSeconds: 0, costPerSecond: 0 };
      const lateCost = state.lateCost + Math.max(0, start - afterSeconds) * costPerSecond;
      leave(at, task.location, start + task.serviceSeconds, taken, { ...state, lateCost });
    }
  };

  const unload = (arrives: number, state: State): void => {
    const unloaded = Math.max(arrives, sink.window[0]) + sink.unloadSeconds;
    if (unloaded <= sink.window[1] && unloaded <= horizon) found.push({ ...state, unloaded });
  };

  leave(-1, vehicle.startLocation, vehicle.shift[0], 0, { depart: 0, lateCost: 0 });
  return found;
}

interface State {
  readonly depart: number;
  readonly lateCost: number;
}
