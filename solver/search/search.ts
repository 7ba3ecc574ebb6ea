import type { Problem } from '../model/frozen-problem.js';
import type { SolveOptions, SolveProgress, WarmRun } from '../model/solve-options.js';
import { neighbourhoodOrder } from '../construct/neighbourhood-order.js';
import { MOVES } from '../moves/moves.js';
import type { MoveContext } from '../moves/move.js';
import { ExactHours } from './exact-hours.js';
import { Insertion } from './insertion.js';
import { Journal } from './journal.js';
import { mandatoryChargeOf } from './mandatory-charge.js';
import type { Neighbours } from './neighbours.js';
import { findNeighbours, RUIN_NEIGHBOURS } from './neighbours.js';
import type { PlanSearch, SearchBudget } from './plan-search.js';
import { Random } from './random.js';
import { nearestSinkSeconds, Recreate } from './recreate.js';
import { refreshDay } from './refresh.js';
import { Ruin } from './ruin.js';
import { RunCollector } from './run-collector.js';
import { replacePlan, Snapshot } from './snapshot.js';
import { SearchState } from './state.js';

/** Iterations between two looks at the clock, at progress and at prices. */
const STOP_STRIDE = 64;
const PROGRESS_STRIDE = 4096;
const PRICE_STRIDE = 256;
/** Start and end temperature, in shares of the average travel cost a task. */
const HOT = 2;
const COLD = 0.03;
/** Start temperature from a warm plan, which is to be improved and not to be melted. */
const WARM = 0.2;

/** Share of iterations that try a move of whole runs or tails instead of a ruin. */
const MOVE_CHANCE = 0.1;
/** Chance that a ruin follows such a move before the two are judged as one. */
const RUIN_AFTER_MOVE_CHANCE = 0.25;

/** Ruin and recreate under simulated annealing, with everything it needs to be stopped and resumed. */
export class Search implements MoveContext, PlanSearch {
  readonly state: SearchState;
  readonly pool: RunCollector;
  iterations = 0;
  /** What the search minimises: cost, with a high charge for tasks that must be served and are not. */
  bestValue = Infinity;

  private readonly best: Snapshot;
  readonly neighbours: Neighbours;
  readonly random: Random;
  readonly journal: Journal;
  private readonly insertion: Insertion;
  private readonly ruin: Ruin;
  private readonly recreate: Recreate;
  private readonly hours: ExactHours | null;
  private readonly mandatoryCharge: number;
  private value = Infinity;
  private warm = false;
  /** The first plan misses departures. */
  private mayMiss = false;

  constructor(
    readonly problem: Problem,
    private readonly options: SolveOptions,
  ) {
    this.state = new SearchState(problem);
    this.random = new Random(options.seed);
    this.neighbours = findNeighbours(problem, RUIN_NEIGHBOURS);
    this.journal = new Journal(this.state);
    this.insertion = new Insertion(this.state, this.neighbours, this.random);
    this.ruin = new Ruin(this.state, this.neighbours, this.journal, this.random);
    this.recreate = new Recreate(this.state, this.neighbours, this.insertion, this.journal, this.random);
    this.mandatoryCharge = mandatoryChargeOf(problem);
    this.hours = problem.placesMayRunOut ? new ExactHours(this.state, this.mandatoryCharge) : null;
    this.state.setAbsentCost((task) =>
      problem.taskMandatory[task] === 1 ? this.mandatoryCharge : problem.taskPenalty[task],
    );
    this.best = new Snapshot(this.state);
    this.pool = new RunCollector(this.state);
  }

  /** Builds the first plan: warm runs as far as they can be driven, then neighbourhood by neighbourhood, each task at its cheapest place. */
  construct(warmStart: readonly WarmRun[]): void {
    replacePlan(this.state, warmStart);
    this.journal.begin();
    const { problem, state } = this;
    this.value = this.evaluate();
    // What is put beside a given plan may miss its departures for want of places: the plan itself counts.
    if (state.absentCount < problem.taskCount) this.keepIfBest();
    this.warm = state.absentCount <= problem.taskCount / 2;
    const remoteness = Float64Array.from({ length: problem.taskCount }, (_, task) =>
      nearestSinkSeconds(problem, task),
    );
    this.recreate.mendAll(neighbourhoodOrder(problem, this.neighbours, remoteness));
    this.journal.begin();
    this.value = this.evaluate();
    this.mayMiss = !this.isComplete();
    this.keepIfBest();
    this.collectAll();
    this.dropWhatMissesDepartures();
  }

  /** Replaces the plan, for one found elsewhere (the integer selection). */
  adopt(runs: readonly WarmRun[]): void {
    replacePlan(this.state, runs);
    this.journal.begin();
    this.value = this.evaluate();
    this.collectAll();
    this.keepIfBest();
  }

