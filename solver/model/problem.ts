/**
 * The routing problem as plain data: the solver's only input.
 *
 * Every number is whole. Times are seconds from the problem's own zero, distances metres, cost
 * "cost units" (Packhorse uses micro-yuan; a benchmark instance uses its own rounded unit).
 * Tasks, vehicles, locations, sinks, departures and classes are dense indexes from 0.
 */

/** Entry of a travel matrix where there is no way. */
export const NO_WAY = -1;

/** Durations and distances between all locations for one speed profile. Row-major, size x size. */
export interface TravelMatrix {
  readonly size: number;
  /** Seconds; {@link NO_WAY} where there is none. Need not be symmetric nor obey the triangle inequality. */
  readonly durations: Int32Array;
  /** Metres along the fastest way; {@link NO_WAY} where there is none. */
  readonly distances: Int32Array;
  /** Points in place of the matrices, which are then empty. */
  readonly plane?: PlaneTravel;
}

/**
 * Points in a plane by location: a leg takes as many seconds as metres, the straight distance times
 * `scale`, rounded. For problems whose matrices would be too large.
 */
export interface PlaneTravel {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly scale: number;
  readonly round: 'nearest' | 'down';
}

/** Inclusive window, seconds; it bounds the start of service. */
export type Window = readonly [openSeconds: number, closeSeconds: number];

/** A load to be collected by one visit of one vehicle. */
export interface TaskInput {
  /** Named in messages only. */
  readonly label?: string;
  readonly location: number;
  /** Amount per capacity dimension, each at least 0. */
  readonly load: readonly number[];
  /** Orders in this load by destination class; each pays the step cost of the departure it catches. */
  readonly ordersByClass: readonly number[];
  /** Parcels in this load by destination class; each uses a place of the departure it catches. */
  readonly parcelsByClass: readonly number[];
  /** Sorted, not overlapping, at least one. The vehicle may arrive early and wait. */
  readonly windows: readonly Window[];
  /** Earliest start of a run that serves the task, measured at the run's start location; 0 where free. */
  readonly runReleaseSeconds: number;
  /** Parking and walking, paid once by a run of consecutive tasks at one location. */
  readonly accessSeconds: number;
  /** Handling of this load, always paid. */
  readonly serviceSeconds: number;
  /**
   * Handling by travel profile where it differs (the walk from the road's end is shorter for a vehicle
   * that drives farther); length = number of travel matrices. Takes the place of serviceSeconds.
   */
  readonly serviceSecondsByProfile?: readonly number[];
  /** Latest moment at which the load is unloaded at a sink (shelf life); null where none. */
  readonly dueSeconds: number | null;
  /** Cost of leaving the task out; null where it must be served. */
  readonly penalty: number | null;
  /** Vehicles that may serve it (skills, cold, roads); absent means all. */
  readonly vehicles?: readonly number[];
  /**
   * True: the load is aboard from the run's start and is set down here; as it reaches no sink it has no
   * orders, no parcels and no due moment. Absent: it is collected here and stays aboard to the sink. Not
   * for tasks of a pair.
   */
  readonly delivered?: boolean;
  /** Service that starts later than `afterSeconds` costs so much a second; the windows still bind. */
  readonly lateness?: { readonly afterSeconds: number; readonly costPerSecond: number };
  /** Vehicles that know this visit; served by another one it costs `otherwiseCost`. */
  readonly preferred?: { readonly vehicles: readonly number[]; readonly otherwiseCost: number };
}

/**
 * A load carried from one task to another by one run, pickup first. The pickup's load is aboard between
 * the two; the delivery's own load must be zeros. Both or neither are served; left out, both pay their penalty. As
 * the load reaches no sink, neither has orders, parcels or a due moment.
 */
export interface PairInput {
  readonly pickup: number;
  readonly delivery: number;
  /** From the end of service at the pickup to the start of service at the delivery; null where free. */
  readonly maxAboardSeconds: number | null;
}

/**
 * Tasks of which one is served at most. Where none is, the group's penalty is paid once (null: one must be
 * served); its members' own penalties are not looked at. A task is in one group at most, in no pair and no same-run group.
 */
export interface AlternativesInput {
  readonly tasks: readonly number[];
  readonly penalty: number | null;
}

/** Tasks that one run serves, all or none; in this order, others between them, where `ordered`. */
export interface SameRunInput {
  readonly tasks: readonly number[];
  readonly ordered: boolean;
}

/** Where one run serves both, `before` comes first. */
export interface PrecedenceInput {
  readonly before: number;
  readonly after: number;
}

