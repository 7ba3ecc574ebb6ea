import { z } from 'zod';
import type { Day } from '../domain/day.js';
import type { Plan } from '../domain/plan.js';
import { REPORT_FORMATS, renderSchedule } from '../reports/index.js';
import { sendJson } from './mount.js';
import { Problem } from './problems.js';
import { defineRoute, FORMATS, READERS, type Route } from './route.js';
import { languageQuery, outletListSchema } from './schemas.js';
import type { Services } from './services.js';

/** Outlets of a plan and their printed schedules. */
export function outletRoutes(services: Services): Route[] {
  return [listOutlets(services), outletSchedule(services)];
}

function listOutlets(services: Services): Route {
  return {
    method: 'get',
    path: '/v1/plans/{plan}/outlets',
    tag: 'plans',
    summary: 'The hub and the outlets of a plan with their counts',
    access: READERS,
    answers: {
      200: { description: 'Outlets', content: { 'application/json': { schema: outletListSchema } } },
    },
    problems: ['plan-not-found', 'plan-unfinished'],
    async handle(_request, response, { params }) {
      const { plan, document } = await services.reader.done(params['plan'] ?? '');
      sendJson(response, { outlets: outletCounts(plan, document.day) });
    },
  };
}

function outletCounts(plan: Plan, day: Day) {
  const orders = countBy(plan.chain.map(({ outlet }) => outlet));
  const runs = countBy(
    plan.runs.flatMap((run) => [
      ...new Set([run.start, run.end, ...run.stops.flatMap((stop) => stop.outlet ?? [])]),
    ]),
  );
  return [day.hub, ...day.outlets].map(({ id, name, lat, lon }) => {
    const self = `/v1/plans/${plan.id}/outlets/${encodeURIComponent(id)}/schedule`;
    return {
      outlet: id,
      isHub: id === day.hub.id,
      name,
      lat,
      lon,
      orders: orders.get(id) ?? 0,
      runs: runs.get(id) ?? 0,
      links: { schedule: `${self}.html`, csv: `${self}.csv`, json: `${self}.json` },
    };
  });
}

function countBy(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function outletSchedule(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/plans/{plan}/outlets/{outlet}/schedule',
    tag: 'reports',
    summary: 'The schedule of an outlet, or of the hub',
    description: 'A key of role outlet reads its own outlet’s schedule and no other.',
    access: ['dispatcher', 'viewer', 'outlet'],
    formats: [...REPORT_FORMATS],
    query: languageQuery,
    answers: {
      200: {
        description: 'The schedule, ready to print',
        content: {
          [FORMATS.html]: { schema: z.string() },
          [FORMATS.json]: { schema: z.looseObject({}) },
          [FORMATS.csv]: { schema: z.string() },
        },
      },
    },
    problems: ['plan-not-found', 'plan-unfinished', 'outlet-not-found'],
    async handle(_request, response, { params, query, format, key }) {
      const outlet = params['outlet'] ?? '';
      if (key?.role === 'outlet' && key.outlet !== outlet)
        throw new Problem('forbidden', 'this key reads the schedule of its own outlet only', {
          remedy: `Ask for outlet ${key.outlet ?? ''}, or use a key of role viewer.`,
        });
      const { plan, document } = await services.reader.done(params['plan'] ?? '');
      const report = renderSchedule(plan, document.day, outlet, format as 'html', query.lang);
      if (report === null)
        throw new Problem(
          'outlet-not-found',
          `the day has no outlet ${JSON.stringify(outlet.slice(0, 80))}`,
          {
            remedy: 'GET the plan’s /outlets lists them.',
          },
        );
      response.type(report.contentType).send(report.body);
    },
  });
}
