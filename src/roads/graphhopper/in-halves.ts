import { RoutingFault } from './faults.js';

/**
 * Asks for the legs of a walk in one request; where one leg fails the whole of it, asks for each half,
 * so that every leg that has an answer gets it and the others are null.
 * @param ask answers one value a leg, or throws RoutingFault
 */
export const legsInHalves = async <T, S>(
  walk: readonly S[],
  ask: (walk: readonly S[]) => Promise<readonly T[]>,
): Promise<(T | null)[]> => {
  try {
    return [...(await ask(walk))];
  } catch (fault) {
    if (!(fault instanceof RoutingFault)) throw fault;
    if (walk.length <= 2) {
      if (fault.reason === 'no-way') return [null];
      throw fault;
    }
  }
  const middle = walk.length >> 1;
  const before = await legsInHalves(walk.slice(0, middle + 1), ask);
  return [...before, ...(await legsInHalves(walk.slice(middle), ask))];
};

/** Works jobs off, `width` at a time; the first failure ends it. */
export const drain = async <T>(
  jobs: Iterable<T>,
  width: number,
  work: (job: T) => Promise<void>,
): Promise<void> => {
  const queue = jobs[Symbol.iterator]();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true && !failed; next = queue.next()) {
      try {
        await work(next.value);
      } catch (fault) {
        failed = true;
        throw fault;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
};
