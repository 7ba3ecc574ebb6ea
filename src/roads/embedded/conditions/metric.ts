import { createHash } from 'node:crypto';
import { edgeMillis } from '../network/edge-costs.js';
import type { EdgeLengths, Network } from '../network/network.js';
import { plainState, profileState, type ProfileState } from '../profiles/profile-state.js';
import type { ProfileGraph } from '../road-graph.js';
import { contractInOrder } from '../search/contract.js';
import type { Hierarchy } from '../search/hierarchy.js';
import { priceArcs, type SearchGraph } from '../search/search-graph.js';
import type { TravelConditions } from '../../road-source.js';
import { withChanges, type PieceChanges } from './piece-changes.js';

/** What makes a profile's times differ from those of its plain graph; plain data that crosses threads. */
export interface MetricSpec {
  /** The same for the same times. */
  readonly key: string;
  readonly state: ProfileState;
  readonly changes: PieceChanges | null;
}

/** The spec of conditions for a profile; null where the plain graph's times hold. @throws RoadError conditions-invalid. */
export const metricSpec = (
  network: Network,
  { profile }: ProfileGraph,
  index: number,
  conditions: TravelConditions,
  changes: PieceChanges | null,
): MetricSpec | null => {
  const state = profileState(network.kinds, profile, index, conditions);
  if (state === null && changes === null) return null;
  const held = state ?? plainState(network.kinds, profile, index);
  return { key: keyOf(index, held, changes), state: held, changes };
};

/** The state by which pieces are timed. */
export const stateOf = ({ state, changes }: MetricSpec): ProfileState =>
  changes === null ? state : withChanges(state, changes);

const keyOf = (index: number, { bounds, ...state }: ProfileState, changes: PieceChanges | null): string => {
  const hash = createHash('sha256');
  hash.update(`${index} ${JSON.stringify([state.engine, state.terrain, [...(bounds ?? [])]])}`);
  for (const column of [state.kmh, state.factor, ...(changes === null ? [] : Object.values(changes))]) {
    const { buffer, byteOffset, byteLength } = column as Float64Array;
    hash.update(`|${byteLength}|`).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('base64url');
};

/** A profile's graph timed anew; nodes and arcs keep their numbers, closed arcs cost -1. */
export class Metric {
  readonly graph: SearchGraph;
  /** Milliseconds by ref. */
  readonly millis: Int32Array;
  readonly state: ProfileState;
  private contracted: Hierarchy | null = null;

  constructor(
    network: Network,
    lengths: EdgeLengths,
    profile: ProfileGraph,
    index: number,
    spec: MetricSpec,
  ) {
    this.state = stateOf(spec);
    this.millis = edgeMillis(network, profile.profile, index, this.state);
    this.graph = priceArcs(profile.graph, { millis: this.millis, ...lengths });
  }

  get hierarchy(): Hierarchy | null {
    return this.contracted;
  }

  /**
   * Contracts the graph in the order of the plain hierarchy, which is the reverse of the nodes' numbers, so
   * that its answers are exact for these times and its nodes are numbered alike.
   * @throws what onProgress throws, to end the work.
   */
  contract(onProgress: (share: number) => void): Hierarchy {
    const { nodeCount } = this.graph;
    const order = Int32Array.from({ length: nodeCount }, (_, rank) => nodeCount - 1 - rank);
    return (this.contracted ??= contractInOrder(this.graph, order, onProgress).hierarchy);
  }
}
