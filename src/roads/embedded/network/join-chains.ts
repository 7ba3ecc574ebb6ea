import type { Extract } from '../osm/extract.js';
import type { RoadKind } from '../profiles/way-speed.js';
import { IntList } from '../search/int-list.js';
import type { Pieces } from './split-ways.js';

/** Pieces joined into edges, as columns: an edge's links lie between its offset and the next. */
export interface Chains {
  readonly count: number;
  readonly offsets: Int32Array;
  /** 2 * piece, and one more where it is passed against its way's direction. */
  readonly links: Int32Array;
}

/**
 * Joins pieces end to end where exactly two meet that are alike in kind and name, so that only
 * junctions, dead ends, barriers and changes of the road remain nodes.
 */
export const joinChains = (extract: Extract, pieces: Pieces): Chains =>
  new ChainJoiner(extract, pieces).join();

/** A place where pieces meet that are not joined. */
const NO_JOINT = -1;

class ChainJoiner {
  private readonly nodes: Int32Array;
  /** By extract node: the two ends that are joined there, 2 * piece + (1 at its last node). */
  private readonly oneEnd: Int32Array;
  private readonly otherEnd: Int32Array;
  private readonly taken: Uint8Array;
  private readonly links = new IntList();
  private readonly offsets = new IntList();

  constructor(
    private readonly extract: Extract,
    private readonly pieces: Pieces,
  ) {
    this.nodes = extract.ways.nodes;
    this.oneEnd = new Int32Array(extract.lon.length).fill(NO_JOINT);
    this.otherEnd = new Int32Array(extract.lon.length).fill(NO_JOINT);
    this.taken = new Uint8Array(pieces.count);
    this.findJoints();
  }

  join(): Chains {
    const { count } = this.pieces;
    for (let piece = 0; piece < count; piece += 1) {
      if (!this.isJoint(this.nodeAt(2 * piece))) this.start(piece, false);
      else if (!this.isJoint(this.nodeAt(2 * piece + 1))) this.start(piece, true);
    }
    // What is left are rings without a junction.
    for (let piece = 0; piece < count; piece += 1) this.start(piece, false);
    this.offsets.push(this.links.length);
    const offsets = this.offsets.done();
    return { count: offsets.length - 1, offsets, links: this.links.done() };
  }

  private nodeAt(end: number): number {
    return this.nodes[((end & 1) === 0 ? this.pieces.first : this.pieces.last)[end >> 1]!]!;
  }

  private isJoint(node: number): boolean {
    return this.oneEnd[node] !== NO_JOINT;
  }

  private findJoints(): void {
    const { count, fixed, kinds } = this.pieces;
    const met = new Uint8Array(this.oneEnd.length);
    for (let end = 0; end < 2 * count; end += 1) {
      const node = this.nodeAt(end);
      if (met[node] === 0) this.oneEnd[node] = end;
      else if (met[node] === 1) this.otherEnd[node] = end;
      if (met[node]! < 3) met[node]! += 1;
    }
    const symmetric = kinds.map(isSymmetric);
    for (let node = 0; node < met.length; node += 1) {
      const joined = met[node] === 2 && fixed[node] === 0;
      if (!joined || !this.areAlike(this.oneEnd[node]!, this.otherEnd[node]!, symmetric)) {
        this.oneEnd[node] = NO_JOINT;
      }
    }
  }

  private areAlike(a: number, b: number, symmetric: readonly boolean[]): boolean {
    const { kind, way } = this.pieces;
    const { name } = this.extract.ways;
    const [first, second] = [a >> 1, b >> 1];
    if (first === second || kind[first] !== kind[second]) return false;
    if (name[way[first]!] !== name[way[second]!]) return false;
    const headToTail = (a & 1) !== (b & 1);
    return headToTail || symmetric[kind[first]!]!;
  }

  private start(piece: number, flipped: boolean): void {
    if (this.taken[piece] === 1) return;
    this.offsets.push(this.links.length);
    const from = this.links.length;
    let link = 2 * piece + (flipped ? 1 : 0);
    for (;;) {
      this.taken[link >> 1] = 1;
      this.links.push(link);
      // A link that is not flipped leaves by its piece's last end.
      const end = link ^ 1;
      const node = this.nodeAt(end);
      if (!this.isJoint(node)) break;
      const next = this.oneEnd[node] === end ? this.otherEnd[node]! : this.oneEnd[node]!;
      if (this.taken[next >> 1] === 1) break;
      link = next;
    }
    // A one-way kind must be told in its own direction.
    if (flipped) this.links.turn(from);
  }
}

const isSymmetric = ({ kmh, conditional }: RoadKind): boolean => {
  // Alike both ways now, it may be one-way at another hour.
  if (conditional !== undefined) return false;
  for (let i = 0; i < kmh.length; i += 2) if (kmh[i] !== kmh[i + 1]) return false;
  return true;
};
