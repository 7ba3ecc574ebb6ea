import type { PlanViolation } from './check-runs.js';
import type { SolverPlan } from './plan.js';

/** A plan that can be driven with its times and cost, or the rules that given runs break. */
export type EvaluatedPlan =
  | { readonly ok: true; readonly plan: SolverPlan }
  | { readonly ok: false; readonly violations: readonly PlanViolation[] };