/** Costs that look at all vehicles used; a day lasts from the first departure to the last return. */
export interface BalanceInput {
  /** Per second of the longest day (makespan). */
  readonly longestDayCostPerSecond: number;
  /** Per second by which the longest day exceeds the shortest among vehicles used. */
  readonly spreadCostPerSecond: number;
}

/** Rest rule: after so much driving since the last rest, a rest of at least so long. */
export interface RestRule {
  readonly drivingSeconds: number;
  readonly restSeconds: number;
}

/**
 * A meal or another break at a time of day. It is taken, whole and without driving, where the vehicle
 * stands: at the first departure from a place (the start, a stop or a sink) whose next arrival would come
 * after the break's opening, not before that opening and not after its closing. Owed only where the day
 * still has a place to go to after the opening; it counts as a rest where it is as long as one.
 *
 * The vehicle may wait for the opening so as to take it at an earlier place. A way home that ends at the
 * sink's own location is no departure. The day's first departure owes nothing once `seconds` have passed
 * since the opening: that break was taken off duty, and no plan lists it.
 */
export interface BreakInput {
  /** Its start lies inside; inclusive. */
  readonly window: Window;
  /** At least 1. */
  readonly seconds: number;
}

export interface VehicleInput {
  readonly label?: string;
  /** Index into {@link ProblemInput.travel}. */
  readonly profile: number;
  readonly capacity: readonly number[];
  /** Where the first run starts. A later run starts at the sink where the one before it ended. */
  readonly startLocation: number;
  /** Where the vehicle must be when its day ends; null where it may stay at its last sink. */
  readonly endLocation: number | null;
  /** Sinks at which a run of this vehicle may end. */
  readonly sinks: readonly number[];
  /** The first departure is not before, the last return not after. */
  readonly shift: Window;
  /** From first departure to last return; null where free. */
  readonly maxDutySeconds: number | null;
  readonly maxDrivingSeconds: number | null;
  /** Per day over all runs; null where free (range of a battery, or a limit in metres). */
  readonly maxMetres: number | null;
  readonly maxRuns: number | null;
  /** Between the end of unloading and the start of the next run. */
  readonly turnaroundSeconds: number;
  readonly rest: RestRule | null;
  /** In the order of their windows, which do not overlap. */
  readonly breaks?: readonly BreakInput[];
  /** Legs driven with at least so much aboard in some dimension take this travel profile (loaded downhill). */
  readonly laden?: { readonly profile: number; readonly fromLoad: readonly number[] };
  /** Of pairs aboard the last one picked up is delivered first. */
  readonly lifo?: boolean;
  /** Every delivered task of a run comes before its other tasks (backhauls). */
  readonly deliveriesFirst?: boolean;
  /** Paid once when the vehicle is used at all. */
  readonly fixedCost: number;
  readonly costPerMetre: number;
  /** Paid for the time from each run's start to the end of its unloading, and for the final way home. */
  readonly costPerSecond: number;
}

/** A departure a class of orders may catch at a sink, in the order of their cut-offs. */
export interface StepInput {
  /** Caught by loads unloaded (and sorted) at or before this moment. */
  readonly cutoffSeconds: number;
  /** Cost of one order that leaves with it, above the best this order could ever have had. Not decreasing. */
  readonly costPerOrder: number;
  /** Index into {@link ProblemInput.departures}, whose places it uses; null where places do not run out. */
  readonly departure: number | null;
}

/** A place where runs end and loads are unloaded: the hub, or an outlet. */
export interface SinkInput {
  readonly location: number;
  /** Unloading begins and ends inside; inclusive. */
  readonly window: Window;
  readonly unloadSeconds: number;
  /** Milliseconds per parcel, unloading and sorting; the sum is rounded up to a second. */
  readonly unloadMillisecondsPerParcel: number;
  /** By class; a class with no steps costs nothing here and may end here at any time. */
  readonly steps: readonly (readonly StepInput[])[];
}

export interface DepartureInput {
  /** Places in parcels; null where they do not run out. */
  readonly capacityParcels: number | null;
}

export interface ProblemInput {
  readonly travel: readonly TravelMatrix[];
  /** Number of capacity dimensions, at least 0. */
  readonly dimensions: number;
  /** Number of destination classes, at least 0. */
  readonly classes: number;
  readonly tasks: readonly TaskInput[];
  readonly vehicles: readonly VehicleInput[];
  readonly sinks: readonly SinkInput[];
  readonly departures: readonly DepartureInput[];
  readonly pairs?: readonly PairInput[];
  readonly alternatives?: readonly AlternativesInput[];
  readonly sameRun?: readonly SameRunInput[];
  readonly precedences?: readonly PrecedenceInput[];
  readonly balance?: BalanceInput;
}
