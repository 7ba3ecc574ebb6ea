import type { z } from 'zod';
import {
  changeFaults,
  MAX_ROAD_CHANGES,
  roadChangeSchema,
  type RoadChangeFeature,
} from '../domain/road-change.js';
import { RoadError } from './road-error.js';
import type { ChangeGeometry, RoadChange } from './road-source.js';

/** Faults told in one answer; more would bury the first. */
const MAX_FAULTS = 20;

/**
 * Reads closures and slowdowns: a GeoJSON FeatureCollection, or a list of features, as parsed JSON.
 * `place` names it in messages.
 * @throws RoadError conditions-invalid with every fault and its path.
 */
export function readRoadChanges(json: unknown, place: string): RoadChange[] {
  const { features, path } = featuresOf(json, place);
  const faults: string[] = [];
  if (features.length > MAX_ROAD_CHANGES)
    faults.push(`${path || 'the list'} holds ${features.length} changes, more than ${MAX_ROAD_CHANGES}`);
  const read = features.slice(0, MAX_ROAD_CHANGES).flatMap((feature, index): RoadChangeFeature[] => {
    const at = `${path}[${index}]`;
    const result = roadChangeSchema.safeParse(feature);
    if (!result.success) {
      for (const issue of result.error.issues) faults.push(...issueTexts(issue, at));
      return [];
    }
    for (const fault of changeFaults(result.data))
      faults.push(`${pathText(at, fault.path)} ${fault.message}. ${fault.remedy}`);
    return [result.data];
  });
  for (const id of doubled(read.map(({ properties }) => properties.id)))
    faults.push(`${JSON.stringify(id)} is the id of two changes. Give each its own.`);
  if (faults.length === 0) return read.map(roadChangeOf);
  const told = faults.slice(0, MAX_FAULTS).join('\n  ');
  const more = faults.length > MAX_FAULTS ? `\n  and ${faults.length - MAX_FAULTS} more faults` : '';
  throw new RoadError('conditions-invalid', `${place}: the road changes have faults:\n  ${told}${more}`);
}

/** A change as the road sources take it. */
export function roadChangeOf({ properties, geometry }: RoadChangeFeature): RoadChange {
  const { id, effect, factor, maxKmh, way, withinMetres, profiles, from, until } = properties;
  return {
    id,
    effect: effect === 'closed' ? 'closed' : factor !== undefined ? { factor } : { maxKmh: maxKmh ?? 1 },
    ...(way === undefined ? {} : { way }),
    ...(geometry === null ? {} : { geometry: geometryOf(geometry) }),
    ...(withinMetres === undefined ? {} : { withinMetres }),
    ...(profiles === undefined ? {} : { profiles }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
}

function featuresOf(json: unknown, place: string): { features: readonly unknown[]; path: string } {
  if (Array.isArray(json)) return { features: json as unknown[], path: '' };
  const { type, features } = (json ?? {}) as { type?: unknown; features?: unknown };
  if (type === 'FeatureCollection' && Array.isArray(features))
    return { features: features as unknown[], path: 'features' };
  throw new RoadError(
    'conditions-invalid',
    `${place}: not a list of road changes. Give a GeoJSON FeatureCollection, or a list of its features.`,
  );
}

const NOT_A_GEOMETRY = 'must be Point, LineString or Polygon. Split a collection into a feature each';

function issueTexts(issue: z.core.$ZodIssue, at: string): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${pathText(at, [...issue.path, key])} is not a key known here.`);
  const text = issue.code === 'invalid_union' ? NOT_A_GEOMETRY : issue.message;
  return [`${pathText(at, issue.path)}: ${text}.`];
}

const pathText = (at: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => text + (typeof part === 'number' ? `[${part}]` : `.${String(part)}`),
    at,
  );

const doubled = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

function geometryOf(geometry: NonNullable<RoadChangeFeature['geometry']>): ChangeGeometry {
  const place = ([lon = 0, lat = 0]: readonly number[]): readonly [number, number] => [lon, lat];
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: place(geometry.coordinates) };
    case 'LineString':
      return { type: 'LineString', coordinates: geometry.coordinates.map(place) };
    case 'Polygon':
      return { type: 'Polygon', coordinates: geometry.coordinates.map((ring) => ring.map(place)) };
  }
}
