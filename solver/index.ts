/** The solver's only door. It is pure: no clock, no files, no randomness but its seed. */
export { checkProblem } from './model/check-problem.js';
export type { CheckedProblem, ProblemFault } from './model/check-problem.js';
export { comparePlans } from './model/cost.js';
export { diagnose } from './model/diagnose.js';
export { evaluatePlan, runsOf } from './model/evaluate-plan.js';
export type { EvaluatedPlan, PlanViolation, ViolationCode } from './model/evaluate-plan.js';
export { NEVER } from './model/frozen-problem.js';
export type { Problem } from './model/frozen-problem.js';
export { LEFT_OUT_CODES } from './model/plan.js';
export type * from './model/plan.js';
export { NO_WAY } from './model/problem.js';
export type * from './model/problem.js';
export type { SolveOptions, SolveProgress, SolveResult, WarmRun } from './model/solve-options.js';
export { vehicleGroups } from './model/vehicle-groups.js';
export type { PoolRun, SelectRuns } from './search/run-pool.js';
export { solve } from './solve.js';
export { transport } from './lp/transport.js';
export type { TransportAnswer, TransportArc, TransportFlow, TransportInput } from './lp/transport.js';
