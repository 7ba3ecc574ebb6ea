import { metresBetween, UNITS_PER_DEGREE } from '../geo.js';
import { isAloft, type Extract } from '../osm/extract.js';
import type { Profile } from '../profiles/profile.js';
import { joinChains, type Chains } from './join-chains.js';
import { IntList } from '../search/int-list.js';
import type { Network } from './network.js';
import { splitWays, type Pieces } from './split-ways.js';

/** The network with what is needed only while it is built. */
export interface NetworkDraft {
  readonly network: Network;
  /** By vertex: 1 where the piece of road to the next vertex is a bridge, tunnel or ferry. */
  readonly aloft: Uint8Array;
  /** By node: profiles stopped by a barrier, a bit each. */
  readonly stops: Uint32Array;
  /** By extract node: its node in the network, -1 where it is none. */
  readonly nodeOf: Int32Array;
  /** By id of a way that restrictions name: where its pieces lie in the network, in the way's order. */
  readonly placesOf: ReadonlyMap<number, readonly PiecePlace[]>;
}

/** Where a piece of a way lies: its own direction is `ref`. */
export interface PiecePlace {
  readonly ref: number;
  /** Nodes of the network at its ends, -1 where the end lies within an edge. */
  readonly from: number;
  readonly to: number;
}

/** Heights are sampled at least this often along a road, metres. */
const SAMPLE_METRES = 50;

/**
 * Builds the edges. Vertices are added so that no two are more than 50 m apart where `sampled`,
 * since heights are kept by vertex.
 */
export const buildNetwork = (
  extract: Extract,
  profiles: readonly Profile[],
  sampled: boolean,
): NetworkDraft => {
  const pieces = splitWays(extract, profiles);
  const chains = joinChains(extract, pieces);
  const nodes = numberNodes(pieces, chains, extract);
  const shape = drawVertices(extract, pieces, chains, sampled ? SAMPLE_METRES : Infinity);
  const firstPieces = chains.offsets.subarray(0, -1).map((offset) => chains.links[offset]! >> 1);
  const network: Network = {
    nodeCount: nodes.count,
    edgeCount: chains.count,
    edgeFrom: nodes.edgeFrom,
    edgeTo: nodes.edgeTo,
    edgeKind: firstPieces.map((piece) => pieces.kind[piece]!),
    edgeName: firstPieces.map((piece) => extract.ways.name[pieces.way[piece]!]!),
    edgeStart: shape.edgeStart,
    lon: shape.lon,
    lat: shape.lat,
    wayFrom: shape.wayFrom,
    wayIds: shape.wayIds,
    height: new Float32Array(shape.lon.length),
    kinds: pieces.kinds,
    names: extract.ways.names,
  };
  const placesOf = placePieces(extract, pieces, chains, nodes.nodeOf);
  return { network, aloft: shape.aloft, stops: nodes.stops, nodeOf: nodes.nodeOf, placesOf };
};

/** The extract node a link begins at; it ends where its turned link begins. */
const startOf = (extract: Extract, pieces: Pieces, link: number): number =>
  extract.ways.nodes[((link & 1) === 0 ? pieces.first : pieces.last)[link >> 1]!]!;

const numberNodes = (pieces: Pieces, { count, offsets, links }: Chains, extract: Extract) => {
  const nodeOf = new Int32Array(extract.lon.length).fill(-1);
  const nodes = new IntList();
  const number = (node: number): number => {
    if (nodeOf[node] === -1) {
      nodeOf[node] = nodes.length;
      nodes.push(node);
    }
    return nodeOf[node]!;
  };
  const edgeFrom = new Int32Array(count);
  const edgeTo = new Int32Array(count);
  for (let edge = 0; edge < count; edge += 1) {
    edgeFrom[edge] = number(startOf(extract, pieces, links[offsets[edge]!]!));
    edgeTo[edge] = number(startOf(extract, pieces, links[offsets[edge + 1]! - 1]! ^ 1));
  }
  const stops = Uint32Array.from(nodes.done(), (node) => extract.stops[node]!);
  return { nodeOf, stops, count: stops.length, edgeFrom, edgeTo };
};

