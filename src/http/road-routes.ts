import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Fault } from '../domain/fault.js';
import { changeFaults, type RoadChangeFeature } from '../domain/road-change.js';
import { pathText } from '../intake/document-path.js';
import { issueFaults } from '../intake/issue-faults.js';
import { parseJson } from '../intake/json-text.js';
import { conditionsOf } from '../planning/road-conditions.js';
import { routeSummary } from '../roads/route-summary.js';
import { roadChangeOf } from '../roads/road-changes.js';
import { NO_WAY, type RoadMatrix, type RoadSource, type TravelConditions } from '../roads/road-source.js';
import { mediaTypeOf, readBody } from './body.js';
import { sendJson } from './mount.js';
import { openRoads } from './open-roads.js';
import { Problem } from './problems.js';
import { ROAD_PROBLEMS } from './road-problems.js';
import {
  isochroneAnswer,
  isochroneQuery,
  matrixAnswer,
  matrixSchema,
  nearestAnswer,
  nearestQuery,
  routeAnswer,
  routeQuery,
} from './road-schemas.js';
import { defineRoute, READERS, type Route } from './route.js';
import type { Services } from './services.js';

const GEOJSON = 'application/geo+json';

/** Questions to a road network: nearest roads, a way, areas within reach, a matrix. */
export function roadRoutes(services: Services): Route[] {
  return [nearest(services), route(services), isochrone(services), matrix(services)];
}

function nearest(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/networks/{name}/nearest',
    tag: 'networks',
    summary: 'Where points meet the roads of a profile',
    access: READERS,
    query: nearestQuery,
    answers: {
      200: { description: 'A place a point', content: { 'application/json': { schema: nearestAnswer } } },
    },
    problems: ROAD_PROBLEMS,
    async handle(_request, response, { params, query: { profile, points, maxSnap } }) {
      const roads = await roadsNamed(params['name'], services);
      sendJson(response, { snapped: await roads.nearest(profile, points, maxSnap) });
    },
  });
}

function route(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/networks/{name}/route',
    tag: 'networks',
    summary: 'The fastest way between two points, and why it takes its time',
    access: READERS,
    query: routeQuery,
    answers: {
      200: { description: 'The way as a GeoJSON feature', content: { [GEOJSON]: { schema: routeAnswer } } },
    },
    problems: [...ROAD_PROBLEMS, 'plan-not-found', 'plan-unfinished', 'shutting-down'],
    async handle(_request, response, { params, query }) {
      const roads = await roadsNamed(params['name'], services);
      const { profile, from, to, maxSnap } = query;
      const conditions = await conditionsAsked(query, services);
      const answer = await whileHeard(response, services, (signal) =>
        roads.route({ profile, points: [from, to], ...snapLimit(maxSnap), ...conditions, signal }),
      );
      if (answer === null) return;
      const { legs, snapped, changes } = answer;
      const leg = legs[0] ?? null;
      const parts = leg?.parts ?? [];
      response.type(GEOJSON);
      sendJson(response, {
        type: 'Feature',
        geometry: leg === null ? null : { type: 'LineString', coordinates: leg.coordinates },
        properties: {
          profile,
          seconds: leg?.seconds ?? null,
          metres: leg?.metres ?? null,
          climb: leg?.ascentMetres ?? null,
          descent: leg?.descentMetres ?? null,
          summary: routeSummary(parts),
          parts,
          snapped,
          ...(changes === undefined ? {} : { changes }),
          attribution: roads.attribution,
        },
      });
    },
  });
}

function isochrone(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/networks/{name}/isochrone',
    tag: 'networks',
    summary: 'Areas within so many minutes of a point',
    access: READERS,
    query: isochroneQuery,
    answers: {
      200: { description: 'Areas as GeoJSON', content: { [GEOJSON]: { schema: isochroneAnswer } } },
    },
    problems: [...ROAD_PROBLEMS, 'plan-not-found', 'plan-unfinished', 'shutting-down'],
    async handle(_request, response, { params, query }) {
      const roads = await roadsNamed(params['name'], services);
      const { profile, point, minutes, direction = 'from', maxSnap } = query;
      const conditions = await conditionsAsked(query, services);
      const answer = await whileHeard(response, services, (signal) =>
        roads.isochrone({ profile, point, minutes, direction, ...snapLimit(maxSnap), ...conditions, signal }),
      );
      if (answer === null) return;
      response.type(GEOJSON);
      sendJson(response, {
        type: 'FeatureCollection',
        features: [...answer.areas].reverse().map((area) => ({
          type: 'Feature',
          geometry: { type: 'MultiPolygon', coordinates: area.coordinates },
          properties: { minutes: area.minutes, profile, direction },
        })),
        snapped: answer.snapped,
        attribution: roads.attribution,
      });
    },
  });
}

