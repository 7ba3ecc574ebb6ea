import type { Isochrone } from '../../road-source.js';
import type { MetricSpec } from '../conditions/metric.js';
import type { MatrixResult, MatrixTask } from '../matrix-task.js';
import type { Network, EdgeLengths } from '../network/network.js';
import type { ProfileGraph } from '../road-graph.js';
import type { Way } from '../search/fastest-way.js';
import type { Seeds } from '../search/seeds.js';
import type { Anchor } from '../snap/anchor.js';

/** What the thread that searches holds of a graph. */
export interface SearchedRoads {
  readonly network: Network;
  readonly lengths: EdgeLengths;
  readonly profiles: readonly ProfileGraph[];
}

/** Work for the thread that searches, and what each kind answers. */
export type RoadJob =
  | { readonly kind: 'matrix'; readonly task: MatrixTask }
  /** The way from source i to target i, for every i. */
  | { readonly kind: 'ways'; readonly sources: Seeds; readonly targets: Seeds }
  | {
      readonly kind: 'isochrone';
      readonly anchor: Anchor;
      readonly seeds: Seeds;
      readonly minutes: readonly number[];
      readonly direction: 'from' | 'to';
    };

export interface RoadResults {
  readonly matrix: MatrixResult;
  readonly ways: readonly (Way | null)[];
  readonly isochrone: readonly Isochrone[];
}

export type ResultOf<Job extends RoadJob> = RoadResults[Job['kind']];

/** Asked of the thread. */
export interface RoadRequest {
  readonly id: number;
  /** Index of the profile. */
  readonly profile: number;
  /** Null for the plain graph. */
  readonly metric: MetricSpec | null;
  readonly job: RoadJob;
  /** Its one number becomes 1 when the answer is no longer wanted. */
  readonly cancelled: Int32Array;
}

/** Told by the thread. */
export type RoadReport =
  | { readonly id: number; readonly kind: 'progress'; readonly share: number }
  | { readonly id: number; readonly kind: 'done'; readonly result: RoadResults[keyof RoadResults] }
  | { readonly id: number; readonly kind: 'cancelled' }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

/** Thrown within the thread where an answer is no longer wanted. */
export class Cancelled extends Error {}
