import type { Problem } from '../model/frozen-problem.js';

/** For each task the groups of vehicles that may serve it, in the order of what a run for it alone costs. */
export class SoloGroups {
  /** [task * groupCount + rank]: a group, or -1 after the last; filled by {@link rank}. */
  readonly ranked: Int32Array;
  /** Vehicles of group g: entries [start[g], start[g + 1]) of `vehicles`. */
  readonly start: Int32Array;
  readonly vehicles: Int32Array;
  private readonly done: Uint8Array;

  /** `soloCost`: [group * taskCount + task] */
  constructor(
    private readonly problem: Problem,
    private readonly soloCost: Float64Array,
  ) {
    const { groupCount, taskCount, vehicleCount, vehicleGroup } = problem;
    this.ranked = new Int32Array(taskCount * groupCount);
    this.done = new Uint8Array(taskCount);
    this.vehicles = Int32Array.from({ length: vehicleCount }, (_, vehicle) => vehicle);
    this.vehicles.sort((a, b) => vehicleGroup[a] - vehicleGroup[b] || a - b);
    this.start = new Int32Array(groupCount + 1);
    for (const group of vehicleGroup) this.start[group + 1]++;
    for (let group = 0; group < groupCount; group++) this.start[group + 1] += this.start[group];
  }

  /** Ranks the groups for a task, once. */
  rank(task: number): void {
    if (this.done[task] === 1) return;
    this.done[task] = 1;
    const { ranked, soloCost, start, vehicles } = this;
    const { groupCount, taskCount } = this.problem;
    const first = task * groupCount;
    let end = first;
    for (let group = 0; group < groupCount; group++) {
      if (!this.mayServe(vehicles[start[group]], task)) continue;
      const cost = soloCost[group * taskCount + task];
      let at = end++;
      for (; at > first && soloCost[ranked[at - 1] * taskCount + task] > cost; at--)
        ranked[at] = ranked[at - 1];
      ranked[at] = group;
    }
    if (end < first + groupCount) ranked[end] = -1;
  }

  private mayServe(vehicle: number, task: number): boolean {
    const { allowed, taskCount, dimensionCount, taskLoad, vehicleCapacity } = this.problem;
    if (allowed[vehicle * taskCount + task] === 0) return false;
    for (let d = 0; d < dimensionCount; d++) {
      if (taskLoad[task * dimensionCount + d] > vehicleCapacity[vehicle * dimensionCount + d]) return false;
    }
    return true;
  }
}