  /** The best plan so far, as runs. */
  bestRuns(): WarmRun[] {
    return this.best.runs();
  }

  /** Searches until the budget ends. */
  run(budget: SearchBudget): void {
    const { state, journal, options } = this;
    if (state.taskCount === 0 || this.problem.vehicleCount === 0) return;
    const scale = this.averageTravelCost();
    const last = this.iterations + budget.iterations;
    const hot = this.warm ? WARM : HOT;
    let temperature = scale * hot;
    for (let local = 0; this.iterations < last; local++, this.iterations++) {
      if (local % STOP_STRIDE === 0) {
        if (budget.shouldStop()) break;
        temperature = scale * hot * Math.pow(COLD / hot, budget.share(this.iterations));
      }
      if (options.onProgress && this.iterations % PROGRESS_STRIDE === 0)
        options.onProgress(this.progress('search'));
      if (this.hours && this.iterations % PRICE_STRIDE === PRICE_STRIDE - 1) this.hours.adaptPrices();
      this.step(temperature);
    }
    journal.begin();
    this.dropWhatMissesDepartures();
  }

  progress(stage: SolveProgress['stage']): SolveProgress {
    const { iterations, state, bestValue } = this;
    return { stage, iterations, cost: bestValue, leftOut: state.absentCount, lowerBound: null };
  }

  private step(temperature: number): void {
    const { state, journal } = this;
    journal.begin();
    const moves = this.random.unit() < MOVE_CHANCE;
    if (moves && !MOVES[this.random.below(MOVES.length)](this)) {
      journal.rollback();
      return;
    }
    const seed = this.recreate.drawSeed();
    if (!moves || this.random.unit() < RUIN_AFTER_MOVE_CHANCE) {
      const absentBefore = state.absentCount;
      this.ruin.strike(seed);
      this.recreate.mend(absentBefore, seed);
    } else if (state.absentCount > 0) this.recreate.mend(state.absentCount, seed);
    const bar = this.value - temperature * Math.log(this.random.unit() + 1e-12);
    const value = this.leastValue() < bar ? this.evaluate() : Infinity;
    if (value >= bar) {
      journal.rollback();
      return;
    }
    const changed = value !== this.value;
    this.value = value;
    if (!changed) return;
    for (let at = 0; at < journal.touchedCount; at++) this.pool.add(journal.touched[at], value);
    this.keepIfBest();
  }

  private keepIfBest(): void {
    if (this.value >= this.bestValue || !this.isComplete()) return;
    this.bestValue = this.value;
    this.best.take();
  }

  /** Whether every load on the way catches some departure. */
  private isComplete(): boolean {
    return this.hours === null || this.hours.missed === 0;
  }

  private evaluate(): number {
    const { state } = this;
    const hours = this.hours ? this.hours.cost() : state.stepCost;
    return state.travelCost + hours + state.leftOutCost;
  }

  /** What `evaluate` yields at least: full departures only ever add to the costs inside the state. */
  private leastValue(): number {
    const { state } = this;
    return state.prices.none ? state.cost : state.travelCost + state.leftOutCost;
  }

  private collectAll(): void {
    for (let vehicle = 0; vehicle < this.problem.vehicleCount; vehicle++) this.pool.add(vehicle, this.value);
  }

  private averageTravelCost(): number {
    const { state } = this;
    const served = Math.max(1, state.taskCount - state.absentCount);
    return Math.max(1e-9, state.travelCost / served);
  }

  /**
   * Takes tasks out of runs that find no place on any departure, one by one and from the run's end,
   * until a plan remains that can be carried out. Nothing is done where the search met such a plan, but
   * for the first plan, which may still be better than the one it was given.
   */
  private dropWhatMissesDepartures(): void {
    const { state, hours } = this;
    if (!hours || (this.bestValue < Infinity && !this.mayMiss)) return;
    this.mayMiss = false;
    for (let run = hours.lastMissing(); run >= 0; run = hours.lastMissing()) {
      const vehicle = state.runVehicle[run];
      state.unlink(this.lastOfClass(run, hours.missingClass));
      while (!refreshDay(state, vehicle)) state.emptyRun(state.faultRun);
    }
    this.value = this.evaluate();
    this.keepIfBest();
  }

  /** The last task of a run that has orders or parcels of a class. */
  private lastOfClass(run: number, wanted: number): number {
    const { state, problem } = this;
    let task = state.prev[state.taskCount + run];
    for (; task < state.taskCount; task = state.prev[task]) {
      for (let at = problem.taskClassStart[task]; at < problem.taskClassStart[task + 1]; at++)
        if (problem.taskClass[at] === wanted) return task;
    }
    return state.prev[state.taskCount + run];
  }
}
