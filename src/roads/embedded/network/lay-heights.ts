import type { ElevationModel } from '../elevation/elevation-model.js';
import { smoothHeights } from '../elevation/smooth-heights.js';
import { UNITS_PER_DEGREE } from '../geo.js';
import type { NetworkDraft } from './build-network.js';
import { pieceMetres } from './network.js';

/** Lays smoothed heights on the network's vertices; returns the share of vertices whose ground is unknown. */
export const layHeights = (draft: NetworkDraft, model: ElevationModel): number => {
  const { network } = draft;
  const places = numberPlaces(draft);
  const ground = new Float64Array(places.count).fill(NaN);
  let unknown = 0;
  for (let v = 0; v < network.lon.length; v += 1) {
    const height = model.heightAt(network.lon[v]! / UNITS_PER_DEGREE, network.lat[v]! / UNITS_PER_DEGREE);
    if (Number.isNaN(height)) unknown += 1;
    ground[places.of[v]!] = height;
  }
  const heights = smoothHeights(ground, roadPieces(draft, places.of));
  for (let v = 0; v < network.lon.length; v += 1) network.height[v] = heights[places.of[v]!]!;
  return unknown / network.lon.length;
};

// Vertices at a node are one place, so that edges agree on its height.
const numberPlaces = ({ network }: NetworkDraft) => {
  const of = new Int32Array(network.lon.length);
  let count = network.nodeCount;
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    const first = network.edgeStart[edge]!;
    const last = network.edgeStart[edge + 1]! - 1;
    of[first] = network.edgeFrom[edge]!;
    of[last] = network.edgeTo[edge]!;
    for (let v = first + 1; v < last; v += 1) {
      of[v] = count;
      count += 1;
    }
  }
  return { of, count };
};

const roadPieces = ({ network, aloft }: NetworkDraft, placeOf: Int32Array) => {
  const count = network.lon.length - network.edgeCount;
  const pieces = {
    from: new Int32Array(count),
    to: new Int32Array(count),
    metres: new Float64Array(count),
    aloft: new Uint8Array(count),
  };
  let at = 0;
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    for (let v = network.edgeStart[edge]!; v < network.edgeStart[edge + 1]! - 1; v += 1) {
      pieces.from[at] = placeOf[v]!;
      pieces.to[at] = placeOf[v + 1]!;
      pieces.metres[at] = pieceMetres(network, v);
      pieces.aloft[at] = aloft[v]!;
      at += 1;
    }
  }
  return pieces;
};
