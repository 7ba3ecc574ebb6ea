import type { ProblemRules } from './frozen-rules.js';
import type { ProblemInput } from './problem.js';

/** Stands for "no limit" in arrays of seconds and metres; larger than any number a problem may hold. */
export const NEVER = 2_000_000_000;

/**
 * A problem that passed every check, frozen into typed arrays: the only form the solver works on.
 *
 * Lists per task, vehicle or sink are stored one after another with an array of starts beside them
 * (`xStart[i]` to `xStart[i + 1]`). Travel matrices are the caller's own arrays, not copies.
 */
export interface Problem extends ProblemRules {
  readonly input: ProblemInput;
  readonly locationCount: number;
  readonly taskCount: number;
  readonly vehicleCount: number;
  readonly sinkCount: number;
  readonly departureCount: number;
  readonly classCount: number;
  readonly dimensionCount: number;

  /** By profile, row-major, seconds and metres; NO_WAY where there is none. */
  readonly durations: readonly Int32Array[];
  readonly distances: readonly Int32Array[];

  readonly taskLocation: Int32Array;
  /** [task * dimensionCount + dimension] */
  readonly taskLoad: Float64Array;
  /** By travel profile, then task. */
  readonly taskServiceSeconds: readonly Int32Array[];
  /** Paid by the first of consecutive tasks at one location. */
  readonly taskAccessSeconds: Int32Array;
  readonly taskReleaseSeconds: Int32Array;
  /** {@link NEVER} where none. */
  readonly taskDueSeconds: Int32Array;
  /**
   * Cost of leaving out; 0 for a task that must be served (see taskMandatory), and for one of
   * alternatives, whose group pays instead (see alternativePenalty).
   */
  readonly taskPenalty: Float64Array;
  readonly taskMandatory: Uint8Array;
  /** Over all classes. */
  readonly taskParcels: Int32Array;
  readonly taskWindowStart: Int32Array;
  readonly windowOpenSeconds: Int32Array;
  readonly windowCloseSeconds: Int32Array;
  /** Classes a task has orders or parcels of. */
  readonly taskClassStart: Int32Array;
  readonly taskClass: Int32Array;
  readonly taskClassOrders: Int32Array;
  readonly taskClassParcels: Int32Array;
  /** 1 where the vehicle may serve the task: [vehicle * taskCount + task]. */
  readonly allowed: Uint8Array;

  readonly vehicleProfile: Int32Array;
  /** [vehicle * dimensionCount + dimension] */
  readonly vehicleCapacity: Float64Array;
  readonly vehicleStart: Int32Array;
  /** -1 where the vehicle may stay at its last sink. */
  readonly vehicleEnd: Int32Array;
  readonly shiftOpenSeconds: Int32Array;
  readonly shiftCloseSeconds: Int32Array;
  /** These four are {@link NEVER} where free. */
  readonly maxDutySeconds: Int32Array;
  readonly maxDrivingSeconds: Int32Array;
  readonly maxMetres: Int32Array;
  readonly maxRuns: Int32Array;
  readonly turnaroundSeconds: Int32Array;
  /** {@link NEVER} where there is no rest rule. */
  readonly restDrivingSeconds: Int32Array;
  readonly restSeconds: Int32Array;
  readonly fixedCost: Float64Array;
  readonly costPerMetre: Float64Array;
  readonly costPerSecond: Float64Array;
  readonly vehicleSinkStart: Int32Array;
  readonly vehicleSink: Int32Array;
  /** Identical vehicles share a group; groups are numbered by their first vehicle. */
  readonly vehicleGroup: Int32Array;
  readonly groupCount: number;

  readonly sinkLocation: Int32Array;
  readonly sinkOpenSeconds: Int32Array;
  readonly sinkCloseSeconds: Int32Array;
  readonly unloadSeconds: Int32Array;
  readonly unloadMillisecondsPerParcel: Int32Array;
  /**
   * The distinct cut-offs of a sink over all classes, ascending, cut time into slots; the last slot of
   * every sink has cut-off {@link NEVER}. A load unloaded at t is in the first slot with cut-off >= t.
   */
  readonly sinkSlotStart: Int32Array;
  readonly slotCutoffSeconds: Int32Array;
  /** Cost of one order of a class unloaded in a slot, places aside; Infinity after its last cut-off. */
  readonly slotOrderCost: Float64Array;

  /** Steps of [sink * classCount + class], in the order of their cut-offs. */
  readonly stepStart: Int32Array;
  readonly stepCutoffSeconds: Int32Array;
  readonly stepOrderCost: Float64Array;
  /** -1 where places do not run out. */
  readonly stepDeparture: Int32Array;

  /** Places in parcels; {@link NEVER} where they do not run out, however the day is planned. */
  readonly departurePlaces: Int32Array;
  /** True where some departure has fewer places than the day has parcels for it. */
  readonly placesMayRunOut: boolean;
}
