/** Pieces of road between neighbouring vertices, as index arrays. */
export interface Pieces {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly metres: Float64Array;
  /** 1 on a bridge, in a tunnel or on a ferry, where the ground's height is not the road's. */
  readonly aloft: Uint8Array;
}

/**
 * How far a height is spread along the road, metres. The kernel exp(-|x| / 60) / 120 has the spread of
 * a moving mean over 300 m, within which raw 30 m samples of a mountain road settle to its true grades.
 */
const SPREAD_METRES = 60;
const MIN_PIECE_METRES = 1;
const MAX_ROUNDS = 2000;
const TOLERANCE_METRES = 0.001;

/**
 * Smooths heights along the roads and across junctions at once, so that every road through a junction
 * agrees on its height: minimises sum L (h - ground)^2 + sum (spread^2 / length) (difference of h)^2,
 * L being the length of ground-level road at a vertex. Bridges and tunnels carry no ground weight, so
 * they run straight between their ends.
 *
 * Pieces listed end to end through vertices where nothing else meets form a chain. The vertices within
 * chains are eliminated exactly, chain by chain, which leaves one equation a junction; those are solved by
 * conjugate gradients, and the chains are filled in between.
 *
 * @param ground metres a vertex, NaN where unknown; unknown everywhere gives level roads at 0.
 */
export const smoothHeights = (ground: Float64Array, pieces: Pieces): Float64Array => {
  const system: HeightSystem = {
    pieces,
    weight: groundWeights(ground, pieces),
    stiffness: pieces.metres.map((metres) => SPREAD_METRES ** 2 / Math.max(MIN_PIECE_METRES, metres)),
    ground,
  };
  const chains = chainStarts(pieces, ground.length);
  const heights = startHeights(ground);
  solveJunctions(system, chains, heights);
  fillChains(system, chains, heights);
  return heights;
};

interface HeightSystem {
  readonly pieces: Pieces;
  /** By vertex. */
  readonly weight: Float64Array;
  /** By piece. */
  readonly stiffness: Float64Array;
  readonly ground: Float64Array;
}

/** First piece of every chain, and the count of pieces after them. */
const chainStarts = ({ from, to }: Pieces, vertexCount: number): Int32Array => {
  const degree = new Uint8Array(vertexCount);
  const count = (vertex: number): void => {
    if (degree[vertex]! < 3) degree[vertex]! += 1;
  };
  from.forEach(count);
  to.forEach(count);
  const isStart = (piece: number): boolean =>
    piece === 0 || to[piece - 1] !== from[piece] || degree[from[piece]!] !== 2;
  let chains = 0;
  for (let piece = 0; piece < from.length; piece += 1) if (isStart(piece)) chains += 1;
  const starts = new Int32Array(chains + 1);
  let chain = 0;
  for (let piece = 0; piece < from.length; piece += 1) if (isStart(piece)) starts[chain++] = piece;
  starts[chain] = from.length;
  return starts;
};

/** What a chain asks of the vertices at its ends: coupling, and by end the weight and the pull. */
interface ChainTerms {
  coupling: number;
  firstWeight: number;
  firstPull: number;
  lastWeight: number;
  lastPull: number;
}

const groundPull = ({ weight, ground }: HeightSystem, vertex: number): number =>
  weight[vertex]! === 0 ? 0 : weight[vertex]! * ground[vertex]!;

/**
 * Eliminates the vertices within a chain: each is v = p + q (height of the first end) + r (next vertex),
 * written into `row` three numbers a vertex.
 */
const eliminate = (system: HeightSystem, start: number, end: number, row: Float64Array): void => {
  const { pieces, weight, stiffness } = system;
  let [p, q, r] = [0, 1, 0];
  for (let piece = start; piece < end - 1; piece += 1) {
    const vertex = pieces.to[piece]!;
    const [back, ahead] = [stiffness[piece]!, stiffness[piece + 1]!];
    const pivot = weight[vertex]! + back + ahead - (piece === start ? 0 : back * r);
    p = (groundPull(system, vertex) + (piece === start ? 0 : back * p)) / pivot;
    q = (back * q) / pivot;
    r = ahead / pivot;
    const at = 3 * (piece - start);
    row[at] = p;
    row[at + 1] = q;
    row[at + 2] = r;
  }
};

