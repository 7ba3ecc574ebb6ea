import type { Problem } from './frozen-problem.js';
import type { CostParts } from './plan.js';

/** What a run's road costs; the one formula of search and report. */
export function distanceCost(problem: Problem, vehicle: number, metres: number): number {
  return problem.costPerMetre[vehicle] * metres;
}

/** What a run's paid seconds cost: from its start to the end of unloading, or the way home. */
export function timeCost(problem: Problem, vehicle: number, seconds: number): number {
  return problem.costPerSecond[vehicle] * seconds;
}

/** Cost of leaving a task out; 0 where it must be served, for that is a matter of rank, not of money. */
export function leftOutCost(problem: Problem, task: number): number {
  return problem.taskPenalty[task];
}

/** A plan's cost while it is added up. */
export class CostSum {
  private fixed = 0;
  private distance = 0;
  private time = 0;
  private hours = 0;
  private penalties = 0;

  constructor(private readonly problem: Problem) {}

  addVehicle(vehicle: number): void {
    this.fixed += this.problem.fixedCost[vehicle];
  }

  addDriving(vehicle: number, metres: number, seconds: number): void {
    this.distance += distanceCost(this.problem, vehicle, metres);
    this.time += timeCost(this.problem, vehicle, seconds);
  }

  addHours(cost: number): void {
    this.hours += cost;
  }

  addLeftOut(task: number): void {
    this.penalties += leftOutCost(this.problem, task);
  }

  parts(): CostParts {
    const { fixed, distance, time, hours, penalties } = this;
    return { fixed, distance, time, hours, penalties, total: fixed + distance + time + hours + penalties };
  }
}

/** Negative where plan a is better than b: fewer tasks left out that must be served, then less cost. */
export function comparePlans(
  problem: Problem,
  a: { readonly leftOut: readonly { readonly task: number }[]; readonly cost: CostParts },
  b: { readonly leftOut: readonly { readonly task: number }[]; readonly cost: CostParts },
): number {
  const missing = (plan: typeof a): number =>
    plan.leftOut.filter(({ task }) => problem.taskMandatory[task] === 1).length;
  return missing(a) - missing(b) || a.cost.total - b.cost.total;
}
