import type { Point, RoadSource } from '../../src/roads/index.js';

const SEED = 20250101;

/** Ends of roads drawn at random, the same for the same roads. */
export const pointsOnRoads = (roads: RoadSource, count: number): Point[] => {
  const ends = [...roads.lines!()].map(({ coordinates }) => coordinates[0]!);
  let state = SEED;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const [lon, lat] = ends[state % ends.length]!;
    return { lon, lat };
  });
};
