import { RoadError } from './road-error.js';
import type { Point } from './road-source.js';

/** Farther from a road than this is unroutable unless told otherwise, metres [E]. */
export const DEFAULT_MAX_SNAP_METRES = 2000;

// A plan asks this far, to tell how far a misplaced site lies from the roads.
const FARTHEST_SNAP_METRES = 1_000_000;

/** @throws RoadError points-invalid */
export const refuseBadPoints = (points: readonly Point[], maxSnapMetres: number): void => {
  const bad = points.findIndex(({ lon, lat }) => !(Math.abs(lon) <= 180 && Math.abs(lat) < 90));
  if (bad >= 0) {
    const { lon, lat } = points[bad]!;
    throw new RoadError(
      'points-invalid',
      `Point ${bad}: lon ${lon}, lat ${lat} is no place on earth. Give WGS-84 degrees, longitude -180 to 180 and latitude between -90 and 90.`,
    );
  }
  if (!(maxSnapMetres >= 0 && maxSnapMetres <= FARTHEST_SNAP_METRES))
    throw new RoadError(
      'points-invalid',
      `The farthest snap is ${maxSnapMetres} m; give 0 to 1,000,000 metres.`,
    );
};

const MAX_ISOCHRONES = 12;
const MAX_MINUTES = 24 * 60;

/** @throws RoadError points-invalid */
export const refuseBadMinutes = (minutes: readonly number[]): void => {
  const ascending = minutes.every((value, i) => value > (minutes[i - 1] ?? 0) && value <= MAX_MINUTES);
  if (minutes.length > 0 && minutes.length <= MAX_ISOCHRONES && ascending) return;
  throw new RoadError(
    'points-invalid',
    `Isochrones of ${minutes.join(', ') || 'no'} minutes were asked for; give 1 to ${MAX_ISOCHRONES} numbers above 0 and up to ${MAX_MINUTES}, ascending.`,
  );
};
