/**
 * A run drawn along the roads. Turf does the geometry at this edge (lengths, boxes, points along a
 * line); it is loaded when the first run is drawn, for loading it takes half a second.
 */
import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import type { Day } from '../domain/day.js';
import type { Plan, PlanRunDocument, PlanStopDocument } from '../domain/plan.js';
import { conditionsOf } from '../planning/road-conditions.js';
import { timeShares, type TimeShare } from '../roads/route-summary.js';
import type { RoadSource, Point as Place } from '../roads/road-source.js';

type Position = [number, number];
type Drawn = Feature<LineString | Point>;

interface Waypoint {
  readonly id: string;
  /** Where the vehicle goes. */
  readonly at: Place;
  /** The place itself, where a walk leads beyond. */
  readonly place: Place;
}

/**
 * Features of a run: `kind` run (the whole line), leg (one a pair of stops, `road` false where it is
 * drawn straight for want of a way), walk, start, stop, end, and label (points along the line that
 * say which way it goes). Metres and seconds are the plan's own; `drawnMetres` is the line's.
 */
export async function runGeometry(
  run: PlanRunDocument,
  plan: Plan,
  day: Day,
  roads: RoadSource,
): Promise<FeatureCollection<LineString | Point>> {
  const turf = await import('@turf/turf');
  const way = waypoints(run, day);
  const profile = day.vehicles.find(({ id }) => id === run.vehicle)?.profile ?? '';
  const legs = await drawLegs(way, profile, day, roads);
  const line = legs.flatMap((leg, index) => (index === 0 ? leg.line : leg.line.slice(1)));
  const whole = turf.lineString(line.length > 1 ? line : [...line, ...line], {
    kind: 'run',
    run: run.id,
    vehicle: run.vehicle,
    runKind: run.kind,
    departAt: run.departAt,
    returnAt: run.returnAt,
    metres: run.metres,
    parcels: run.parcels,
    kg: run.kg,
    drawnMetres: 0,
  });
  const kilometres = turf.length(whole, { units: 'kilometers' });
  whole.properties.drawnMetres = Math.round(kilometres * 1000);
  const labels: Drawn[] = [0.25, 0.5, 0.75].map((share) => {
    const point = turf.along(whole, kilometres * share, { units: 'kilometers' });
    const ahead = turf.along(whole, kilometres * Math.min(1, share + 0.01), { units: 'kilometers' });
    const bearing = Math.round(turf.bearing(point, ahead));
    return turf.point(point.geometry.coordinates, { kind: 'label', run: run.id, share, bearing });
  });
  const features: Drawn[] = [whole, ...legs.map(legFeature), ...walks(way), ...stops(run, way), ...labels];
  return { ...turf.featureCollection(features), bbox: turf.bbox(turf.featureCollection(features)) };
}

/** Start, stops and end of a run with their places. */
function waypoints(run: PlanRunDocument, day: Day): Waypoint[] {
  const places = new Map<string, { lat: number; lon: number; stopAt?: Place | undefined }>();
  for (const place of [day.hub, ...day.outlets, ...day.sites]) places.set(place.id, place);
  const ids = [run.start, ...run.stops.map((stop) => stop.site ?? stop.outlet ?? ''), run.end];
  return ids.map((id) => {
    const place = places.get(id);
    if (place === undefined) throw new Error(`run ${run.id} names ${id}, which its day does not have`);
    const { lat, lon, stopAt } = place;
    return { id, at: stopAt ?? { lat, lon }, place: { lat, lon } };
  });
}

interface Leg {
  readonly from: string;
  readonly to: string;
  readonly line: Position[];
  readonly road: boolean;
  readonly metres: number | null;
  readonly seconds: number | null;
  readonly ascentMetres: number | null;
  readonly descentMetres: number | null;
  /** What its time is made of, the longest first; empty where the roads do not tell. */
  readonly summary: readonly TimeShare[];
}

async function drawLegs(way: Waypoint[], profile: string, day: Day, roads: RoadSource): Promise<Leg[]> {
  const { legs, snapped } = await roads.route({
    profile,
    points: way.map(({ at }) => at),
    maxSnapMetres: day.roads?.maxSnapMetres ?? 2000,
    ...conditionsOf(day),
  });
  const onRoad = way.map(({ at }, index): Position => {
    const { lon, lat } = snapped[index] ?? at;
    return [lon, lat];
  });
  return way.slice(1).map((to, index): Leg => {
    const from = way[index] as Waypoint;
    const leg = legs[index] ?? null;
    const drawn = leg?.coordinates.map(([lon, lat]): Position => [lon, lat]) ?? [];
    const straight: Position[] = [onRoad[index] as Position, onRoad[index + 1] as Position];
    return {
      from: from.id,
      to: to.id,
      line: drawn.length > 1 ? drawn : straight,
      road: leg !== null,
      metres: leg?.metres ?? null,
      seconds: leg?.seconds ?? null,
      ascentMetres: leg?.ascentMetres ?? null,
      descentMetres: leg?.descentMetres ?? null,
      summary: timeShares(leg?.parts ?? []),
    };
  });
}

const legFeature = ({ line, ...properties }: Leg, index: number): Drawn => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates: line },
  properties: { kind: 'leg', leg: index, ...properties },
});

/** From where the vehicle stops to the place itself, where they differ. */
const walks = (way: readonly Waypoint[]): Drawn[] =>
  way
    .filter(({ at, place }) => at.lat !== place.lat || at.lon !== place.lon)
    .map(({ id, at, place }) => ({
      type: 'Feature',
      geometry: {
        type: 'LineString',
        coordinates: [
          [at.lon, at.lat],
          [place.lon, place.lat],
        ],
      },
      properties: { kind: 'walk', place: id },
    }));

function stops(run: PlanRunDocument, way: readonly Waypoint[]): Drawn[] {
  return way.map(({ id, place }, index) => {
    const stop = run.stops[index - 1];
    const ends =
      index === 0 ? { kind: 'start', departAt: run.departAt } : { kind: 'end', returnAt: run.returnAt };
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
      properties: { run: run.id, place: id, ...(stop === undefined ? ends : stopProperties(stop, index)) },
    };
  });
}

const stopProperties = (stop: PlanStopDocument, number: number) => ({
  kind: 'stop',
  number,
  arriveAt: stop.arriveAt,
  leaveAt: stop.leaveAt,
  latestArriveAt: stop.latestArriveAt,
  orders: stop.orders.length,
  transfers: stop.transfers.length,
  parcels: stop.parcels,
  kg: stop.kg,
  walkMetres: stop.walk.metres,
  walkMinutes: stop.walk.minutes,
});
