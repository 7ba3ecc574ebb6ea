import type { Problem } from '../model/frozen-problem.js';

/** Stands where there is no way: longer than any day, and no sum with it is lost in a 32-bit number's range. */
export const NO_LEG = 2_147_483_647;

/** By vehicle: seconds and metres between locations, {@link NO_LEG} where there is no way. */
export interface Legs {
  /** Never more than a leg takes, empty or laden. */
  readonly seconds: readonly Int32Array[];
  readonly metres: readonly Int32Array[];
}

/** Travel as the search reads it; matrices without gaps are the problem's own, vehicles of a kind share. */
export function findLegs(problem: Problem): Legs {
  const { vehicleProfile, input } = problem;
  const seconds = problem.durations.map((matrix) => withoutGaps(matrix, problem.locationCount));
  const metres = problem.distances.map((matrix) => withoutGaps(matrix, problem.locationCount));
  const least = new Map<number, Int32Array>();
  return {
    seconds: input.vehicles.map(({ profile, laden }) => {
      if (laden === undefined || laden.profile === profile) return seconds[profile];
      const key = profile * seconds.length + laden.profile;
      const made =
        least.get(key) ?? seconds[profile].map((empty, at) => Math.min(empty, seconds[laden.profile][at]));
      least.set(key, made);
      return made;
    }),
    metres: input.vehicles.map((_, vehicle) => metres[vehicleProfile[vehicle]]),
  };
}

function withoutGaps(matrix: Int32Array, size: number): Int32Array {
  if (!matrix.some((value) => value < 0)) return matrix;
  return matrix.map((value, at) => (at % (size + 1) === 0 ? 0 : value < 0 ? NO_LEG : value));
}
