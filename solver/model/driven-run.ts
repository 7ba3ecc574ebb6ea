import type { RunOrder } from './run-order.js';
import type { RunToDrive } from './run-scheduler.js';

/** A run as RichRunScheduler has just driven it: what is looked at to change its times. By position. */
export interface DrivenRun {
  readonly order: RunOrder;
  readonly startSeconds: Float64Array;
  readonly leaveSeconds: Float64Array;
  /** All rest before and inside the leg to a position, and the part of it after the breaks taken there. */
  readonly restSeconds: Float64Array;
  readonly restAfterBreaks: Float64Array;
  /** Breaks of the run, by their index in the problem's breaks. */
  readonly breaksBefore: number;
  readonly breaksAfter: number;
  readonly breakPlace: Int32Array;
  /** Bounds on the start of service: set by those who look at the run. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** Latest starts of service, as found on the way back from the sink. */
  readonly latest: Float64Array;
  /** Latest arrival at the sink that keeps the end of the run and, where asked, a rest gained there. */
  latestArrival(run: RunToDrive, keepRests: boolean): number;
  /** Whether waiting at a position was a rest. */
  restedWaitingAt(at: number): boolean;
}
