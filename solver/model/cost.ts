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

/**
 * Cost of leaving a task out; 0 where it must be served, for that is a matter of rank, not of money, and 0
 * for one of alternatives, whose group pays.
 */
export function leftOutCost(problem: Problem, task: number): number {
  return problem.taskPenalty[task];
}

/** What it costs that a vehicle serves a task which others know. */
export function preferenceCost(problem: Problem, vehicle: number, task: number): number {
  if (!problem.hasPreferences || problem.vehicleKnows[vehicle * problem.taskCount + task] === 1) return 0;
  return problem.otherwiseCost[task];
}

/** Costs of days side by side; 0 where no vehicle is used. */
export function balanceCost(problem: Problem, longestSeconds: number, shortestSeconds: number): number {
  const { longestDayCostPerSecond, spreadCostPerSecond } = problem;
  return longestDayCostPerSecond * longestSeconds + spreadCostPerSecond * (longestSeconds - shortestSeconds);
}

/** A plan's cost while it is added up. */
export class CostSum {
  private fixed = 0;
  private distance = 0;
  private time = 0;
  private hours = 0;
  private penalties = 0;
  private lateness = 0;
  private preference = 0;
  private longestSeconds = 0;
  private shortestSeconds = Infinity;

  constructor(private readonly problem: Problem) {}

  /** A vehicle that is used, and how long its day lasts from first departure to last return. */
  addVehicle(vehicle: number, daySeconds: number): void {
    this.fixed += this.problem.fixedCost[vehicle];
    this.longestSeconds = Math.max(this.longestSeconds, daySeconds);
    this.shortestSeconds = Math.min(this.shortestSeconds, daySeconds);
  }

  addDriving(vehicle: number, metres: number, seconds: number): void {
    this.distance += distanceCost(this.problem, vehicle, metres);
    this.time += timeCost(this.problem, vehicle, seconds);
  }

  addVisit(vehicle: number, task: number): void {
    this.preference += preferenceCost(this.problem, vehicle, task);
  }

  addLateness(cost: number): void {
    this.lateness += cost;
  }

  addHours(cost: number): void {
    this.hours += cost;
  }

  addLeftOut(task: number): void {
    this.penalties += leftOutCost(this.problem, task);
  }

  /** A group of alternatives none of which is served. */
  addGroupLeftOut(group: number): void {
    this.penalties += this.problem.alternativePenalty[group];
  }

  parts(): CostParts {
    const { fixed, distance, time, hours, penalties, lateness, preference } = this;
    const balance =
      this.shortestSeconds === Infinity
        ? 0
        : balanceCost(this.problem, this.longestSeconds, this.shortestSeconds);
    const total = fixed + distance + time + hours + penalties + lateness + preference + balance;
    return { fixed, distance, time, hours, penalties, lateness, preference, balance, total };
  }
}

/** Negative where plan a is better than b: less left out that must be served, then less cost. */
export function comparePlans(
  problem: Problem,
  a: { readonly leftOut: readonly { readonly task: number }[]; readonly cost: CostParts },
  b: { readonly leftOut: readonly { readonly task: number }[]; readonly cost: CostParts },
): number {
  return missingCount(problem, a.leftOut) - missingCount(problem, b.leftOut) || a.cost.total - b.cost.total;
}

/** Tasks left out that must be served, a group of alternatives of which one must be counting once. */
export function missingCount(problem: Problem, leftOut: readonly { readonly task: number }[]): number {
  const { taskMandatory, taskAlternative, alternativeMandatory } = problem;
  const groups = new Set(
    leftOut
      .map(({ task }) => taskAlternative[task])
      .filter((group) => group >= 0 && alternativeMandatory[group] === 1),
  );
  return leftOut.filter(({ task }) => taskMandatory[task] === 1).length + groups.size;
}