const chainTerms = (
  system: HeightSystem,
  start: number,
  end: number,
  row: Float64Array,
  terms: ChainTerms,
): void => {
  const { stiffness } = system;
  const [first, last] = [stiffness[start]!, stiffness[end - 1]!];
  const within = end - 1 - start;
  if (within === 0) {
    terms.coupling = terms.firstWeight = terms.lastWeight = first;
    terms.firstPull = terms.lastPull = 0;
    return;
  }
  eliminate(system, start, end, row);
  const tail = 3 * (within - 1);
  terms.coupling = last * row[tail + 1]!;
  terms.lastWeight = last * (1 - row[tail + 2]!);
  terms.lastPull = last * row[tail]!;
  // The first vertex by the heights of both ends.
  let [p, q, r] = [row[tail]!, row[tail + 1]!, row[tail + 2]!];
  for (let at = tail - 3; at >= 0; at -= 3) {
    p = row[at]! + row[at + 2]! * p;
    q = row[at + 1]! + row[at + 2]! * q;
    r = row[at + 2]! * r;
  }
  terms.firstWeight = first * (1 - q);
  terms.firstPull = first * p;
};

const longestChain = (chains: Int32Array): number => {
  let longest = 1;
  for (let i = 1; i < chains.length; i += 1) longest = Math.max(longest, chains[i]! - chains[i - 1]!);
  return longest;
};

/** Solves for the vertices at the ends of chains and writes their heights. */
const solveJunctions = (system: HeightSystem, chains: Int32Array, heights: Float64Array): void => {
  const { pieces, weight } = system;
  const chainCount = chains.length - 1;
  const junctions = numberJunctions(pieces, chains, heights.length);
  const count = junctions.vertices.length;
  const [from, to] = [new Int32Array(chainCount), new Int32Array(chainCount)];
  const coupling = new Float64Array(chainCount);
  const diagonal = new Float64Array(count);
  const target = new Float64Array(count);
  junctions.vertices.forEach((vertex, i) => {
    diagonal[i] = weight[vertex]!;
    target[i] = groundPull(system, vertex);
  });
  const row = new Float64Array(3 * longestChain(chains));
  const terms: ChainTerms = { coupling: 0, firstWeight: 0, firstPull: 0, lastWeight: 0, lastPull: 0 };
  for (let chain = 0; chain < chainCount; chain += 1) {
    const [start, end] = [chains[chain]!, chains[chain + 1]!];
    chainTerms(system, start, end, row, terms);
    const a = junctions.numberOf[pieces.from[start]!]!;
    const b = junctions.numberOf[pieces.to[end - 1]!]!;
    [from[chain], to[chain], coupling[chain]] = [a, b, terms.coupling];
    diagonal[a]! += terms.firstWeight;
    target[a]! += terms.firstPull;
    diagonal[b]! += terms.lastWeight;
    target[b]! += terms.lastPull;
  }
  const apply = (x: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < count; i += 1) out[i] = diagonal[i]! * x[i]!;
    for (let chain = 0; chain < chainCount; chain += 1) {
      const [a, b] = [from[chain]!, to[chain]!];
      out[a]! -= coupling[chain]! * x[b]!;
      out[b]! -= coupling[chain]! * x[a]!;
    }
  };
  const found = Float64Array.from(junctions.vertices, (vertex) => heights[vertex]!);
  conjugateGradients(apply, diagonal, target, found);
  junctions.vertices.forEach((vertex, i) => {
    heights[vertex] = found[i]!;
  });
};

