import { z } from 'zod';
import { planRunSchema, type PlanRunDocument } from '../domain/plan.js';
import { REPORT_FORMATS, renderSheet } from '../reports/index.js';
import type { RoadSource } from '../roads/road-source.js';
import { runGpx } from './gpx.js';
import { sendJson } from './mount.js';
import { openRoads, roadsUnavailable } from './open-roads.js';
import type { ReadPlan } from './plan-reader.js';
import { Problem } from './problems.js';
import { defineRoute, FORMATS, READERS, type Route } from './route.js';
import { runGeometry } from './run-geometry.js';
import { languageQuery, runListSchema } from './schemas.js';
import type { Services } from './services.js';

const geojson = z.looseObject({ type: z.literal('FeatureCollection') }).meta({ id: 'FeatureCollection' });

/** Runs of a plan: list, one run as JSON, GeoJSON or GPX, and its printed sheet. */
export function runRoutes(services: Services): Route[] {
  return [listRuns(services), getRun(services), runSheet(services)];
}

function listRuns(services: Services): Route {
  return {
    method: 'get',
    path: '/v1/plans/{plan}/runs',
    tag: 'plans',
    summary: 'The runs of a plan, without their stops',
    access: READERS,
    answers: { 200: { description: 'Runs', content: { 'application/json': { schema: runListSchema } } } },
    problems: ['plan-not-found', 'plan-unfinished'],
    async handle(_request, response, { params }) {
      const { plan, document } = await services.reader.done(params['plan'] ?? '');
      const profiles = new Map(document.day.vehicles.map(({ id, profile }) => [id as string, profile]));
      const runs = plan.runs.map(({ stops, rests: _rests, lastLeg: _lastLeg, ...run }) => ({
        ...run,
        stops: stops.length,
        orders: stops.reduce((sum, stop) => sum + stop.orders.length, 0),
        profile: profiles.get(run.vehicle) ?? '',
        links: runLinks(plan.id, run.id),
      }));
      sendJson(response, { runs });
    },
  };
}

function runLinks(plan: string, run: string) {
  const self = `/v1/plans/${plan}/runs/${encodeURIComponent(run)}`;
  return { self, geojson: `${self}.geojson`, gpx: `${self}.gpx`, sheet: `${self}/sheet.html` };
}

function getRun(services: Services): Route {
  return {
    method: 'get',
    path: '/v1/plans/{plan}/runs/{run}',
    tag: 'plans',
    summary: 'A run: its stops, or its line along the roads',
    description:
      'GeoJSON holds one feature a `kind`: run (the whole line), leg, walk, start, stop, end, label; with a bbox.',
    access: READERS,
    formats: ['json', 'geojson', 'gpx'],
    answers: {
      200: {
        description: 'The run',
        content: {
          [FORMATS.json]: { schema: planRunSchema },
          [FORMATS.geojson]: { schema: geojson },
          [FORMATS.gpx]: { schema: z.string() },
        },
      },
    },
    problems: ['plan-not-found', 'plan-unfinished', 'run-not-found', 'roads-unavailable'],
    async handle(_request, response, { params, format }) {
      const read = await services.reader.done(params['plan'] ?? '');
      const run = runOf(read, params['run'] ?? '');
      if (format === 'json') return sendJson(response, run);
      const roads = await roadsOf(read, services);
      const drawing = await runGeometry(run, read.plan, read.document.day, roads);
      response.type(FORMATS[format]);
      if (format === 'geojson') response.send(JSON.stringify(drawing));
      else response.send(runGpx(run.id, drawing, read.plan.attribution));
    },
  };
}

function runSheet(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/plans/{plan}/runs/{run}/sheet',
    tag: 'reports',
    summary: 'The driver’s sheet of a run',
    access: READERS,
    formats: [...REPORT_FORMATS],
    query: languageQuery,
    answers: {
      200: {
        description: 'The sheet, ready to print',
        content: {
          [FORMATS.html]: { schema: z.string() },
          [FORMATS.json]: { schema: z.looseObject({}) },
          [FORMATS.csv]: { schema: z.string() },
        },
      },
    },
    problems: ['plan-not-found', 'plan-unfinished', 'run-not-found'],
    async handle(_request, response, { params, query, format }) {
      const read = await services.reader.done(params['plan'] ?? '');
      const run = runOf(read, params['run'] ?? '');
      const report = renderSheet(read.plan, read.document.day, run.id, format as 'html', query.lang);
      if (report === null) throw noRun(run.id);
      response.type(report.contentType).send(report.body);
    },
  });
}

function runOf({ plan }: ReadPlan, id: string): PlanRunDocument {
  const run = plan.runs.find((one) => one.id === id);
  if (run === undefined) throw noRun(id);
  return run;
}

const noRun = (id: string): Problem =>
  new Problem('run-not-found', `the plan has no run ${JSON.stringify(id.slice(0, 80))}`, {
    remedy: 'GET its /runs lists them.',
  });

/** @throws Problem `roads-unavailable` */
async function roadsOf({ record }: ReadPlan, services: Services): Promise<RoadSource> {
  const source = await openRoads(record.network, services);
  if (source !== null) return source;
  throw roadsUnavailable(record.network, 'is not one the service was started with');
}
