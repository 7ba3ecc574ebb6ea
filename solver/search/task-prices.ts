import type { SearchState } from './state.js';

/** Departure cost of one task by slot (index over all sinks), looked up once a slot and task. */
export class TaskPrices {
  private task = 0;
  private stamp = 0;
  private readonly slotStamp: Int32Array;
  private readonly slotCost: Float64Array;

  constructor(private readonly state: SearchState) {
    const slots = state.problem.slotCutoffSeconds.length;
    this.slotStamp = new Int32Array(slots);
    this.slotCost = new Float64Array(slots);
  }

  /** Turns to a task, at the prices of now. */
  begin(task: number): void {
    this.task = task;
    this.stamp++;
  }

  /** What the task adds to the departure cost of a load that meets the slot. */
  at(slot: number): number {
    if (this.slotStamp[slot] === this.stamp) return this.slotCost[slot];
    const { problem, prices } = this.state;
    const { taskClassStart, taskClass, taskClassOrders, taskClassParcels } = problem;
    let cost = 0;
    for (let at = taskClassStart[this.task]; at < taskClassStart[this.task + 1]; at++)
      cost += prices.slotCost(slot, taskClass[at], taskClassOrders[at], taskClassParcels[at]);
    this.slotStamp[slot] = this.stamp;
    this.slotCost[slot] = cost;
    return cost;
  }
}
