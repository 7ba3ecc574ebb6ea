import { DayChain, DOUBTFUL } from './day-chain.js';
import { DoubtfulPlaces } from './doubtful-places.js';
import { ExactDayCost } from './exact-day-cost.js';
import { RunChange } from './run-change.js';
import { BY_SCHEDULER } from './state.js';
import type { SearchState } from './state.js';
import type { TaskPrices } from './task-prices.js';

/**
 * The best place found for a task: a node to stand behind, or a new run (`after` -1) at a position
 * of a vehicle. It is offered places priced by their own run and adds what the rest of the day costs;
 * what segments cannot tell waits until it is driven exactly.
 */
export class BestPlace {
  /** Infinity before a place is found. */
  cost = Infinity;
  after = -1;
  vehicle = -1;
  position = -1;
  sink = -1;
  /** To be filled before {@link offer}. */
  readonly change = new RunChange();

  private task = 0;
  private readonly doubtful = new DoubtfulPlaces();
  private readonly chain: DayChain;
  private readonly exact: ExactDayCost;

  constructor(
    private readonly state: SearchState,
    prices: TaskPrices,
  ) {
    this.chain = new DayChain(state, prices);
    this.exact = new ExactDayCost(state, prices);
  }

  /** Forgets the places of the task before. */
  begin(task: number): void {
    this.task = task;
    this.cost = Infinity;
    this.doubtful.count = 0;
  }

  /**
   * Takes the place in `change` if it is the best. `cost`: of the changed run against what it costs
   * now; `travel`: of that all but departure costs; `mayRest`: the day's driving may need rests.
   */
  offer(cost: number, travel: number, mayRest: boolean): void {
    const { change, chain } = this;
    // Without rests the chain is a lower bound: a day it cannot hold needs no exact look.
    const bound = cost + chain.behind(change);
    if (bound >= this.cost) return;
    if (!this.isSimple(change.vehicle)) return this.doubt(bound);
    let sure = bound;
    if (chain.needsRetiming || mayRest) {
      const steps = chain.retimed(change, mayRest);
      if (steps === DOUBTFUL) return this.doubt(bound);
      sure = travel + steps;
    }
    if (sure >= this.cost) return;
    this.take(sure, change.vehicle, change.position, change.after, change.sink);
  }

  /** Keeps the place in `change`, which costs at least `bound`, to be driven by {@link settle}. */
  doubt(bound: number): void {
    const { vehicle, position, after, sink } = this.change;
    this.doubtful.offer(bound, vehicle, position, after, sink);
  }

  /** Drives the places that segments cannot price, those that promise most first, until none can win. */
  settle(): void {
    const { doubtful, exact, task } = this;
    for (let at = 0; at < doubtful.count && doubtful.bound[at] < this.cost; at++) {
      const [vehicle, position, after, sink] = doubtful.places.subarray(4 * at, 4 * at + 4);
      const cost = after >= 0 ? exact.behind(task, after) : exact.alone(task, vehicle, position, sink);
      if (cost < this.cost) this.take(cost, vehicle, position, after, sink);
    }
    doubtful.count = 0;
  }

  private take(cost: number, vehicle: number, position: number, after: number, sink: number): void {
    this.cost = cost;
    this.vehicle = vehicle;
    this.position = position;
    this.after = after;
    this.sink = sink;
  }

  /** Whether segments may tell the day's times exactly once the task is in it. */
  private isSimple(vehicle: number): boolean {
    const { taskWindowStart } = this.state.problem;
    return (
      this.state.vehicleTiming[vehicle] !== BY_SCHEDULER &&
      taskWindowStart[this.task + 1] - taskWindowStart[this.task] === 1
    );
  }
}
