import type { SolveOptions, SolveProgress, WarmRun } from '../model/solve-options.js';
import type { PlanSearch, SearchBudget } from '../search/plan-search.js';
import { Random } from '../search/random.js';
import { BestPlan } from './best-plan.js';
import { KernelPool } from './kernel-pool.js';
import { loadPlan } from './load-plan.js';
import { Insertion } from './insertion.js';
import { Moves } from './moves.js';
import { Logbook } from './logbook.js';
import { nearTasks } from './near.js';
import type { NearTasks } from './near.js';
import { longestLeg, type PlainProblem } from './plain-problem.js';
import { Recreate } from './recreate.js';
import { Retype } from './retype.js';
import { buildBySavings, suitsSavings } from './savings.js';
import { Routes } from './routes.js';
import { Ruin } from './ruin.js';

/** Near tasks looked at when a task is put back, without windows and with them. */
const NEAR = 40;
const NEAR_TIMED = 50;
/** The same where windows bind and vehicles make several runs or tasks may be left out: good places lie farther away. */
const NEAR_FAR = 110;
/** Iterations between two looks at the clock; fewer where there are more types, or longer days, than these. */
const STOP_STRIDE = 128;
const FEW_TYPES = 32;
const SHORT_DAY = 500;
const PROGRESS_STRIDE = 8192;
/** Start and end temperature, in shares of the average travel cost a task. */
const HOT = 1.2;
const COLD = 0.02;

/** Penalties count so much more at the start, less and less until this share of the search. */
const PENALTY_EXCESS = 1.5;
const PENALTY_EXCESS_UNTIL = 0.6;

/** Share of iterations that try a move of tails, runs or vehicles, and chance that a ruin follows it. */
const MOVE_CHANCE = 0.1;
const RUIN_AFTER_MOVE_CHANCE = 0.25;

/** Ruin and recreate under annealing for plain problems: the same steps as for rich ones, in constant time each. */
export class KernelSearch implements PlanSearch {
  iterations = 0;
  readonly routes: Routes;
  readonly best: BestPlan;
  /** Filled only where an integer selection is asked for: it costs time at every improvement. */
  readonly pool: KernelPool;
  private readonly near: NearTasks;
  private readonly random: Random;
  private readonly logbook: Logbook;
  private readonly insertion: Insertion;
  private readonly ruin: Ruin;
  private readonly recreate: Recreate;
  private readonly retype: Retype;
  private readonly moves: Moves;
  private cost = Infinity;
  private readonly optional: boolean;
  private readonly collects: boolean;
  /** Whether days need no refresh when single tasks change. */
  private readonly simple: boolean;

  constructor(
    readonly plain: PlainProblem,
    private readonly options: SolveOptions,
  ) {
    this.routes = new Routes(plain);
    this.random = new Random(options.seed);
    this.optional = plain.penalty.some((cost) => cost < Infinity);
    const timed = plain.manyRuns || this.optional ? NEAR_FAR : NEAR_TIMED;
    this.near = nearTasks(plain, plain.timed ? timed : NEAR);
    this.logbook = new Logbook(this.routes);
    this.insertion = new Insertion(this.routes, this.near, this.random);
    this.ruin = new Ruin(this.routes, this.near, this.logbook, this.random);
    this.recreate = new Recreate(this.routes, this.insertion, this.logbook, this.random);
    this.retype = new Retype(this.routes);
    this.moves = new Moves(this.routes, this.near, this.logbook, this.random, this.retype);
    this.best = new BestPlan(this.routes);
    this.pool = new KernelPool(this.routes);
    this.simple = !plain.timed && !plain.manyRuns && plain.types.length === 1;
    this.collects = options.select === true;
    const must = chargeForMandatory(plain);
    this.routes.setAbsentCharge((task) => Math.min(plain.penalty[task], must));
  }

  get bestValue(): number {
    return this.best.cost;
  }

  /** Makes the routes hold given runs as far as they can be driven, and puts in the rest. */
  construct(runs: readonly WarmRun[]): void {
    const { routes, logbook, best, pool } = this;
    logbook.open();
    for (let slot = 0; slot < routes.slots; slot++) {
      if (routes.isInUse(slot)) routes.clear(slot);
      best.changed(slot);
    }
    // Serving nothing may be the best of plans where all may be left out.
    if (routes.absentCost < best.cost) {
      best.take(routes.absentCost, routes.absentCount);
      for (let slot = 0; slot < routes.slots; slot++) best.changed(slot);
    }
    loadPlan(routes, runs);
    if (routes.usedSlots === 0 && suitsSavings(routes)) buildBySavings(routes, this.near);
    const all = routes.absent.slice(0, routes.absentCount);
    this.recreate.mend(all, all.length, Infinity);
    this.accept(routes.travelCost + routes.absentCost);
    if (!this.collects) return;
    for (let at = 0; at < routes.usedSlots; at++) pool.add(routes.slotList[at], this.cost);
  }

