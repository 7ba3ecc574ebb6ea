import type { Problem } from '../model/frozen-problem.js';
import type { SolverPlan } from '../model/plan.js';
import type { WarmRun } from '../model/solve-options.js';

export { vehicleGroups } from '../model/vehicle-groups.js';

/** A run the search has driven at the times it had then; raw material for the integer selection. */
export interface PoolRun {
  /** Index into `vehicleGroups(problem)`: any vehicle of the group could drive it. */
  readonly vehicleGroup: number;
  readonly sink: number;
  /** In order of visit, never empty. */
  readonly tasks: readonly number[];
  readonly startLocation: number;
  readonly departSeconds: number;
  /** End of unloading; the vehicle is free for its next run turnaroundSeconds later. */
  readonly unloadedSeconds: number;
  readonly metres: number;
  readonly drivingSeconds: number;
  /**
   * Distance, time and departure steps (places aside) at these times, in cost units. Neither the
   * vehicle's fixed cost nor its way home after the last run is inside.
   */
  readonly cost: number;
}

/**
 * Picks runs from the pool that together serve the day best; the incumbent is a start. Null where
 * nothing was found. The caller judges the answer with `evaluatePlan` before using it.
 */
export type SelectRuns = (
  problem: Problem,
  pool: readonly PoolRun[],
  incumbent: SolverPlan,
  limits: { readonly seconds?: number; readonly nodes?: number },
) => Promise<{ readonly runs: readonly WarmRun[]; readonly engine: string } | null>;
