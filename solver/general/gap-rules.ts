import type { Problem } from '../model/frozen-problem.js';
import type { GeneralState } from './general-state.js';

/** A run of a day: tokens [from, sink), the sink's own token at `sink`, and where and when it starts at best. */
export interface RunSpan {
  vehicle: number;
  from: number;
  sink: number;
  startLocation: number;
  startSeconds: number;
}

/** What the rules of order leave of a run's gaps to a task; gap g is the one before token g of the day. */
export class GapRules {
  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
  ) {}

  /** Whether a rule has the first task served before the second. */
  mustPrecede(first: number, second: number): boolean {
    const { earlierStart, earlierTask } = this.problem;
    for (let at = earlierStart[second]; at < earlierStart[second + 1]; at++)
      if (earlierTask[at] === first) return true;
    return false;
  }

  /** First gap of the run. */
  lowest(span: RunSpan, task: number): number {
    const { earlierStart, earlierTask, deliveriesFirst, taskDelivered } = this.problem;
    const { vehicle, from, sink } = span;
    let lowest = from;
    for (let at = earlierStart[task]; at < earlierStart[task + 1]; at++)
      lowest = Math.max(lowest, this.placeInRun(span, earlierTask[at], -1) + 1);
    if (deliveriesFirst[vehicle] === 1 && taskDelivered[task] === 0) {
      const tokens = this.state.tokens[vehicle];
      while (lowest < sink && taskDelivered[tokens[lowest]] === 1) lowest++;
    }
    return lowest;
  }

  /** Last gap of the run. */
  highest(span: RunSpan, task: number): number {
    const { laterStart, laterTask, deliveriesFirst, taskDelivered } = this.problem;
    const { vehicle, from, sink } = span;
    let highest = sink;
    for (let at = laterStart[task]; at < laterStart[task + 1]; at++)
      highest = Math.min(highest, this.placeInRun(span, laterTask[at], sink));
    if (deliveriesFirst[vehicle] === 1 && taskDelivered[task] === 1) {
      const tokens = this.state.tokens[vehicle];
      let end = from;
      while (end < sink && taskDelivered[tokens[end]] === 1) end++;
      highest = Math.min(highest, end);
    }
    return highest;
  }

  private placeInRun({ vehicle, from, sink }: RunSpan, task: number, otherwise: number): number {
    const at = this.state.position[task];
    return this.state.vehicleOf[task] === vehicle && at >= from && at < sink ? at : otherwise;
  }
}
