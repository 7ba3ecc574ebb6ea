/** What the solver answers: runs with their times, what is left out and why, and what it costs. */

export interface PlanStop {
  readonly location: number;
  /** Served here one after another. */
  readonly tasks: readonly number[];
  /** Start of service of each of them. */
  readonly taskStartSeconds: readonly number[];
  readonly arriveSeconds: number;
  /** After waiting for the first window. */
  readonly startSeconds: number;
  readonly leaveSeconds: number;
}

/** A rest taken before leaving a stop (index into stops; -1: before leaving the start). */
export interface PlanRest {
  readonly afterStop: number;
  readonly seconds: number;
}

/**
 * A meal or other break taken before leaving a stop (index into stops; -1: at the run's start, before it
 * departs; the number of stops: at the sink, before the way home).
 */
export interface PlanBreak {
  readonly afterStop: number;
  readonly startSeconds: number;
  readonly seconds: number;
}

export interface PlanRun {
  readonly vehicle: number;
  readonly startLocation: number;
  readonly departSeconds: number;
  readonly stops: readonly PlanStop[];
  readonly rests: readonly PlanRest[];
  /** Breaks taken off duty, before the day's first departure, are not told. */
  readonly breaks: readonly PlanBreak[];
  readonly sink: number;
  readonly arriveSinkSeconds: number;
  /** End of unloading and sorting: the moment that cut-offs look at. */
  readonly unloadedSeconds: number;
  readonly metres: number;
  readonly drivingSeconds: number;
  /** Cost of services that start late. */
  readonly lateCost: number;
}

/** How many orders and parcels of a run's class leave with which departure (capacity applied). */
export interface PlanDepartureUse {
  readonly run: number;
  readonly class: number;
  /** Step index in the sink's list for that class. */
  readonly step: number;
  readonly orders: number;
  readonly parcels: number;
}

export const LEFT_OUT_CODES = [
  'no-vehicle',
  'no-road',
  'too-large',
  'window-unreachable',
  'spoils-before-hub',
  'misses-last-departure',
  'fleet-exhausted',
] as const;
/** Why a task is left out. 'fleet-exhausted': it fits alone, yet not beside the rest within the fleet or worth its cost. */
export type LeftOutCode = (typeof LEFT_OUT_CODES)[number];

export interface LeftOut {
  readonly task: number;
  readonly code: LeftOutCode;
}

export interface CostParts {
  readonly fixed: number;
  readonly distance: number;
  readonly time: number;
  /** Step costs of departures. */
  readonly hours: number;
  /** Of tasks left out, and of groups of alternatives none of which is served. */
  readonly penalties: number;
  /** Of services that start late. */
  readonly lateness: number;
  /** Of tasks served by vehicles that do not know them. */
  readonly preference: number;
  /** Of the longest day and of the spread of days. */
  readonly balance: number;
  readonly total: number;
}

export interface SolverPlan {
  /** Runs of one vehicle stand together, in time order. */
  readonly runs: readonly PlanRun[];
  /**
   * Tasks that no run serves. Of a group of alternatives nothing is left out where one member is served;
   * where none is, every member stands here and the group's penalty is paid once.
   */
  readonly leftOut: readonly LeftOut[];
  readonly departures: readonly PlanDepartureUse[];
  readonly cost: CostParts;
}
