import type { GeneralState } from './general-state.js';
import type { MissingSum } from './missing-sum.js';
import type { OpenVehicles } from './open-vehicles.js';

/** Whether a vehicle costs so much that any plan with fewer of them is better. */
export function vehiclesComeFirst(state: GeneralState): boolean {
  const { problem } = state;
  if (problem.vehicleCount === 0) return false;
  let fixed = 0;
  let used = 0;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    if (state.length[vehicle] === 0) continue;
    used++;
    fixed += problem.fixedCost[vehicle];
  }
  const least = problem.fixedCost.reduce((low, cost) => Math.min(low, cost), Infinity);
  return used > 1 && least > state.daysCost - fixed;
}

/** Closes every vehicle that has no day, and the one in use whose requests have been the easiest to place. */
export function closeOne(state: GeneralState, vehicles: OpenVehicles, missing: MissingSum): number {
  let chosen = -1;
  let least = Infinity;
  for (let vehicle = 0; vehicle < state.problem.vehicleCount; vehicle++) {
    vehicles.closed[vehicle] = state.length[vehicle] === 0 ? 1 : 0;
    if (state.length[vehicle] === 0) continue;
    const sum = missing.ofDay(vehicle);
    if (sum < least) {
      least = sum;
      chosen = vehicle;
    }
  }
  if (chosen >= 0) vehicles.closed[chosen] = 1;
  return chosen;
}
