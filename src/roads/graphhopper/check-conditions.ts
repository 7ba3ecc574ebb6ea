import { RoadError } from '../road-error.js';
import type { TravelConditions } from '../road-source.js';

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
