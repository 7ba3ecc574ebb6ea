import type { ElevationModel } from './elevation/elevation-model.js';
import type { EdgeLengths, Network } from './network/network.js';
import type { Leaving } from './network/turn-bans.js';
import type { Profile } from './profiles/profile.js';
import type { Departures } from './search/expand-turns.js';
import type { Hierarchy } from './search/hierarchy.js';
import type { SearchGraph } from './search/search-graph.js';
import type { SegmentIndex } from './snap/segment-index.js';

/** What an edge is to a profile. */
export const CLOSED = 0;
/** Open, but not joined both ways to the largest part of the network. */
export const ISLAND = 1;
export const MAIN = 2;

/** The network as one profile drives it. */
export interface ProfileGraph {
  readonly profile: Profile;
  /** Milliseconds by ref, -1 where closed. */
  readonly millis: Int32Array;
  /** By edge: {@link CLOSED}, {@link ISLAND} or {@link MAIN}. */
  readonly standing: Uint8Array;
  /** By ref: search node at which it arrives, -1 where closed. */
  readonly arrivals: Int32Array;
  readonly departures: Departures;
  /** Numbered as the hierarchy is. */
  readonly graph: SearchGraph;
  readonly hierarchy: Hierarchy;
}

/** Everything an open road source holds. */
export interface RoadGraph {
  readonly network: Network;
  readonly lengths: EdgeLengths;
  readonly leaving: Leaving;
  readonly segments: SegmentIndex;
  readonly elevation: ElevationModel;
  readonly profiles: readonly ProfileGraph[];
}
