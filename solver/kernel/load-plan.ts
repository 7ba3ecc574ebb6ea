import type { WarmRun } from '../model/solve-options.js';
import { NEXT } from './node-record.js';
import type { Routes } from './routes.js';

/**
 * Makes empty routes hold given runs. What cannot be driven, or names a task, vehicle or sink wrongly, is
 * left out task by task.
 */
export function loadPlan(routes: Routes, runs: readonly WarmRun[]): void {
  const { plain, n, nodes } = routes;
  const typeOfVehicle = new Map(
    plain.types.flatMap(({ vehicles }, type) => vehicles.map((one) => [one, type])),
  );
  const days = new Map<number, (readonly number[])[]>();
  for (const { vehicle, sink, tasks } of runs) {
    const type = typeOfVehicle.get(vehicle);
    if (type === undefined || plain.types[type].sink !== sink) continue;
    const day = days.get(vehicle);
    if (day) day.push(tasks);
    else days.set(vehicle, [tasks]);
  }
  const seen = new Set<number>();
  for (const [vehicle, day] of days) {
    const type = typeOfVehicle.get(vehicle)!;
    if (routes.usedSlots === routes.slots || routes.used[type] >= plain.types[type].vehicles.length) continue;
    const slot = routes.openVehicle(type);
    const start = n + slot;
    let last = start;
    for (const tasks of day) {
      // The first run that has a task begins at the vehicle's own node.
      let begun = last === start;
      for (const task of tasks) {
        if (!Number.isInteger(task) || task < 0 || task >= n || seen.has(task)) continue;
        if (!begun && routes.runsOf[slot] >= plain.types[type].maxRuns) break;
        const after = begun ? last : routes.linkReload(last, slot);
        routes.link(task, after);
        if (routes.isDrivable(slot)) {
          begun = true;
          last = task;
          seen.add(task);
        } else {
          routes.unlink(task);
          // Without its only task a run is dropped by the refresh, and an unused vehicle is given back.
          routes.refresh(slot);
          if (nodes[start * 8 + NEXT] === start) routes.openVehicle(type);
        }
      }
    }
    routes.refresh(slot);
  }
}