const drawVertices = (extract: Extract, pieces: Pieces, chains: Chains, spacing: number) => {
  const pen = new Pen(extract, spacing);
  const { ways } = extract;
  const aloftSets = ways.tagSets.map(isAloft);
  const edgeStart = new Int32Array(chains.count + 1);
  const wayFrom = new Int32Array(chains.links.length);
  const wayIds = new Float64Array(chains.links.length);
  for (let edge = 0; edge < chains.count; edge += 1) {
    edgeStart[edge] = pen.count;
    const end = chains.offsets[edge + 1]!;
    for (let at = chains.offsets[edge]!; at < end; at += 1) {
      const link = chains.links[at]!;
      const way = pieces.way[link >> 1]!;
      wayFrom[at] = pen.count;
      wayIds[at] = ways.ids[way]!;
      pen.drawLink(pieces, link, aloftSets[ways.tagSet[way]!]! ? 1 : 0);
    }
    pen.dot(startOf(extract, pieces, chains.links[end - 1]! ^ 1));
  }
  edgeStart[chains.count] = pen.count;
  return { edgeStart, wayFrom, wayIds, ...pen.done() };
};

/** Draws vertices one after another. */
class Pen {
  private readonly lons = new IntList();
  private readonly lats = new IntList();
  private readonly flags = new IntList();

  constructor(
    private readonly extract: Extract,
    private readonly spacing: number,
  ) {}

  get count(): number {
    return this.lons.length;
  }

  /** A link's vertices but its last, which the next one begins with. */
  drawLink(pieces: Pieces, link: number, aloft: number): void {
    const { nodes } = this.extract.ways;
    const [first, last] = [pieces.first[link >> 1]!, pieces.last[link >> 1]!];
    if ((link & 1) === 0) {
      for (let at = first; at < last; at += 1) this.drawPart(nodes[at]!, nodes[at + 1]!, aloft);
    } else {
      for (let at = last; at > first; at -= 1) this.drawPart(nodes[at]!, nodes[at - 1]!, aloft);
    }
  }

  /** The last vertex of an edge. */
  dot(node: number): void {
    this.add(this.extract.lon[node]!, this.extract.lat[node]!, 0);
  }

  done() {
    const [lon, lat] = [this.lons.done(), this.lats.done()];
    return { lon, lat, aloft: Uint8Array.from(this.flags.done()) };
  }

  private drawPart(a: number, b: number, aloft: number): void {
    const { lon, lat } = this.extract;
    const [lonA, latA, lonB, latB] = [lon[a]!, lat[a]!, lon[b]!, lat[b]!];
    const parts = Math.max(1, Math.ceil(metresBetween(lonA, latA, lonB, latB) / this.spacing));
    for (let i = 0; i < parts; i += 1) {
      this.add(lonA + ((lonB - lonA) * i) / parts, latA + ((latB - latA) * i) / parts, aloft);
    }
  }

  private add(lon: number, lat: number, aloft: number): void {
    this.lons.push(Math.round(lon * UNITS_PER_DEGREE));
    this.lats.push(Math.round(lat * UNITS_PER_DEGREE));
    this.flags.push(aloft);
  }
}

const placePieces = (extract: Extract, pieces: Pieces, chains: Chains, nodeOf: Int32Array) => {
  const wanted = new Set(extract.restrictions.flatMap(({ from, via, to }) => [...from, ...via, ...to]));
  const placesOf = new Map<number, PiecePlace[]>();
  if (wanted.size === 0) return placesOf;
  const refOf = new Int32Array(pieces.count);
  for (let edge = 0; edge < chains.count; edge += 1) {
    for (let at = chains.offsets[edge]!; at < chains.offsets[edge + 1]!; at += 1) {
      const link = chains.links[at]!;
      refOf[link >> 1] = 2 * edge + (link & 1);
    }
  }
  pieces.way.forEach((way, piece) => {
    const id = extract.ways.ids[way]!;
    if (!wanted.has(id)) return;
    const place = {
      ref: refOf[piece]!,
      from: nodeOf[startOf(extract, pieces, 2 * piece)]!,
      to: nodeOf[startOf(extract, pieces, 2 * piece + 1)]!,
    };
    const places = placesOf.get(id);
    if (places) places.push(place);
    else placesOf.set(id, [place]);
  });
  return placesOf;
};
