import type { PlaneTravel, ProblemInput, TravelMatrix } from './problem.js';

/** Up to so many locations a plane's matrices are written out: they are read faster than reckoned. */
export const MATRIX_LOCATIONS = 2500;

/** Added before cutting off: a hair, so that 0.1 + 0.2 is not cut off below 0.3. */
export const HAIR = 1e-9;

/** Added to a scaled distance before it is cut off to a whole number. */
export function roundingOf({ round }: PlaneTravel): number {
  return round === 'nearest' ? 0.5 : HAIR;
}

/** Metres, and seconds, between two locations of a plane. */
export function planeLeg(plane: PlaneTravel, from: number, to: number): number {
  const dx = plane.x[from] - plane.x[to];
  const dy = plane.y[from] - plane.y[to];
  return Math.floor(plane.scale * Math.sqrt(dx * dx + dy * dy) + roundingOf(plane));
}

/** Whether some travel is left as points, for a matrix would be large. */
export function hasLargePlane({ travel }: ProblemInput): boolean {
  return travel.some(({ plane }) => plane !== undefined);
}

/** The problem with matrices in place of planes that are small enough; of all planes where `all`. */
export function withMatrices(input: ProblemInput, all = false): ProblemInput {
  const writeOut = ({ plane, size }: TravelMatrix): boolean =>
    plane !== undefined && (all || size <= MATRIX_LOCATIONS);
  if (!input.travel.some(writeOut)) return input;
  return {
    ...input,
    travel: input.travel.map((travel) =>
      writeOut(travel)
        ? matrixOf(
            travel.plane!,
            Int32Array.from({ length: travel.size }, (_, at) => at),
          )
        : travel,
    ),
  };
}

/** The matrix between some locations of a plane. */
export function matrixOf(plane: PlaneTravel, locations: ArrayLike<number>): TravelMatrix {
  const size = locations.length;
  const legs = new Int32Array(size * size);
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++)
      if (a !== b) legs[a * size + b] = planeLeg(plane, locations[a], locations[b]);
  return { size, durations: legs, distances: legs };
}
