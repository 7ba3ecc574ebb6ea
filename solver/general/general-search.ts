import type { Problem } from '../model/frozen-problem.js';
import type { SolveOptions, SolveProgress, WarmRun } from '../model/solve-options.js';
import { DeparturePrices } from '../search/departure-prices.js';
import { findNeighbours, RUIN_NEIGHBOURS } from '../search/neighbours.js';
import { mandatoryChargeOf } from '../search/mandatory-charge.js';
import type { SearchBudget } from '../search/plan-search.js';
import { Random } from '../search/random.js';
import { BestPlan } from './best-plan.js';
import { DayBounds } from './day-bounds.js';
import { DayJudge } from './day-judge.js';
import { DayMoves } from './day-moves.js';
import { closeOne, vehiclesComeFirst } from './fleet-reduction.js';
import { GeneralState } from './general-state.js';
import type { Inserter } from './inserter.js';
import { findLegs } from './legs.js';
import { MissingCharge } from './missing-charge.js';
import { MissingSum } from './missing-sum.js';
import { OpenVehicles } from './open-vehicles.js';
import { Pace } from './pace.js';
import { PlainInserter } from './plain-inserter.js';
import { hasPlainDays } from './plain-days.js';
import { Recreate } from './recreate.js';
import { findRequestNeighbours } from './request-neighbours.js';
import { findRequests } from './requests.js';
import { RichInserter } from './rich-inserter.js';
import { Ruin } from './ruin.js';
import { SharedCosts } from './shared-costs.js';
import { Together } from './together.js';
import { makeDrivable, placeWarmRuns } from './warm-plan.js';

/** Work between two looks at the share of the budget that is spent. */
const ADAPT_STRIDE = 100_000;
/** What an iteration counts for at least, and so much work builds a first plan whatever the stop rule says. */
const LEAST_WORK = 64;
const FIRST_PLAN_WORK = 100_000;
const PROGRESS_STRIDE = 4096;
const PRICE_STRIDE = 256;
/** Start and end temperature, in shares of the average travel cost of a request. */
const HOT = 2;
const COLD = 0.003;
/** Start temperature from a warm plan, which is to be improved and not to be melted. */
const WARM = 0.3;
/** What a missing unit costs at first while the search cools, in the same shares. */
const FIRST_CHARGE = 10;
/** Plans without a complete one among them after which the search goes back to its best. */
const LOST_AFTER = 1500;
/** Share of the search given to serving what must be served, and to doing so with fewer vehicles. */
const FLEET_SHARE = 0.3;

/**
 * The search for problems whose tasks depend on each other: ruin and recreate by requests under simulated
 * annealing, begun by a search for the smallest fleet where vehicles cost more than all travel.
 */
export class GeneralSearch {
  iterations = 0;
  /** Cost, with a high charge for what must be served and is not; Infinity before `construct`. */
  bestValue = Infinity;

  private readonly state: GeneralState;
  private readonly vehicles: OpenVehicles;
  private readonly prices: DeparturePrices;
  private readonly shared: SharedCosts;
  private readonly inserter: Inserter;
  private readonly moves: DayMoves;
  private readonly random: Random;
  private readonly ruin: Ruin;
  private readonly recreate: Recreate;
  private readonly best: BestPlan;
  private readonly missing: MissingSum;
  private readonly pace = new Pace();
  private readonly stepWork: number;
  private temperature = 0;
  private adaptAt = 0;
  private value = Infinity;
  private warm = false;
  /** Whether the state is on its way to a smaller fleet, or to serving what must be served. */
  private reducing = false;
  private missingSum = 0;
  /** Null while a missing unit costs what is true for good. */
  private missingCharge: MissingCharge | null = null;
  private sharedCost = 0;
  /** Share of the budget at which cooling began; -1 before. */
  private coolingFrom = -1;

  constructor(
    readonly problem: Problem,
    private readonly options: SolveOptions,
  ) {
    const requests = findRequests(problem, mandatoryChargeOf(problem));
    const legs = findLegs(problem);
    this.random = new Random(options.seed);
    this.state = new GeneralState(problem, requests);
    const bounds = new DayBounds(problem, this.state, legs, this.pace);
    this.vehicles = new OpenVehicles(this.state);
    this.prices = new DeparturePrices(problem);
    const { state, vehicles, random, prices, pace } = this;
    this.shared = new SharedCosts(problem, state, prices, mandatoryChargeOf(problem));
    const judge = new DayJudge(problem, prices, pace);
    const plain = hasPlainDays(problem);
    this.inserter = plain
      ? new PlainInserter(problem, state, bounds, legs, vehicles, pace, random)
      : new RichInserter(problem, state, bounds, legs, vehicles, judge, this.shared, pace, random);
    this.moves = new DayMoves(state, this.inserter, this.shared, vehicles.closed, random);
    this.ruin = new Ruin(
      this.state,
      findNeighbours(problem, RUIN_NEIGHBOURS),
      findRequestNeighbours(problem, requests, RUIN_NEIGHBOURS),
      this.random,
    );
    const together = plain ? null : new Together(state, this.inserter, judge, vehicles, pace, random);
    this.recreate = new Recreate(state, this.inserter, together, pace, random);
    this.best = new BestPlan(this.state);
    this.missing = new MissingSum(this.state);
    this.stepWork = LEAST_WORK + problem.vehicleCount + (this.shared.any ? 4 * problem.taskCount : 0);
  }

