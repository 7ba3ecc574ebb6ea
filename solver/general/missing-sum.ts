import type { GeneralState } from './general-state.js';

/**
 * How often each unit that must be served was not, so far: the hard ones weigh more as time goes by. A plan
 * whose missing units have a smaller sum is nearer to one without any (the absent sum of Christiaens
 * and Vanden Berghe 2020, section 4.4).
 */
export class MissingSum {
  private readonly count: Float64Array;

  constructor(private readonly state: GeneralState) {
    this.count = new Float64Array(state.requests.unitCount).fill(1);
  }

  /** Of the units that the state leaves out and must not. */
  sum(): number {
    const { absent, absentCount, requests } = this.state;
    let sum = 0;
    for (let at = 0; at < absentCount; at++)
      if (requests.mandatory[absent[at]] === 1) sum += this.count[absent[at]];
    return sum;
  }

  /** Counts the units that the state leaves out and must not. */
  record(): void {
    const { absent, absentCount } = this.state;
    for (let at = 0; at < absentCount; at++) this.count[absent[at]]++;
  }

  /** Of the units of a day. */
  ofDay(vehicle: number): number {
    const { state } = this;
    const { ofTask, start, tasks, unitOf } = state.requests;
    let sum = 0;
    for (let at = 0; at < state.length[vehicle]; at++) {
      const token = state.tokens[vehicle][at];
      // Once a request, at its first task.
      if (token < state.taskCount && tasks[start[ofTask[token]]] === token)
        sum += this.count[unitOf[ofTask[token]]];
    }
    return sum;
  }
}
