import { metresBetween, UNITS_PER_DEGREE } from '../geo.js';
import type { Extract } from '../osm/read-extract.js';
import type { Profile } from '../profiles/profile.js';
import { joinChains, type Chain } from './join-chains.js';
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
  const chains = joinChains(pieces);
  const nodes = numberNodes(pieces, chains, extract);
  const shape = drawVertices(extract, pieces, chains, sampled ? SAMPLE_METRES : Infinity);
  const network: Network = {
    nodeCount: nodes.count,
    edgeCount: chains.length,
    edgeFrom: nodes.edgeFrom,
    edgeTo: nodes.edgeTo,
    edgeKind: Int32Array.from(chains, (chain) => chain.kind),
    edgeName: Int32Array.from(chains, (chain) => chain.name),
    edgeStart: shape.edgeStart,
    lon: shape.lon,
    lat: shape.lat,
    height: new Float32Array(shape.lon.length),
    kinds: pieces.kinds,
    names: pieces.names,
  };
  const placesOf = placePieces(extract, pieces, chains, nodes.nodeOf);
  return { network, aloft: shape.aloft, stops: nodes.stops, nodeOf: nodes.nodeOf, placesOf };
};

/** Extract nodes along a chain's link, in the chain's direction. */
const linkNodes = (pieces: Pieces, link: Chain['pieces'][number]): Int32Array => {
  const { nodes } = pieces.pieces[link.piece]!;
  return link.flipped ? nodes.slice().reverse() : nodes;
};

const numberNodes = (pieces: Pieces, chains: readonly Chain[], extract: Extract) => {
  const nodeOf = new Int32Array(extract.lon.length).fill(-1);
  const stops: number[] = [];
  const number = (node: number): number => {
    if (nodeOf[node] === -1) nodeOf[node] = stops.push(extract.stops[node]!) - 1;
    return nodeOf[node]!;
  };
  const edgeFrom = new Int32Array(chains.length);
  const edgeTo = new Int32Array(chains.length);
  chains.forEach((chain, edge) => {
    edgeFrom[edge] = number(linkNodes(pieces, chain.pieces[0]!)[0]!);
    const last = linkNodes(pieces, chain.pieces[chain.pieces.length - 1]!);
    edgeTo[edge] = number(last[last.length - 1]!);
  });
  return { nodeOf, stops: Uint32Array.from(stops), count: stops.length, edgeFrom, edgeTo };
};

const drawVertices = (extract: Extract, pieces: Pieces, chains: readonly Chain[], spacing: number) => {
  const edgeStart = new Int32Array(chains.length + 1);
  const lon: number[] = [];
  const lat: number[] = [];
  const aloft: number[] = [];
  const add = (x: number, y: number, flag: number): void => {
    lon.push(Math.round(x * UNITS_PER_DEGREE));
    lat.push(Math.round(y * UNITS_PER_DEGREE));
    aloft.push(flag);
  };
  chains.forEach((chain, edge) => {
    edgeStart[edge] = lon.length;
    let last = -1;
    for (const link of chain.pieces) {
      const nodes = linkNodes(pieces, link);
      const flag = extract.ways[pieces.pieces[link.piece]!.way]!.aloft ? 1 : 0;
      for (let i = 1; i < nodes.length; i += 1) {
        addPiece(extract, nodes[i - 1]!, nodes[i]!, spacing, (x, y) => add(x, y, flag));
      }
      last = nodes[nodes.length - 1]!;
    }
    add(extract.lon[last]!, extract.lat[last]!, 0);
  });
  edgeStart[chains.length] = lon.length;
  return { edgeStart, lon: Int32Array.from(lon), lat: Int32Array.from(lat), aloft: Uint8Array.from(aloft) };
};

// The first end and what lies between; the other end is the next piece's first.
const addPiece = (
  extract: Extract,
  a: number,
  b: number,
  spacing: number,
  add: (lon: number, lat: number) => void,
): void => {
  const [lonA, latA, lonB, latB] = [extract.lon[a]!, extract.lat[a]!, extract.lon[b]!, extract.lat[b]!];
  const parts = Math.max(1, Math.ceil(metresBetween(lonA, latA, lonB, latB) / spacing));
  for (let i = 0; i < parts; i += 1) {
    add(lonA + ((lonB - lonA) * i) / parts, latA + ((latB - latA) * i) / parts);
  }
};

const placePieces = (extract: Extract, pieces: Pieces, chains: readonly Chain[], nodeOf: Int32Array) => {
  const wanted = new Set(extract.restrictions.flatMap(({ from, via, to }) => [...from, ...via, ...to]));
  const placesOf = new Map<number, PiecePlace[]>();
  if (wanted.size === 0) return placesOf;
  const refOf = new Int32Array(pieces.pieces.length);
  chains.forEach((chain, edge) => {
    for (const link of chain.pieces) refOf[link.piece] = 2 * edge + (link.flipped ? 1 : 0);
  });
  pieces.pieces.forEach((piece, index) => {
    const { id } = extract.ways[piece.way]!;
    if (!wanted.has(id)) return;
    const place = {
      ref: refOf[index]!,
      from: nodeOf[piece.nodes[0]!]!,
      to: nodeOf[piece.nodes[piece.nodes.length - 1]!]!,
    };
    const places = placesOf.get(id);
    if (places) places.push(place);
    else placesOf.set(id, [place]);
  });
  return placesOf;
};
