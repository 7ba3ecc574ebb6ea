/**
 * The baseline's fixed loops: outlets are dealt to the hub's vehicles by the angle at which they lie,
 * in equal numbers, and each loop calls at the nearest next outlet. Built from the map alone, so the
 * same every day.
 */
import type { LoopTimes } from './baseline.js';

export interface LoopPlace {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** Location number in the matrix. */
  readonly location: number;
}

export interface LoopVehicle {
  /** Seconds, row-major; negative where there is no way. */
  readonly durations: Int32Array;
  readonly size: number;
}

export interface LoopRules {
  readonly stopSeconds: number;
  readonly unloadSeconds: number;
}

/** @returns when each outlet is reached; an outlet that its vehicle cannot reach has no entry */
export function fixedLoops(
  hub: LoopPlace,
  outlets: readonly LoopPlace[],
  vehicles: readonly LoopVehicle[],
  rules: LoopRules,
): Map<string, LoopTimes> {
  const times = new Map<string, LoopTimes>([[hub.id, { reached: 0, back: 0 }]]);
  if (vehicles.length === 0) return times;
  const angle = (place: LoopPlace): number => Math.atan2(place.lat - hub.lat, place.lon - hub.lon);
  const around = [...outlets].sort((a, b) => angle(a) - angle(b) || a.location - b.location);
  const size = Math.ceil(around.length / vehicles.length);
  for (let k = 0; k * size < around.length; k++)
    drive(hub, around.slice(k * size, (k + 1) * size), vehicles[k]!, rules, times);
  return times;
}

function drive(
  hub: LoopPlace,
  outlets: LoopPlace[],
  vehicle: LoopVehicle,
  rules: LoopRules,
  times: Map<string, LoopTimes>,
): void {
  const way = (from: number, to: number): number => vehicle.durations[from * vehicle.size + to]!;
  const left = outlets.filter(
    (one) => way(hub.location, one.location) >= 0 && way(one.location, hub.location) >= 0,
  );
  const reached: [string, number][] = [];
  let here = hub.location;
  let clock = 0;
  while (left.length > 0) {
    const seconds = (one: LoopPlace): number =>
      way(here, one.location) < 0 ? Infinity : way(here, one.location);
    const next = left.reduce((best, one) => (seconds(one) < seconds(best) ? one : best));
    if (seconds(next) === Infinity) break;
    left.splice(left.indexOf(next), 1);
    clock += seconds(next);
    reached.push([next.id, clock]);
    clock += rules.stopSeconds;
    here = next.location;
  }
  const back = clock + Math.max(0, way(here, hub.location)) + rules.unloadSeconds;
  for (const [id, at] of reached) times.set(id, { reached: at, back });
}
