/** What the solver answers: runs with their times, what is left out and why, and what it costs. */

export interface PlanStop {
  readonly location: number;
  /** Served here one after another. */
  readonly tasks: readonly number[];
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

export interface PlanRun {
  readonly vehicle: number;
  readonly startLocation: number;
  readonly departSeconds: number;
  readonly stops: readonly PlanStop[];
  readonly rests: readonly PlanRest[];
  readonly sink: number;
  readonly arriveSinkSeconds: number;
  /** End of unloading and sorting: the moment that cut-offs look at. */
  readonly unloadedSeconds: number;
  readonly metres: number;
  readonly drivingSeconds: number;
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
  readonly penalties: number;
  readonly total: number;
}

export interface SolverPlan {
  /** Runs of one vehicle stand together, in time order. */
  readonly runs: readonly PlanRun[];
  readonly leftOut: readonly LeftOut[];
  readonly departures: readonly PlanDepartureUse[];
  readonly cost: CostParts;
}
