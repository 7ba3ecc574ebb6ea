import type { SolveOptions } from '../model/solve-options.js';
import type { SearchBudget } from './plan-search.js';

/** Searched when neither a number of iterations nor a stop rule is given. */
const DEFAULT_ITERATIONS = 20_000;

/** Something to be done once a share of the budget is spent. */
export interface Milestone {
  /** 0 to 1. */
  readonly share: number;
  act(): void | Promise<void>;
}

/** The budget of a whole solve. Of a clock's, the share `reserve` at its end is left to what follows. */
export function wholeBudget(options: SolveOptions, reserve = 0): SearchBudget {
  const iterations = options.iterations ?? (options.shouldStop ? Infinity : DEFAULT_ITERATIONS);
  const { elapsedShare } = options;
  const stop = options.shouldStop ?? (() => false);
  const isOver = (): boolean => elapsedShare !== undefined && elapsedShare() >= 1 - reserve;
  return {
    iterations,
    shouldStop: reserve > 0 && iterations === Infinity ? () => stop() || isOver() : stop,
    share: elapsedShare ?? ((iteration) => (iterations === Infinity ? 0.5 : iteration / iterations)),
  };
}

/**
 * Runs a search to the end of its budget with halts on the way. Under a number of iterations the halts come
 * at counts that depend on nothing else; under a clock when their share has passed. A stop skips the rest.
 */
export async function runInStretches(
  search: { readonly iterations: number; run(budget: SearchBudget): void },
  budget: SearchBudget,
  milestones: readonly Milestone[],
): Promise<void> {
  const { iterations, shouldStop, share } = budget;
  const clocked = iterations === Infinity;
  for (const milestone of [...milestones].sort((a, b) => a.share - b.share)) {
    const passed = (): boolean => clocked && share(search.iterations) >= milestone.share;
    const until = clocked ? Infinity : Math.floor(iterations * milestone.share);
    search.run({ iterations: until - search.iterations, shouldStop: () => shouldStop() || passed(), share });
    if (shouldStop()) break;
    await milestone.act();
  }
  search.run({ iterations: iterations - search.iterations, shouldStop, share });
}