  adopt(runs: readonly WarmRun[]): void {
    this.construct(runs);
  }

  bestRuns(): WarmRun[] {
    return this.best.runs();
  }

  progress(stage: SolveProgress['stage']): SolveProgress {
    return {
      stage,
      iterations: this.iterations,
      cost: this.best.cost,
      leftOut: this.best.missing,
      lowerBound: null,
    };
  }

  run(budget: SearchBudget): void {
    const { options } = this;
    const scale = this.averageTravelCost();
    const last = this.iterations + budget.iterations;
    let temperature = scale * HOT;
    const stride = this.stopStride();
    for (let local = 0; this.iterations < last; local++, this.iterations++) {
      if (local % stride === 0) {
        if (budget.shouldStop()) break;
        const share = budget.share(this.iterations);
        temperature = scale * HOT * Math.pow(COLD / HOT, share);
        if (this.optional) this.weighPenalties(share);
      }
      if (options.onProgress && this.iterations % PROGRESS_STRIDE === 0)
        options.onProgress(this.progress('search'));
      this.step(temperature);
    }
  }

  private step(temperature: number): void {
    const { routes, logbook, ruin, retype, random } = this;
    const moved = random.unit() < MOVE_CHANCE;
    logbook.open(this.simple && !moved);
    if (moved && !this.moves.try()) {
      logbook.takeBack();
      return;
    }
    const most = this.cost - temperature * Math.log(random.unit() + 1e-12);
    if (!moved || random.unit() < RUIN_AFTER_MOVE_CHANCE) {
      if (!ruin.strike()) {
        logbook.takeBack();
        return;
      }
      const struck = logbook.count;
      for (let at = 0; at < struck; at++) retype.improve(logbook.slots[at]);
      if (!this.recreate.mend(ruin.tasks, ruin.count, most)) {
        logbook.takeBack();
        return;
      }
    }
    for (let at = 0; at < logbook.count; at++) retype.improve(logbook.slots[at]);
    const cost = routes.travelCost + this.recreate.penaltyWeight * routes.absentCost;
    if (cost < most) this.accept(cost);
    else logbook.takeBack();
  }

  private accept(cost: number): void {
    const { logbook, best, routes } = this;
    for (let at = 0; at < logbook.count; at++) best.changed(logbook.slots[at]);
    this.cost = cost;
    const own = routes.travelCost + routes.absentCost;
    if (own >= best.cost) return;
    best.take(own, routes.absentCount);
    if (!this.collects) return;
    for (let at = 0; at < logbook.count; at++) this.pool.add(logbook.slots[at], own);
  }

  /**
   * Penalties weigh more at first: a run is worth its way only with many loads aboard, and a plan that has shed
   * its runs early does not find them again one task at a time.
   */
  private weighPenalties(share: number): void {
    const { recreate, routes } = this;
    recreate.penaltyWeight = 1 + PENALTY_EXCESS * Math.max(0, 1 - share / PENALTY_EXCESS_UNTIL);
    this.cost = routes.travelCost + recreate.penaltyWeight * routes.absentCost;
  }

  /** An iteration takes as long as there are types to look at, and tasks in the days that it changes. */
  private stopStride(): number {
    const { routes, plain } = this;
    const day = (routes.n - routes.absentCount) / Math.max(1, routes.usedSlots);
    const work = Math.max(1, plain.types.length / FEW_TYPES, day / SHORT_DAY);
    return Math.max(1, Math.floor(STOP_STRIDE / work));
  }

  private averageTravelCost(): number {
    const { routes } = this;
    return Math.max(1e-9, routes.travelCost / Math.max(1, routes.n - routes.absentCount));
  }
}

/**
 * More than any plan costs: no cost is worth a task that must be served. Sums of charges stay exact, but where
 * costs are so large that one vehicle for one task would be worth leaving it out.
 */
function chargeForMandatory({ n, types, legs, penalty }: PlainProblem): number {
  const dearest = Math.max(...types.map(({ costPerMetre }) => costPerMetre));
  const fixed = Math.max(...types.map(({ fixedCost }) => fixedCost));
  const penalties = penalty.reduce((sum, one) => (one < Infinity ? sum + one : sum), 0);
  const alone = 2 * longestLeg(legs) * dearest + fixed;
  const most = n * alone + penalties + 1;
  return Math.min(most, Math.max(2 * alone, Math.floor(Number.MAX_SAFE_INTEGER / (2 * n))));
}
