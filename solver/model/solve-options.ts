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
  /**
   * Integer selection over the pool of runs. Absent, it is done where it pays: for days with departures,
   * rests and the like, given 5 seconds or more; in plain problems it found nothing that the search had not.
   */
  readonly select?: boolean;
  /**
   * Seconds of the wall clock that `elapsedShare` runs through. The integer selections take their time out
   * of them. Absent, a search by iterations limits tree nodes only, so that its result can be reproduced, and
   * a search by the clock selects once, at its end, within 3 seconds more.
   */
  readonly seconds?: number;
  /** Asked when the search has ended: true skips the last selection, for nobody waits for the plan. */
  readonly cancelled?: () => boolean;
  /** Told the result as it is before the last selection, for a caller who may not want to wait for that. */
  readonly onSelect?: (result: SolveResult) => void;
  /** Other searches of the same problem; absent, this one is alone. */
  readonly exchange?: PlanExchange;
}

/** How searches that run side by side hand each other their best plans. */
export interface PlanExchange {
  /**
   * Offers the best plan so far and answers the best of the others', null where none is there. Every search
   * asks at the same points, counted from 0, in order and each once. Where the result is to be
   * reproducible the call waits until the others have come to the same point.
   */
  swap(point: number, own: OfferedPlan): OfferedPlan | null;
}

export interface OfferedPlan {
  /** What the search minimises, comparable between searches of one problem; Infinity where there is no plan. */
  readonly value: number;
  readonly runs: readonly WarmRun[];
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