const numberJunctions = ({ from, to }: Pieces, chains: Int32Array, vertexCount: number) => {
  const numberOf = new Int32Array(vertexCount).fill(-1);
  const vertices: number[] = [];
  const number = (vertex: number): void => {
    if (numberOf[vertex]! < 0) numberOf[vertex] = vertices.push(vertex) - 1;
  };
  for (let chain = 0; chain + 1 < chains.length; chain += 1) {
    number(from[chains[chain]!]!);
    number(to[chains[chain + 1]! - 1]!);
  }
  return { numberOf, vertices: Int32Array.from(vertices) };
};

/** Writes the heights within chains whose ends are known. */
const fillChains = (system: HeightSystem, chains: Int32Array, heights: Float64Array): void => {
  const row = new Float64Array(3 * longestChain(chains));
  for (let chain = 0; chain + 1 < chains.length; chain += 1)
    fillChain(system, [chains[chain]!, chains[chain + 1]!], row, heights);
};

const fillChain = (
  system: HeightSystem,
  [start, end]: readonly [number, number],
  row: Float64Array,
  heights: Float64Array,
): void => {
  eliminate(system, start, end, row);
  const { from, to } = system.pieces;
  const first = heights[from[start]!]!;
  let next = heights[to[end - 1]!]!;
  for (let piece = end - 2; piece >= start; piece -= 1) {
    const at = 3 * (piece - start);
    next = row[at]! + row[at + 1]! * first + row[at + 2]! * next;
    heights[to[piece]!] = next;
  }
};

const groundWeights = (ground: Float64Array, pieces: Pieces): Float64Array => {
  const weight = new Float64Array(ground.length);
  for (let i = 0; i < pieces.from.length; i += 1) {
    if (pieces.aloft[i] === 1) continue;
    const half = Math.max(MIN_PIECE_METRES, pieces.metres[i]!) / 2;
    weight[pieces.from[i]!]! += half;
    weight[pieces.to[i]!]! += half;
  }
  for (let v = 0; v < weight.length; v += 1) if (Number.isNaN(ground[v]!)) weight[v] = 0;
  return weight;
};

// A vertex of unknown height starts at the mean of the known ones, so that it never drags others far.
const startHeights = (ground: Float64Array): Float64Array => {
  let sum = 0;
  let known = 0;
  for (const height of ground) {
    if (Number.isNaN(height)) continue;
    sum += height;
    known += 1;
  }
  const mean = known === 0 ? 0 : sum / known;
  return ground.map((height) => (Number.isNaN(height) ? mean : height));
};

// Hot loop: plain arrays made once, no allocation a round.
const conjugateGradients = (
  apply: (x: Float64Array, out: Float64Array) => void,
  diagonal: Float64Array,
  target: Float64Array,
  x: Float64Array,
): void => {
  const count = x.length;
  const residual = new Float64Array(count);
  const image = new Float64Array(count);
  const scaled = new Float64Array(count);
  apply(x, image);
  for (let v = 0; v < count; v += 1) residual[v] = target[v]! - image[v]!;
  const direction = new Float64Array(count);
  let before = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let now = 0;
    let worst = 0;
    for (let v = 0; v < count; v += 1) {
      const d = diagonal[v]!;
      const z = d === 0 ? 0 : residual[v]! / d;
      scaled[v] = z;
      now += residual[v]! * z;
      if (Math.abs(z) > worst) worst = Math.abs(z);
    }
    if (worst < TOLERANCE_METRES || now === 0) return;
    const beta = round === 0 ? 0 : now / before;
    for (let v = 0; v < count; v += 1) direction[v] = scaled[v]! + beta * direction[v]!;
    apply(direction, image);
    let curvature = 0;
    for (let v = 0; v < count; v += 1) curvature += direction[v]! * image[v]!;
    if (curvature <= 0) return;
    const step = now / curvature;
    for (let v = 0; v < count; v += 1) {
      x[v]! += step * direction[v]!;
      residual[v]! -= step * image[v]!;
    }
    before = now;
  }
};