  /** Builds the first plan: warm runs as far as they can be driven, then every request at its cheapest place. */
  construct(warmStart: readonly WarmRun[]): void {
    const { state } = this;
    state.begin();
    placeWarmRuns(state, this.inserter, warmStart);
    this.warm = state.absentCount <= state.requests.unitCount / 2;
    this.complete();
  }

  /** Goes on from a plan found elsewhere, and no more for a smaller fleet than it has. */
  adopt(runs: readonly WarmRun[]): void {
    const { state, missingCharge } = this;
    this.reducing = false;
    state.begin();
    for (let vehicle = 0; vehicle < this.problem.vehicleCount; vehicle++) {
      this.ruin.emptyDay(vehicle);
      this.inserter.refresh(vehicle);
    }
    placeWarmRuns(state, this.inserter, runs);
    this.closeSpareVehicles();
    this.complete();
    if (missingCharge) missingCharge.sinceComplete = 0;
  }

  /**
   * Keeps the plan as it was given and puts what is absent beside it: where places of departures run out, what
   * is added may take another's.
   */
  private complete(): void {
    const { state, pace } = this;
    this.noteAndKeep();
    this.vehicles.list();
    pace.start(this.options.shouldStop ?? (() => false), FIRST_PLAN_WORK);
    this.recreate.mend();
    this.noteAndKeep();
    state.begin();
  }

  private noteAndKeep(): void {
    this.best.noteTouched();
    this.value = this.evaluate();
    this.keepIfBest();
  }

  /** The best plan so far, as runs. */
  bestRuns(): WarmRun[] {
    return this.best.runs();
  }

  progress(stage: SolveProgress['stage']): SolveProgress {
    const { iterations, state, bestValue } = this;
    return { stage, iterations, cost: bestValue, leftOut: state.absentCount, lowerBound: null };
  }

  /** Searches until the budget ends. */
  run(budget: SearchBudget): void {
    const { options, pace } = this;
    if (this.problem.taskCount === 0 || this.problem.vehicleCount === 0) return;
    const last = this.iterations + budget.iterations;
    pace.start(budget.shouldStop);
    this.adaptAt = pace.work;
    for (; this.iterations < last && !pace.stops(); this.iterations++) {
      if (pace.work >= this.adaptAt) {
        this.adaptAt = pace.work + ADAPT_STRIDE;
        this.temperature = this.adapt(budget.share(this.iterations));
      }
      if (this.iterations % PRICE_STRIDE === PRICE_STRIDE - 1 && this.shared.adaptPrices()) this.refreshAll();
      if (options.onProgress && this.iterations % PROGRESS_STRIDE === 0)
        options.onProgress(this.progress('search'));
      if (!this.step(this.temperature)) break;
    }
  }

  /** Chooses what to aim for at this share of the budget; returns the temperature. */
  private adapt(share: number): number {
    if (this.coolingFrom < 0) {
      if (!this.reducing) this.reducing = this.startReducing();
      if (this.reducing && share >= FLEET_SHARE) {
        this.reducing = false;
        this.backToBest();
      }
      if (!this.reducing) this.startCooling(share);
    }
    const scale = this.travelPerRequest();
    const cooled = this.coolingFrom < 0 ? 0 : (share - this.coolingFrom) / (1 - this.coolingFrom + 1e-9);
    const hot = this.warm ? WARM : HOT;
    return scale * hot * Math.pow(COLD / hot, Math.min(1, Math.max(0, cooled)));
  }

  private startCooling(share: number): void {
    this.coolingFrom = share;
    // Where something has to stay out, the charge must be what it is, or more would.
    if (this.state.missingCount > 0) return;
    this.missingCharge = new MissingCharge(
      FIRST_CHARGE * this.travelPerRequest(),
      mandatoryChargeOf(this.problem),
    );
  }

  /** True where something must be served and is not, or where a vehicle was taken out of the fleet. */
  private startReducing(): boolean {
    this.missingSum = this.missing.sum();
    return this.missingSum > 0 || (vehiclesComeFirst(this.state) && this.closeAnother());
  }

