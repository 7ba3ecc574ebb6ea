import Flatbush from 'flatbush';
import { METRES_PER_DEGREE, metresPerLonDegree, UNITS_PER_DEGREE } from '../geo.js';
import type { Network } from '../network/network.js';

/** Boxes over short stretches of road, to find the edges near a point. */
export interface SegmentIndex {
  /** Edge and first vertex of each stretch. */
  readonly edges: Int32Array;
  readonly firstVertices: Int32Array;
  readonly tree: Flatbush;
}

/** Where a point meets an edge. */
export interface EdgeSnap {
  readonly edge: number;
  /** The vertex before the place, and the share of the piece to the next vertex, 0..1. */
  readonly vertex: number;
  readonly share: number;
  readonly lon: number;
  readonly lat: number;
  /** From the point to the place, not rounded. */
  readonly metres: number;
}

// One box a few pieces keeps the tree small and the boxes tight.
const PIECES_PER_BOX = 6;

/** Indexes all edges of a network. */
export const indexSegments = (network: Network): SegmentIndex => {
  const edges: number[] = [];
  const firstVertices: number[] = [];
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    const last = network.edgeStart[edge + 1]! - 1;
    for (let vertex = network.edgeStart[edge]!; vertex < last; vertex += PIECES_PER_BOX) {
      edges.push(edge);
      firstVertices.push(vertex);
    }
  }
  const tree = new Flatbush(edges.length, 16, Int32Array);
  edges.forEach((edge, i) => {
    const last = lastVertex(network, edge, firstVertices[i]!);
    const lons = network.lon.subarray(firstVertices[i], last + 1);
    const lats = network.lat.subarray(firstVertices[i], last + 1);
    tree.add(Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats));
  });
  tree.finish();
  return { edges: Int32Array.from(edges), firstVertices: Int32Array.from(firstVertices), tree };
};

const lastVertex = (network: Network, edge: number, first: number): number =>
  Math.min(first + PIECES_PER_BOX, network.edgeStart[edge + 1]! - 1);

/** Pieces of road in the boxes that meet a box of degrees: all that lie in it and some near it. */
export function* piecesWithin(
  index: SegmentIndex,
  network: Network,
  [west, south, east, north]: readonly [number, number, number, number],
): Iterable<{ edge: number; vertex: number }> {
  const [x, y] = [west * UNITS_PER_DEGREE - 1, south * UNITS_PER_DEGREE - 1];
  const [x2, y2] = [east * UNITS_PER_DEGREE + 1, north * UNITS_PER_DEGREE + 1];
  for (const box of index.tree.search(x, y, x2, y2)) {
    const edge = index.edges[box]!;
    const first = index.firstVertices[box]!;
    const last = lastVertex(network, edge, first);
    for (let vertex = first; vertex < last; vertex += 1) yield { edge, vertex };
  }
}

/** Search radius grows by this factor until the nearest road is certain. */
const GROWTH = 4;
const FIRST_METRES = 30;

/**
 * The nearest place on the network's main part within the limit, else the nearest on an island:
 * a scrap of road nothing leads to is no use while the main part is in reach.
 *
 * @param standing by edge: 0 closed, 1 island, 2 main.
 * @param isClosed whether the piece of an edge from a vertex is closed for now, and so no place to stop.
 */
export const nearestPlace = (
  index: SegmentIndex,
  network: Network,
  standing: Uint8Array,
  lon: number,
  lat: number,
  maxMetres: number,
  isClosed?: (edge: number, vertex: number) => boolean,
): EdgeSnap | null => {
  for (let radius = Math.min(FIRST_METRES, maxMetres); ; radius = Math.min(radius * GROWTH, maxMetres)) {
    const [main, island] = nearestWithin(index, network, standing, lon, lat, radius, isClosed);
    if (main !== null) return main;
    if (radius >= maxMetres) return island;
  }
};

/** The nearest place found so far, as numbers: pieces are tried by the thousand. */
interface Best {
  metres: number;
  edge: number;
  vertex: number;
  share: number;
}

const nearestWithin = (
  index: SegmentIndex,
  network: Network,
  standing: Uint8Array,
  lon: number,
  lat: number,
  radius: number,
  isClosed?: (edge: number, vertex: number) => boolean,
): [EdgeSnap | null, EdgeSnap | null] => {
  const perLonDegree = metresPerLonDegree(lat);
  const dLon = (radius / perLonDegree) * UNITS_PER_DEGREE + 1;
  const dLat = (radius / METRES_PER_DEGREE) * UNITS_PER_DEGREE + 1;
  const x = lon * UNITS_PER_DEGREE;
  const y = lat * UNITS_PER_DEGREE;
  const best = [0, 0].map((): Best => ({ metres: radius, edge: -1, vertex: 0, share: 0 }));
  const [east, north] = [perLonDegree / UNITS_PER_DEGREE, METRES_PER_DEGREE / UNITS_PER_DEGREE];
  for (const box of index.tree.search(x - dLon, y - dLat, x + dLon, y + dLat)) {
    const edge = index.edges[box]!;
    const rank = 2 - standing[edge]!;
    if (rank > 1) continue;
    const first = index.firstVertices[box]!;
    const last = lastVertex(network, edge, first);
    for (let vertex = first; vertex < last; vertex += 1) {
      const ax = (network.lon[vertex]! - x) * east;
      const ay = (network.lat[vertex]! - y) * north;
      const bx = (network.lon[vertex + 1]! - network.lon[vertex]!) * east;
      const by = (network.lat[vertex + 1]! - network.lat[vertex]!) * north;
      const square = bx * bx + by * by;
      const share = square === 0 ? 0 : Math.max(0, Math.min(1, -(ax * bx + ay * by) / square));
      const [dx, dy] = [ax + bx * share, ay + by * share];
      const metres = Math.sqrt(dx * dx + dy * dy);
      const other = best[rank]!;
      if (metres > other.metres || !isNearer(metres, edge, vertex, other)) continue;
      if (isClosed?.(edge, vertex) === true) continue;
      other.metres = metres;
      other.edge = edge;
      other.vertex = vertex;
      other.share = share;
    }
  }
  return [placeOf(network, best[0]!), placeOf(network, best[1]!)];
};

// Ties go to the lower edge, so that the answer does not hang on the order of the tree.
const isNearer = (metres: number, edge: number, vertex: number, other: Best): boolean =>
  other.edge < 0 ||
  metres < other.metres ||
  edge < other.edge ||
  (edge === other.edge && vertex < other.vertex);

const placeOf = (network: Network, { metres, edge, vertex, share }: Best): EdgeSnap | null => {
  if (edge < 0) return null;
  const at = (units: Int32Array): number =>
    (units[vertex]! + (units[vertex + 1]! - units[vertex]!) * share) / UNITS_PER_DEGREE;
  return { edge, vertex, share, lon: at(network.lon), lat: at(network.lat), metres };
};
