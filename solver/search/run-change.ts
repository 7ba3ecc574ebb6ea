import type { SearchState } from './state.js';

/**
 * What a place for a task makes of a day: one run changed, or one more. A single object is filled
 * anew for every place that is looked at closely; times in seconds.
 */
export class RunChange {
  vehicle = -1;
  /** Position of the run in the day. */
  position = -1;
  /** The run as it stands; -1 for a new one. */
  run = -1;
  /** Node that the task would stand behind; -1 in a new run. */
  after = -1;
  sink = -1;
  /** The run with the task, as a segment (see SearchState) with the rests that it has now, and the release of what it serves. */
  d = 0;
  e = 0;
  l = 0;
  release = 0;
  /** When it departs and is unloaded, were the day before it to stay. */
  depart = 0;
  end = 0;
  /** All its driving, the leg to its first task, and when that opens less access. Only told where rests may be needed. */
  driving = 0;
  firstLeg = 0;
  firstOpen = 0;

  /** Sets the place. */
  stand(vehicle: number, position: number, run: number, after: number, sink: number): void {
    this.vehicle = vehicle;
    this.position = position;
    this.run = run;
    this.after = after;
    this.sink = sink;
  }

  /** Sets the segment and the release. */
  segment(d: number, e: number, l: number, release: number): void {
    this.d = d;
    this.e = e;
    this.l = l;
    this.release = release;
  }

  /** Sets what rests depend on. */
  setDriving(state: SearchState, first: number, firstLeg: number, driving: number): void {
    this.firstLeg = firstLeg;
    this.firstOpen = state.windowOpen[first] - state.access[first];
    this.driving = driving;
  }
}