function matrix(services: Services): Route {
  return {
    method: 'post',
    path: '/v1/networks/{name}/matrix',
    tag: 'networks',
    summary: 'Times, distances and climbs between all of up to 1,000 points',
    description: 'Distances and climbs are those of the fastest way. Given up when the caller hangs up.',
    access: READERS,
    body: {
      'application/json': {
        schema: matrixSchema,
        example: {
          profile: 'van',
          points: [
            [109.5, 34.5],
            [109.6, 34.6],
          ],
          conditions: { season: 'rainy' },
        },
      },
    },
    answers: {
      200: { description: 'The matrix', content: { 'application/json': { schema: matrixAnswer } } },
    },
    problems: [
      ...ROAD_PROBLEMS,
      'not-json',
      'points-too-many',
      'body-too-large',
      'unsupported-media-type',
      'invalid-document',
      'shutting-down',
    ],
    async handle(request, response, { params }) {
      const roads = await roadsNamed(params['name'], services);
      const question = await readQuestion(request, services);
      const answer = await whileHeard(response, services, (signal) => roads.matrix({ ...question, signal }));
      if (answer === null) return;
      const { size, snapped, changes } = answer;
      sendJson(response, {
        durations: rowsOf(answer.durations, size),
        distances: rowsOf(answer.distances, size),
        ascents: rowsOf(answer.ascents, size),
        snapped,
        ...(changes === undefined ? {} : { changes }),
      });
    },
  };
}

/** @throws Problem `network-not-found`, `roads-unavailable` */
export async function roadsNamed(name = '', services: Services): Promise<RoadSource> {
  const source = await openRoads(name, services);
  if (source !== null) return source;
  throw new Problem('network-not-found', `there is no road network ${JSON.stringify(name.slice(0, 80))}`, {
    remedy: 'GET /v1/networks lists them under `roads`.',
  });
}

const snapLimit = (metres: number | undefined): { maxSnapMetres?: number } =>
  metres === undefined ? {} : { maxSnapMetres: metres };

interface AskedConditions {
  readonly season?: string | undefined;
  readonly at?: string | undefined;
  readonly load?: 'laden' | 'empty' | undefined;
}

/** Those of the plan's day, where one is named, and over them those that are given. */
async function conditionsAsked(
  asked: AskedConditions & { readonly plan?: string | undefined },
  services: Services,
): Promise<{ conditions: TravelConditions }> {
  const base =
    asked.plan === undefined
      ? {}
      : (conditionsOf((await services.reader.done(asked.plan)).document.day).conditions ?? {});
  return { conditions: { ...base, ...conditionsGiven(asked) } };
}

const conditionsGiven = ({ season, at, load }: AskedConditions): TravelConditions => ({
  ...(season === undefined ? {} : { season }),
  ...(at === undefined ? {} : { at }),
  ...(load === undefined ? {} : { load }),
});

/** Gives up when the caller hangs up: null then, and nothing is to be answered. @throws Problem `shutting-down` */
async function whileHeard<Answer>(
  response: Response,
  { closing }: Services,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | null> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  try {
    return await ask(AbortSignal.any([gone.signal, closing]));
  } catch (error) {
    if (gone.signal.aborted) return null;
    if (closing.aborted) throw new Problem('shutting-down', 'the service is shutting down');
    throw error;
  } finally {
    response.off('close', leave);
  }
}

async function readQuestion(request: Request, { config }: Services) {
  mediaTypeOf(request, ['application/json']);
  const { bytes } = await readBody(request, config.bodyBytes);
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new Problem('not-json', parsed.fault.message, { faults: [parsed.fault] });
  const read = matrixSchema.safeParse(parsed.value);
  if (!read.success) throw refused(faultsOf(read.error.issues, parsed.value));
  const { profile, points, maxSnapMetres, conditions = {} } = read.data;
  const { changes = [], ...asked } = conditions;
  const faults = contradictions(changes);
  if (faults.length > 0) throw refused(faults);
  return {
    profile,
    points: points.map(([lon, lat]) => ({ lon, lat })),
    ...snapLimit(maxSnapMetres),
    conditions: {
      ...conditionsGiven(asked),
      ...(changes.length === 0 ? {} : { changes: changes.map(roadChangeOf) }),
    },
  };
}

const faultsOf = (issues: readonly z.core.$ZodIssue[], value: unknown): Fault[] =>
  issueFaults(issues, { schema: matrixSchema, value, path: pathText, timeZone: 'UTC' });

const contradictions = (changes: readonly RoadChangeFeature[]): Fault[] =>
  changes.flatMap((change, index) =>
    changeFaults(change).map(({ path, ...fault }) => ({
      ...fault,
      path: pathText(['conditions', 'changes', index, ...path]),
    })),
  );

const refused = (faults: readonly Fault[]): Problem =>
  new Problem(
    'invalid-document',
    `the question has ${faults.length} fault${faults.length === 1 ? '' : 's'}`,
    {
      faults,
      remedy: 'Mend every fault listed and send it again.',
    },
  );

const rowsOf = (column: RoadMatrix['durations'], size: number): (number | null)[][] =>
  Array.from({ length: size }, (_, row) =>
    Array.from(column.subarray(row * size, (row + 1) * size), (value) => (value === NO_WAY ? null : value)),
  );
