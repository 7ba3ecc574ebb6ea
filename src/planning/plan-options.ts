import type { Day } from '../domain/day.js';
import type { Unassigned } from '../domain/plan.js';

/** What a planning run takes and tells; shared by the command line, the job queue and the worker. */

export interface PlanOptions {
  /** Wall-clock seconds for the search. Default 60. */
  readonly timeSeconds: number;
  /** Worker threads for travel and search, at least 1. */
  readonly threads: number;
  readonly seed: number;
  /** Reproducible budget: search iterations instead of seconds. */
  readonly iterations?: number;
}

export const PLAN_STAGES = [
  'intake',
  'roads',
  'travel',
  'sourcing',
  'consolidation',
  'solve',
  'chain',
  'gains',
  'done',
] as const;
export type PlanStage = (typeof PLAN_STAGES)[number];

export interface PlanProgress {
  readonly stage: PlanStage;
  /** Of this stage, 0..1; null where unknown. */
  readonly share: number | null;
  readonly elapsedSeconds: number;
  /** Number of the solving pass, from 1; null outside solving. Incumbents of different passes do not compare. */
  readonly pass: number | null;
  /** Yuan; null before there is a plan. Of the pass under way, not yet of the whole day. */
  readonly incumbent: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  /** Orders without a run in the incumbent; null before there is one. */
  readonly unassigned: number | null;
}

/** A road network: what a name in a day document or a path beside it resolves to. Plain data. */
export type NetworkFiles = NetworkExtract | NetworkServer;

/** Roads built from files. */
export interface NetworkExtract {
  readonly extract: string;
  /** Folder or file of heights. */
  readonly elevation?: string;
  /** JSON file of profiles; absent: the built-in ones. */
  readonly profiles?: string;
}

/** Roads of a GraphHopper server. Its key is in the environment of the thread that asks it, never here. */
export interface NetworkServer {
  /** Address of the server. */
  readonly graphhopper: string;
  /** Our names of profiles to the server's; absent: its own names. */
  readonly profileNames?: Readonly<Record<string, string>>;
}

/** Everything a worker needs to plan a day; plain data, so that it can cross threads. */
export interface PlanTask {
  readonly id: string;
  /** ISO 8601 with an offset. */
  readonly createdAt: string;
  /** A day as `readDay` returns it: checked, WGS-84. */
  readonly day: Day;
  /** Orders that intake set aside, listed in the plan as unassigned. */
  readonly setAside: readonly Unassigned[];
  readonly network: NetworkFiles;
  /** Folder where built graphs are kept. */
  readonly graphCache: string;
  readonly options: PlanOptions;
}
