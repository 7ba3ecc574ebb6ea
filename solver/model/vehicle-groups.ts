import type { Problem } from './frozen-problem.js';

/** Vehicles by group of identical ones (same limits, costs, places, sinks and permitted tasks), ascending. */
export function vehicleGroups(problem: Problem): number[][] {
  const groups: number[][] = Array.from({ length: problem.groupCount }, () => []);
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    groups[problem.vehicleGroup[vehicle]].push(vehicle);
  }
  return groups;
}
