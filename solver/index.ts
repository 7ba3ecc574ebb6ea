/** The solver's only door. It is pure: no clock, no files, no randomness but its seed. */
export { checkProblem } from './model/check-problem.js';
export type { CheckedProblem, ProblemFault } from './model/check-problem.js';
export { comparePlans, missingCount } from './model/cost.js';
export { diagnose } from './model/diagnose.js';
export { evaluatePlan, runsOf } from './model/evaluate-plan.js';
export type { EvaluatedPlan, PlanViolation, ViolationCode } from './model/evaluate-plan.js';
export { NEVER } from './model/frozen-problem.js';
export type { Problem } from './model/frozen-problem.js';
export { LEFT_OUT_CODES } from './model/plan.js';
export type * from './model/plan.js';
export { NO_WAY } from './model/problem.js';
export type * from './model/problem.js';
export type {
  OfferedPlan,
  PlanExchange,
  SolveOptions,
  SolveProgress,
  SolveResult,
  WarmRun,
} from './model/solve-options.js';
export { vehicleGroups } from './model/vehicle-groups.js';
export type { PoolRun, SelectRuns } from './search/run-pool.js';
export { solve } from './solve.js';
export { transport } from './lp/transport.js';
export type { TransportAnswer, TransportArc, TransportFlow, TransportInput } from './lp/transport.js';
export { FormatError } from './formats/instance.js';
export type { Instance, InstanceVehicle } from './formats/instance.js';
export { readInstance } from './formats/read-instance.js';
export { ROUNDINGS } from './formats/rounding.js';
export type { Rounding } from './formats/rounding.js';
export { instanceProblem } from './formats/to-problem.js';
export type { InstanceObjective, InstanceProblem } from './formats/to-problem.js';
export { instanceRoutes, routesCost } from './formats/to-routes.js';
export type { InstanceRoutes } from './formats/to-routes.js';
