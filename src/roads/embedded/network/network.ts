import type { RoadKind } from '../profiles/way-speed.js';
import { metresBetween, UNITS_PER_DEGREE } from '../geo.js';

/**
 * Roads as edges between nodes, shared by all profiles. An edge runs forward from `edgeFrom` to
 * `edgeTo`; a **ref** is an edge in one direction, 2 * edge forward and 2 * edge + 1 backward.
 */
export interface Network {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly edgeFrom: Int32Array;
  readonly edgeTo: Int32Array;
  /** Index into kinds. */
  readonly edgeKind: Int32Array;
  /** Index into names, -1 without one. */
  readonly edgeName: Int32Array;
  /** First vertex of an edge; one entry more than edges. An edge's vertices include both its nodes. */
  readonly edgeStart: Int32Array;
  /** Vertices in 1e-7 degrees. */
  readonly lon: Int32Array;
  readonly lat: Int32Array;
  /** First vertex of each stretch of one OpenStreetMap way, ascending, and the way's id. */
  readonly wayFrom: Int32Array;
  readonly wayIds: Float64Array;
  /** Metres above the sea, smoothed along the roads; 0 without elevation. */
  readonly height: Float32Array;
  readonly kinds: readonly RoadKind[];
  readonly names: readonly string[];
}

/** What an edge costs whatever drives it. */
export interface EdgeLengths {
  readonly decimetres: Int32Array;
  /** Decimetres climbed by ref; the descent of a ref is the climb of its reverse. */
  readonly climb: Int32Array;
}

export const isBackward = (ref: number): boolean => (ref & 1) === 1;
export const reverseOf = (ref: number): number => ref ^ 1;

/** Node a ref arrives at. */
export const headOf = (network: Pick<Network, 'edgeFrom' | 'edgeTo'>, ref: number): number =>
  (isBackward(ref) ? network.edgeFrom : network.edgeTo)[ref >> 1]!;

/** Metres from a vertex to the next. */
export const pieceMetres = (network: Pick<Network, 'lon' | 'lat'>, vertex: number): number =>
  metresBetween(
    network.lon[vertex]! / UNITS_PER_DEGREE,
    network.lat[vertex]! / UNITS_PER_DEGREE,
    network.lon[vertex + 1]! / UNITS_PER_DEGREE,
    network.lat[vertex + 1]! / UNITS_PER_DEGREE,
  );

/** [west, south, east, north] of all vertices, degrees. */
export const networkBounds = (
  network: Pick<Network, 'lon' | 'lat'>,
): [west: number, south: number, east: number, north: number] => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = 0; v < network.lon.length; v += 1) {
    const lon = network.lon[v]!;
    const lat = network.lat[v]!;
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return [
    west / UNITS_PER_DEGREE,
    south / UNITS_PER_DEGREE,
    east / UNITS_PER_DEGREE,
    north / UNITS_PER_DEGREE,
  ];
};
