import type { Point } from '../../../src/roads/road-source.js';

/** What a peer took for all ordered pairs of the points. */
export interface PeerResult {
  readonly name: string;
  /** For all cells; scaled up where only a sample was measured, as `note` then says. */
  readonly seconds: number;
  readonly cells: number;
  readonly note: string;
}

/** The map that the peers build their own data from. */
export interface PeerMap {
  /** An .osm.pbf. */
  readonly extract: string;
  /** Folder of .hgt or .hgt.zip tiles. */
  readonly elevation?: string;
}

export type Measure = (points: readonly Point[], profile: string, map: PeerMap) => Promise<PeerResult>;

export const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};
