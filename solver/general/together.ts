import type { DayJudge } from './day-judge.js';
import type { GeneralState } from './general-state.js';
import type { Inserter } from './inserter.js';
import type { OpenVehicles } from './open-vehicles.js';
import type { Pace } from './pace.js';
import type { Random } from '../search/random.js';

/** Tasks of two requests together above which their orders are too many. */
const MOST_TASKS = 4;

interface Found {
  readonly tokens: readonly number[];
  readonly cost: number;
}

/**
 * Serves two absent units at once that no day can take one after the other, as where the road to one leads
 * over the other: all their tasks beside each other, in every order, in every gap of a random vehicle's day.
 */
export class Together {
  constructor(
    private readonly state: GeneralState,
    private readonly inserter: Inserter,
    private readonly judge: DayJudge,
    private readonly vehicles: OpenVehicles,
    private readonly pace: Pace,
    private readonly random: Random,
  ) {}

  /** True where both are served now. */
  attempt(one: number, other: number): boolean {
    const { state, vehicles } = this;
    if (vehicles.count === 0) return false;
    const vehicle = vehicles.candidates[this.random.below(vehicles.count)];
    const requests = [this.requestOf(one), this.requestOf(other)];
    const tasks = requests.flatMap((request) => this.tasksOf(request));
    const { allowed } = state.problem;
    if (tasks.length > MOST_TASKS || tasks.some((task) => allowed[vehicle * state.taskCount + task] === 0))
      return false;
    const found = this.cheapest(vehicle, this.ordersOf(tasks));
    if (found === null) return false;
    const isNew = state.length[vehicle] === 0;
    state.touch(vehicle);
    state.replace(vehicle, Int32Array.from(found.tokens), found.tokens.length);
    for (const request of requests) state.serve(state.requests.unitOf[request], request);
    if (!this.inserter.refresh(vehicle)) throw new Error('A day that was driven cannot be driven again.');
    if (isNew) vehicles.list();
    return true;
  }

  /** One of a unit's alternatives. */
  private requestOf(unit: number): number {
    const { unitStart, unitRequests } = this.state.requests;
    return unitRequests[unitStart[unit] + this.random.below(unitStart[unit + 1] - unitStart[unit])];
  }

  private tasksOf(request: number): number[] {
    const { start, tasks } = this.state.requests;
    return [...tasks.subarray(start[request], start[request + 1])];
  }

  /** Every order of tasks that the rules allow. */
  private ordersOf(tasks: readonly number[]): number[][] {
    if (tasks.length === 0) return [[]];
    const { earlierStart, earlierTask } = this.state.problem;
    const isFree = (task: number): boolean =>
      !earlierTask
        .subarray(earlierStart[task], earlierStart[task + 1])
        .some((before) => tasks.includes(before));
    return tasks
      .filter(isFree)
      .flatMap((first) =>
        this.ordersOf(tasks.filter((task) => task !== first)).map((rest) => [first, ...rest]),
      );
  }

  private cheapest(vehicle: number, orders: readonly number[][]): Found | null {
    const { state, judge } = this;
    const { vehicleSinkStart, vehicleSink } = state.problem;
    const day = [...state.tokens[vehicle].subarray(0, state.length[vehicle])];
    const sinks = vehicleSink.subarray(vehicleSinkStart[vehicle], vehicleSinkStart[vehicle + 1]);
    let best: Found | null = null;
    for (let gap = 0; gap <= day.length && !this.pace.stops(); gap++) {
      const joins = gap < day.length ? [[]] : [];
      const begins = gap === 0 || day[gap - 1] >= state.taskCount;
      const owns = begins ? Array.from(sinks, (sink) => [state.taskCount + sink]) : [];
      for (const ending of [...joins, ...owns]) {
        for (const order of orders) {
          const tokens = day.toSpliced(gap, 0, ...order, ...ending);
          if (!judge.judge(vehicle, Int32Array.from(tokens), tokens.length)) continue;
          const cost = judge.cost + judge.steer;
          if (best === null || cost < best.cost) best = { tokens, cost };
        }
      }
    }
    return best;
  }
}
