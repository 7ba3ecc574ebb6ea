import type { SolveProgress, WarmRun } from '../model/solve-options.js';
import type { PoolRun } from './run-pool.js';

/** The first of these limits reached ends a stretch of search. */
export interface SearchBudget {
  readonly iterations: number;
  readonly shouldStop: () => boolean;
  /** How far the whole search has come, 0 to 1; cools the annealing. */
  readonly share: (iteration: number) => number;
}

/** A search that can be stopped, looked at and resumed; `solve` drives whichever fits the problem. */
export interface PlanSearch {
  readonly iterations: number;
  /** What the search minimises; Infinity while no plan that could be driven was met. */
  readonly bestValue: number;
  /** Runs of the plans met, best plans first. */
  readonly pool: { readonly size: number; list(): PoolRun[] };
  /** Builds the first plan: warm runs as far as they can be driven, then the rest. */
  construct(warmStart: readonly WarmRun[]): void;
  run(budget: SearchBudget): void;
  /** Goes on from a plan found elsewhere. */
  adopt(runs: readonly WarmRun[]): void;
  bestRuns(): WarmRun[];
  progress(stage: SolveProgress['stage']): SolveProgress;
}
