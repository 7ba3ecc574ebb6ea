import type { Day } from '../domain/day.js';
import { RoadError } from '../roads/road-error.js';
import type { ChangeReport, RoadMatrix, RoadSource, WalkingLeg } from '../roads/road-source.js';
import type { Places } from './places.js';
import { conditionsOf, refuseUnknownConditions } from './road-conditions.js';

/** A walk shorter than this is part of parking. Default 50 m [E]. */
const WALK_FROM_METRES = 50;

/** One way on foot between the vehicle and the goods. */
export interface Walk {
  readonly metres: number;
  readonly outSeconds: number;
  readonly backSeconds: number;
}

const NO_WALK: Walk = { metres: 0, outSeconds: 0, backSeconds: 0 };

/** Travel between all places of a day for every profile its vehicles use. */
export interface Travel {
  readonly profiles: readonly string[];
  readonly matrices: ReadonlyMap<string, RoadMatrix>;
  /** By profile, then location: the walk from where the vehicle stops; null where no road is near. */
  readonly walks: ReadonlyMap<string, readonly (Walk | null)[]>;
}

/** What the day's road changes met, by profile. */
export const changeReports = ({ matrices }: Travel): (readonly ChangeReport[] | undefined)[] =>
  [...matrices.values()].map(({ changes }) => changes);

/** @throws the road source's coded errors, and on cancellation. */
export async function travelOf(
  day: Day,
  places: Places,
  roads: RoadSource,
  hooks: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void } = {},
): Promise<Travel> {
  refuseUnknownProfiles(day, roads);
  refuseUnknownConditions(day, roads);
  const profiles = [...new Set(day.vehicles.map((vehicle) => vehicle.profile))];
  const matrices = new Map<string, RoadMatrix>();
  const walks = new Map<string, readonly (Walk | null)[]>();
  for (const [done, profile] of profiles.entries()) {
    const matrix = await roads.matrix({
      profile,
      points: places.all.map((place) => place.point),
      maxSnapMetres: day.roads?.maxSnapMetres ?? 2000,
      ...conditionsOf(day),
      ...(hooks.signal ? { signal: hooks.signal } : {}),
      onProgress: (share) => hooks.onProgress?.((done + share) / profiles.length),
    });
    matrices.set(profile, matrix);
    walks.set(profile, walksOf(day, places, roads, matrix));
  }
  return { profiles, matrices, walks };
}

/** Before any matrix: a misspelt profile must not cost minutes of travel first. */
function refuseUnknownProfiles(day: Day, roads: RoadSource): void {
  const faults = day.vehicles.flatMap(({ id, profile }, index) =>
    roads.profiles.includes(profile) ? [] : [`vehicles[${index}].profile "${profile}" (${id})`],
  );
  if (faults.length === 0) return;
  throw new RoadError(
    'profile-unknown',
    `${faults.slice(0, 5).join(', ')}${faults.length > 5 ? ` and ${faults.length - 5} more` : ''}: the roads have no such profile. Write one of ${roads.profiles.join(', ')}.`,
  );
}

function walksOf(day: Day, places: Places, roads: RoadSource, matrix: RoadMatrix): (Walk | null)[] {
  const sites = new Map(day.sites.map((site) => [site.id as string, site]));
  return places.all.map((place, index) => {
    const snap = matrix.snapped[index];
    if (!snap) return null;
    const known = sites.get(place.id)?.walk;
    if (known) return statedWalk(known.metres, known.ascentMetres);
    const leg = roads.walk({ lon: snap.lon, lat: snap.lat }, place.goods);
    return leg.metres < WALK_FROM_METRES ? NO_WALK : walkOf(leg);
  });
}

const walkOf = (leg: WalkingLeg): Walk => ({
  metres: Math.round(leg.metres),
  outSeconds: leg.outSeconds,
  backSeconds: leg.backSeconds,
});

/** A walk given by the operator: Tobler's function at 0.6 of its speed, as off the path. */
function statedWalk(metres: number, ascentMetres: number): Walk {
  if (metres <= 0) return NO_WALK;
  const slope = ascentMetres / metres;
  const seconds = (grade: number): number =>
    Math.ceil((metres / 1000 / (0.6 * 6 * Math.exp(-3.5 * Math.abs(grade + 0.05)))) * 3600);
  return { metres: Math.round(metres), outSeconds: seconds(slope), backSeconds: seconds(-slope) };
}
