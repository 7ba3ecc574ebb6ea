import type { ProblemInput } from '../../solver/index.js';

/** The problem with its matrices in shared memory, so that threads read one copy. */
export function shareMatrices(problem: ProblemInput): ProblemInput {
  const shared = new Map<Int32Array, Int32Array>();
  const share = (matrix: Int32Array): Int32Array => {
    const known = shared.get(matrix);
    if (known) return known;
    const copy = new Int32Array(new SharedArrayBuffer(matrix.byteLength));
    copy.set(matrix);
    shared.set(matrix, copy);
    return copy;
  };
  return {
    ...problem,
    travel: problem.travel.map((travel) => ({
      ...travel,
      durations: share(travel.durations),
      distances: share(travel.distances),
    })),
  };
}