  private closeAnother(): boolean {
    const { state } = this;
    const vehicle = closeOne(state, this.vehicles, this.missing);
    if (vehicle < 0) return false;
    state.begin();
    this.ruin.emptyDay(vehicle);
    this.inserter.refresh(vehicle);
    this.best.noteTouched();
    this.value = this.evaluate();
    this.missingSum = this.missing.sum();
    return true;
  }

  private backToComplete(charge: MissingCharge): void {
    for (const vehicle of this.best.restore()) this.inserter.restore(vehicle);
    charge.sinceComplete = 0;
    this.value = this.evaluate();
  }

  /** Leaves the smaller fleet that was not enough. */
  private backToBest(): void {
    for (const vehicle of this.best.restore()) this.inserter.restore(vehicle);
    this.value = this.evaluate();
    this.closeSpareVehicles();
  }

  private closeSpareVehicles(): void {
    const dear = vehiclesComeFirst(this.state);
    for (let vehicle = 0; vehicle < this.problem.vehicleCount; vehicle++)
      this.vehicles.closed[vehicle] = dear && this.state.length[vehicle] === 0 ? 1 : 0;
  }

  /** One iteration; false where it was broken off, and taken back, because the search has to stop. */
  private step(temperature: number): boolean {
    const { state, missingCharge, pace } = this;
    pace.work += this.stepWork + state.absentCount;
    if (missingCharge && missingCharge.sinceComplete > LOST_AFTER) this.backToComplete(missingCharge);
    state.begin();
    // Recording has changed what the plan's own missing units weigh.
    if (this.reducing) this.missingSum = this.missing.sum();
    this.ruin.strike();
    const struck = state.touchedCount;
    for (let at = 0; at < struck; at++) makeDrivable(state, this.inserter, state.touched[at]);
    this.vehicles.list();
    this.recreate.mend();
    if (pace.stops()) {
      this.takeBack();
      return false;
    }
    this.moves.attempt();
    const value = this.evaluate();
    const accepted = this.reducing
      ? this.acceptsReducing(value, temperature)
      : value < this.value - temperature * Math.log(this.random.unit() + 1e-12);
    if (!accepted) this.takeBack();
    missingCharge?.note(state.missingCount === 0);
    if (!accepted) return true;
    this.best.noteTouched();
    this.value = value;
    this.keepIfBest();
    if (this.reducing && this.missingSum === 0 && !this.startReducing()) this.reducing = false;
    return true;
  }

  private takeBack(): void {
    const { state } = this;
    state.rollback();
    for (let at = 0; at < state.touchedCount; at++) this.inserter.restore(state.touched[at]);
  }

  private acceptsReducing(value: number, temperature: number): boolean {
    const sum = this.missing.sum();
    this.missing.record();
    const nearer = sum < this.missingSum;
    const level = sum === this.missingSum;
    if (!nearer && !(level && value < this.value - temperature * Math.log(this.random.unit() + 1e-12)))
      return false;
    this.missingSum = sum;
    return true;
  }

  /** After a change of prices. */
  private refreshAll(): void {
    for (let vehicle = 0; vehicle < this.problem.vehicleCount; vehicle++) this.inserter.refresh(vehicle);
  }

  /**
   * Takes requests out of runs that find no place on any departure until a plan remains that can be carried
   * out: the search may have met none but the plan it was given.
   */
  dropWhatMissesDepartures(): void {
    const { state, shared } = this;
    state.begin();
    for (this.value = this.evaluate(); shared.missed > 0; this.value = this.evaluate()) {
      const vehicle = shared.missingVehicle;
      state.drop(state.requests.ofTask[shared.missingTask()]);
      state.compact(vehicle);
      makeDrivable(state, this.inserter, vehicle);
    }
    this.best.noteTouched();
    this.keepIfBest();
  }

  private keepIfBest(): void {
    const { state } = this;
    const value = state.daysCost + this.sharedCost + state.absentCost;
    if (value >= this.bestValue || this.shared.missed > 0) return;
    this.bestValue = value;
    this.best.take();
  }

  /** What the search minimises: cost, and a charge for what must be served and is not. */
  private evaluate(): number {
    const { state, missingCharge } = this;
    this.sharedCost = this.shared.cost();
    const absent = missingCharge
      ? state.optionalCost + missingCharge.charge * state.missingCount
      : state.absentCost;
    return state.daysCost + this.sharedCost + absent;
  }

  private travelPerRequest(): number {
    const { state, problem } = this;
    const served = state.requests.unitCount - state.absentCount;
    // Where nothing is served, what is left out must do for a measure: without one nothing worse is accepted.
    if (served === 0) return Math.max(1e-9, state.optionalCost / Math.max(1, state.absentCount));
    let travel = state.daysCost;
    for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++)
      if (state.length[vehicle] > 0) travel -= problem.fixedCost[vehicle];
    return Math.max(1e-9, travel / served);
  }
}
