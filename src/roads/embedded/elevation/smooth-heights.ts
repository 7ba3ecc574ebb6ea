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
const TOLERANCE_METRES = 0.01;

/**
 * Smooths heights along the roads and across junctions at once, so that every road through a junction
 * agrees on its height: minimises sum L (h - ground)^2 + sum (spread^2 / length) (difference of h)^2,
 * L being the length of ground-level road at a vertex. Bridges and tunnels carry no ground weight, so
 * they run straight between their ends. Solved by conjugate gradients with a diagonal preconditioner.
 *
 * @param ground metres a vertex, NaN where unknown; unknown everywhere gives level roads at 0.
 */
export const smoothHeights = (ground: Float64Array, pieces: Pieces): Float64Array => {
  const count = ground.length;
  const weight = groundWeights(ground, pieces);
  const stiffness = pieces.metres.map((metres) => SPREAD_METRES ** 2 / Math.max(MIN_PIECE_METRES, metres));
  const heights = startHeights(ground);
  const diagonal = Float64Array.from(weight);
  for (let i = 0; i < stiffness.length; i += 1) {
    diagonal[pieces.from[i]!]! += stiffness[i]!;
    diagonal[pieces.to[i]!]! += stiffness[i]!;
  }
  const apply = (x: Float64Array, out: Float64Array): void => {
    for (let v = 0; v < count; v += 1) out[v] = weight[v]! * x[v]!;
    for (let i = 0; i < stiffness.length; i += 1) {
      const a = pieces.from[i]!;
      const b = pieces.to[i]!;
      const pull = stiffness[i]! * (x[a]! - x[b]!);
      out[a]! += pull;
      out[b]! -= pull;
    }
  };
  const target = new Float64Array(count);
  for (let v = 0; v < count; v += 1) target[v] = weight[v]! === 0 ? 0 : weight[v]! * ground[v]!;
  conjugateGradients(apply, diagonal, target, heights);
  return heights;
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
