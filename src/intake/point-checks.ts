/** Coordinates that cannot be meant: 0,0, latitude and longitude swapped, far from everything else. */
import type { LatLon } from '../domain/coordinates.js';
import { valueAt } from './document-path.js';
import { blame, isObject, type Reading, rowFault, type Row } from './row.js';

const KM_PER_DEGREE = 111.2;
/** A network spans less than this from its middle; and a point within so many middle distances fits. [E] */
const NETWORK_KM = 300;
const MIDDLE_DISTANCES = 6;
/** Nobody walks so far from where the vehicle stops. [E] */
const STOP_AT_KM = 50;

/** The middle of a document's points and how far from it a point may lie. */
export interface Neighbourhood {
  readonly middle: LatLon;
  readonly km: number;
}

/** The point at a path; null where there is none within the range of degrees. */
export function pointAt(document: unknown, path: readonly PropertyKey[] = []): LatLon | null {
  const value = valueAt(document, path);
  if (!isObject(value)) return null;
  const { lat, lon } = value;
  if (typeof lat !== 'number' || typeof lon !== 'number') return null;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** Medians, so that a few wrong points move neither the middle nor the reach. */
export function neighbourhoodOf(points: readonly LatLon[]): Neighbourhood | null {
  const real = points.filter((point) => !isNowhere(point));
  if (real.length === 0) return null;
  const middle = { lat: median(real.map(({ lat }) => lat)), lon: median(real.map(({ lon }) => lon)) };
  const reach = median(real.map((point) => kmBetween(point, middle)));
  return { middle, km: Math.max(NETWORK_KM, reach * MIDDLE_DISTANCES) };
}

/**
 * Sets aside a row at 0,0 or with latitude and longitude swapped. A row merely far away is listed but
 * kept: whether a road leads there is for the roads to say.
 */
export function checkPoint(row: Row<unknown>, around: Neighbourhood | null, reading: Reading): void {
  const point = pointAt(row.raw);
  if (!point) return;
  if (isNowhere(point)) {
    const message = 'and lon are 0, 0, which is what a missing coordinate turns into';
    blame(row, ['lat'], ['out-of-range', message, 'Write where the place is.'], reading);
    return;
  }
  if (!around || kmBetween(point, around.middle) <= around.km) return;
  const km = Math.round(kmBetween(point, around.middle));
  if (isSwapped(point, around.middle, around.km)) {
    const remedy = `Latitude and longitude look swapped: write "lat": ${point.lon}, "lon": ${point.lat}.`;
    blame(row, ['lat'], ['contradiction', `and lon lie ${km} km from the other places`, remedy], reading);
    return;
  }
  const message = `and lon lie ${km} km from the middle of the other places; the row is kept`;
  reading.faults.add(rowFault(row, ['lat'], ['outside-network', message, 'Check the coordinates.']));
}

/** Sets aside a site whose stop point is nowhere near it. */
export function checkStopAt(row: Row<unknown>, reading: Reading): void {
  const site = pointAt(row.raw);
  const stop = pointAt(row.raw, ['stopAt']);
  if (!site || !stop) return;
  const km = Math.round(kmBetween(site, stop));
  if (km <= STOP_AT_KM) return;
  const remedy = isSwapped(stop, site, STOP_AT_KM)
    ? `Latitude and longitude look swapped: write "lat": ${stop.lon}, "lon": ${stop.lat}.`
    : 'Write where the vehicle stops, or leave stopAt out for the nearest road.';
  blame(row, ['stopAt'], ['contradiction', `lies ${km} km from the site`, remedy], reading);
}

const isNowhere = ({ lat, lon }: LatLon): boolean => lat === 0 && lon === 0;

const isSwapped = ({ lat, lon }: LatLon, middle: LatLon, km: number): boolean =>
  Math.abs(lon) <= 90 && kmBetween({ lat: lon, lon: lat }, middle) <= km;

/** Straight line, good enough within a network. */
function kmBetween(a: LatLon, b: LatLon): number {
  const east = Math.abs(a.lon - b.lon);
  const lon = Math.min(east, 360 - east) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(a.lat - b.lat, lon) * KM_PER_DEGREE;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
