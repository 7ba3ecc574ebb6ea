import { RoadError } from '../road-error.js';
import type { Point, TravelConditions } from '../road-source.js';

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

/** The server's speeds are its own: what would change them is refused, never left out silently. @throws RoadError */
export const refuseConditions = (conditions: TravelConditions | undefined): void => {
  if (conditions === undefined) return;
  const { season, at, load, changes } = conditions;
  const beyond = [
    ...(season === undefined || season === 'dry' ? [] : [`the season "${season}"`]),
    ...(at === undefined ? [] : [`rules of the clock at ${at}`]),
    ...(load === undefined || load === 'laden' ? [] : ['empty vehicles']),
    ...(changes === undefined || changes.length === 0
      ? []
      : [
          `changes of the roads (${changes
            .slice(0, 5)
            .map(({ id }) => id)
            .join(', ')})`,
        ]),
  ];
  if (beyond.length === 0) return;
  throw new RoadError(
    'conditions-unsupported',
    `A GraphHopper server cannot honour ${beyond.join(', ')}. Use an embedded network (an OpenStreetMap extract), leave it out, or give the server a profile made for it and name that.`,
  );
};

/** @throws RoadError conditions-invalid */
export const refuseBadMinutes = (minutes: readonly number[]): void => {
  const fine =
    minutes.length >= 1 &&
    minutes.length <= 12 &&
    minutes.every((value, i) => Number.isFinite(value) && value > (minutes[i - 1] ?? 0) && value <= 1440);
  if (fine) return;
  throw new RoadError(
    'conditions-invalid',
    `Isochrones of ${minutes.join(', ')} minutes: give 1 to 12 rising times above 0 and up to 1440 minutes.`,
  );
};
