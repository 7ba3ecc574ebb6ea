import type { RoadKind } from '../profiles/way-speed.js';
import type { Piece, Pieces } from './split-ways.js';

/** Pieces joined into one edge, in order; a flipped piece is passed against its way's direction. */
export interface Chain {
  readonly kind: number;
  readonly name: number;
  readonly pieces: readonly { readonly piece: number; readonly flipped: boolean }[];
}

/**
 * Joins pieces end to end where exactly two meet that are alike in kind and name, so that only
 * junctions, dead ends, barriers and changes of the road remain nodes.
 */
export const joinChains = (source: Pieces): Chain[] => {
  const joints = findJoints(source);
  const taken = new Uint8Array(source.pieces.length);
  const chains: Chain[] = [];
  const start = (piece: number, flipped: boolean): void => {
    if (taken[piece] === 0) chains.push(walk(source.pieces, joints, taken, piece, flipped));
  };
  source.pieces.forEach((piece, index) => {
    if (!joints.has(piece.nodes[0]!)) start(index, false);
    else if (!joints.has(lastOf(piece.nodes))) start(index, true);
  });
  // What is left are rings without a junction.
  source.pieces.forEach((_, index) => start(index, false));
  return chains;
};

const lastOf = (nodes: Int32Array): number => nodes[nodes.length - 1]!;

/** Piece ends, 2 * piece + (1 at its last node), that meet at each joint. */
type Joints = ReadonlyMap<number, readonly [number, number]>;

const findJoints = ({ pieces, kinds, fixed }: Pieces): Joints => {
  const ends = new Map<number, number[]>();
  pieces.forEach((piece, index) => {
    for (const [node, end] of [
      [piece.nodes[0]!, 2 * index],
      [lastOf(piece.nodes), 2 * index + 1],
    ] as const) {
      const met = ends.get(node);
      if (met) met.push(end);
      else ends.set(node, [end]);
    }
  });
  const joints = new Map<number, readonly [number, number]>();
  for (const [node, met] of ends) {
    if (met.length !== 2 || fixed[node] === 1) continue;
    const [a, b] = met as [number, number];
    if (alike(pieces, kinds, a, b)) joints.set(node, [a, b]);
  }
  return joints;
};

const alike = (pieces: readonly Piece[], kinds: readonly RoadKind[], a: number, b: number): boolean => {
  const [first, second] = [pieces[a >> 1]!, pieces[b >> 1]!];
  if (a >> 1 === b >> 1 || first.kind !== second.kind || first.name !== second.name) return false;
  const headToTail = (a & 1) !== (b & 1);
  return headToTail || isSymmetric(kinds[first.kind]!);
};

const isSymmetric = ({ kmh }: RoadKind): boolean => {
  for (let i = 0; i < kmh.length; i += 2) if (kmh[i] !== kmh[i + 1]) return false;
  return true;
};

const walk = (
  pieces: readonly Piece[],
  joints: Joints,
  taken: Uint8Array,
  first: number,
  flipped: boolean,
): Chain => {
  const chain = [{ piece: first, flipped }];
  taken[first] = 1;
  for (;;) {
    const last = chain[chain.length - 1]!;
    const { nodes } = pieces[last.piece]!;
    const end = 2 * last.piece + (last.flipped ? 0 : 1);
    const joint = joints.get(last.flipped ? nodes[0]! : lastOf(nodes));
    if (!joint) break;
    const next = joint[0] === end ? joint[1] : joint[0];
    if (taken[next >> 1] === 1) break;
    taken[next >> 1] = 1;
    chain.push({ piece: next >> 1, flipped: (next & 1) === 1 });
  }
  const { kind, name } = pieces[first]!;
  // A one-way kind must be told in its own direction.
  const ordered = flipped ? chain.reverse().map((link) => ({ ...link, flipped: !link.flipped })) : chain;
  return { kind, name, pieces: ordered };
};
