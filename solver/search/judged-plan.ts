import { evaluatePlan } from '../model/evaluate-plan.js';
import type { Problem } from '../model/frozen-problem.js';
import type { SolverPlan } from '../model/plan.js';
import type { WarmRun } from '../model/solve-options.js';

/**
 * The plan of runs that a search has found, timed and priced by the exact evaluation.
 * @throws Error where that refuses them: a search answers only what can be driven
 */
export function judgedPlan(problem: Problem, runs: readonly WarmRun[]): SolverPlan {
  const judged = evaluatePlan(problem, runs);
  if (!judged.ok) {
    const { code, run } = judged.violations[0];
    throw new Error(`The search returned a plan that its own evaluation refuses: run ${run}, ${code}.`);
  }
  return judged.plan;
}
