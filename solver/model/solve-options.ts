import type { SolverPlan } from './plan.js';

/** What a solve reports while it works. Cost in cost units; bound null where unproven. */
export interface SolveProgress {
  readonly stage: 'construct' | 'search' | 'select';
  readonly iterations: number;
  readonly cost: number;
  readonly leftOut: number;
  readonly lowerBound: number | null;
}

export interface SolveOptions {
  readonly seed: number;
  /** Stop after so many search iterations: the reproducible budget. */
  readonly iterations?: number;
  /**
   * Asked now and then; true ends the search with the best plan so far. The caller owns the clock.
   * `elapsedShare` (0..1) lets cooling follow a wall-clock budget; absent, cooling follows iterations.
   */
  readonly shouldStop?: () => boolean;
  readonly elapsedShare?: () => number;
  readonly onProgress?: (progress: SolveProgress) => void;
  /** A plan to start from: task indexes per run per vehicle. Infeasible parts are repaired or left out. */
  readonly warmStart?: readonly WarmRun[];
  /** Integer selection over the pool of runs; default true. */
  readonly select?: boolean;
  /**
   * Seconds that one integer selection may take, by the LP engine's own clock; they come on top of
   * what shouldStop allows. Absent, a search by iterations limits tree nodes only, so that its result
   * can be reproduced, and a search by the clock selects once, at its end, within 3 seconds.
   */
  readonly selectSeconds?: number;
  /** Asked when the search has ended: true skips the last selection, for nobody waits for the plan. */
  readonly cancelled?: () => boolean;
}

export interface WarmRun {
  readonly vehicle: number;
  readonly sink: number;
  readonly tasks: readonly number[];
}

export interface SolveResult {
  readonly plan: SolverPlan;
  /** A bound that no plan can go below, in cost units; null where none was proven. */
  readonly lowerBound: number | null;
  readonly iterations: number;
  readonly poolRuns: number;
  /** Cost before and after the integer selection over the pool; null where it did not run. */
  readonly selection: { readonly before: number; readonly after: number; readonly engine: string } | null;
}
