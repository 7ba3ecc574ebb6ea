import { OtherType, TypeRound } from './other-type.js';
import type { Routes } from './routes.js';

/** Full runs and the larger vehicles they could move to, looked up once a run while one task is placed. */
export class Lifts {
  private readonly other: OtherType;
  private readonly round: TypeRound;
  private readonly stamped: Int32Array;
  private readonly type: Int32Array;
  private readonly cost: Float64Array;
  private stamp = 0;
  private limit = Infinity;

  constructor(private readonly routes: Routes) {
    this.other = new OtherType(routes);
    this.round = new TypeRound(routes.plain.types.length);
    this.stamped = new Int32Array(routes.size);
    this.type = new Int32Array(routes.size);
    this.cost = new Float64Array(routes.size);
  }

  /** Begins with another task; lifts that cost `limit` or more are of no use to it. */
  begin(limit: number): void {
    this.stamp = (this.stamp + 1) | 0;
    this.limit = limit;
  }

  /**
   * Cost of moving a full run to the cheapest free vehicle that has room for the task as well; Infinity where
   * there is none. Where its depot is another, the detour to the task is reckoned from the present one.
   */
  of(task: number, run: number): number {
    const { stamped, cost: costs, stamp, routes, other, round } = this;
    if (stamped[run] === stamp) return costs[run];
    stamped[run] = stamp;
    costs[run] = Infinity;
    const { plain, used, typeOf, slotOf, costOf } = routes;
    const { types, n, allowed } = plain;
    const slot = slotOf[run];
    let k = round.first();
    for (let look = 0; look < round.looks; look++, k = round.after(k)) {
      if (k === typeOf[slot] || used[k] >= types[k].vehicles.length || allowed[k * n + task] === 0) continue;
      const cost = other.cost(slot, k) - costOf[slot];
      if (cost >= costs[run] || cost >= this.limit) continue;
      if (!other.hasRoom(slot, k, task) || !other.mayServe(slot, k)) continue;
      costs[run] = cost;
      this.type[run] = k;
    }
    return costs[run];
  }

  /** The type that `of` has found. */
  typeOf(run: number): number {
    return this.type[run];
  }

  /** Whether the run, on the type found, has time for the task behind a node. */
  isTimely(task: number, before: number, run: number): boolean {
    return this.other.isTimely(this.routes.slotOf[run], this.type[run], task, before);
  }
}
