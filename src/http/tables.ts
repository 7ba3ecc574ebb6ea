import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { gainsSchema, unassignedSchema, type Gains, type Metric } from '../domain/plan.js';
import { sendJson } from './mount.js';
import { Problem } from './problems.js';
import { defineRoute, FORMATS, READERS, type Route } from './route.js';
import { chainPageSchema, pageQuery, writeCursor } from './schemas.js';
import type { Services } from './services.js';

/** Tables of a plan: gains, unassigned orders, and every order's times. */
export function tableRoutes(services: Services): Route[] {
  return [gainsTable(services), unassignedTable(services), ordersTable(services)];
}

const PLAN_PROBLEMS = ['plan-not-found', 'plan-unfinished'] as const;

/** Opens in a spreadsheet as it is: byte order mark for Chinese, formulas made harmless. */
const csv = (rows: readonly object[], columns: readonly string[]): string =>
  stringify([...rows], { header: true, columns: [...columns], bom: true, escape_formulas: true });

function gainsTable(services: Services): Route {
  return {
    method: 'get',
    path: '/v1/plans/{plan}/gains',
    tag: 'reports',
    summary: 'Hours gained on the baseline: ship, collect, sign',
    access: READERS,
    formats: ['json', 'csv'],
    answers: {
      200: {
        description: 'Mean, median and 90th percentile hours; by outlet and by zone',
        content: { [FORMATS.json]: { schema: gainsSchema }, [FORMATS.csv]: { schema: z.string() } },
      },
    },
    problems: PLAN_PROBLEMS,
    async handle(_request, response, { params, format }) {
      const { plan } = await services.reader.done(params['plan'] ?? '');
      if (format === 'json') return sendJson(response, plan.gains);
      const columns = [
        'scope',
        'id',
        'orders',
        'metric',
        'statistic',
        'plan_hours',
        'baseline_hours',
        'gain_hours',
      ];
      response.type(FORMATS.csv).send(csv(gainRows(plan.gains), columns));
    },
  };
}

interface GainScope {
  readonly ship: Metric;
  readonly collect: Metric;
  readonly sign: Metric;
  readonly orders: number;
}

function gainRows(gains: Gains) {
  return [
    ...scopeRows('all', '', gains),
    ...gains.byOutlet.flatMap((row) => scopeRows('outlet', row.outlet, row)),
    ...gains.byZone.flatMap((row) => scopeRows('zone', row.zone, row)),
  ];
}

const scopeRows = (scope: string, id: string, gains: GainScope) =>
  (['ship', 'collect', 'sign'] as const).flatMap((metric) => {
    const { median, p90, ...mean } = gains[metric];
    return Object.entries({ mean, median, p90 }).map(([statistic, hours]) => ({
      scope,
      id,
      orders: gains.orders,
      metric,
      statistic,
      plan_hours: hours.plan,
      baseline_hours: hours.baseline,
      gain_hours: hours.gain,
    }));
  });

function unassignedTable(services: Services): Route {
  return {
    method: 'get',
    path: '/v1/plans/{plan}/unassigned',
    tag: 'reports',
    summary: 'Orders that are not collected: why, and what would change it',
    access: READERS,
    formats: ['json', 'csv'],
    answers: {
      200: {
        description: 'Orders',
        content: {
          [FORMATS.json]: { schema: z.strictObject({ unassigned: z.array(unassignedSchema) }) },
          [FORMATS.csv]: { schema: z.string() },
        },
      },
    },
    problems: PLAN_PROBLEMS,
    async handle(_request, response, { params, format }) {
      const { plan } = await services.reader.done(params['plan'] ?? '');
      if (format === 'json') return sendJson(response, { unassigned: plan.unassigned });
      const text = csv(plan.unassigned, ['order', 'site', 'code', 'reason', 'remedy']);
      response.type(FORMATS.csv).send(text);
    },
  };
}

function ordersTable(services: Services): Route {
  const query = z.strictObject({
    ...pageQuery,
    order: z.string().min(1).max(80).optional().describe('One order'),
    outlet: z.string().min(1).max(80).optional().describe('Orders that this outlet is in charge of'),
    run: z.string().min(1).max(200).optional().describe('Orders that this run collects'),
  });
  return defineRoute({
    method: 'get',
    path: '/v1/plans/{plan}/orders',
    tag: 'plans',
    summary: 'Each order’s times, in the plan and in the baseline',
    access: READERS,
    query,
    answers: { 200: { description: 'A page', content: { 'application/json': { schema: chainPageSchema } } } },
    problems: [...PLAN_PROBLEMS, 'order-not-found'],
    async handle(_request, response, { params, query: { limit = 50, cursor = 0, order, outlet, run } }) {
      const { plan } = await services.reader.done(params['plan'] ?? '');
      const rows = plan.chain.filter(
        (row) =>
          (order === undefined || row.order === order) &&
          (outlet === undefined || row.outlet === outlet) &&
          (run === undefined || row.run === run || row.feeder === run),
      );
      const unassigned = order === undefined ? [] : plan.unassigned.filter((row) => row.order === order);
      if (order !== undefined && rows.length + unassigned.length === 0)
        throw new Problem('order-not-found', `the plan has no order ${JSON.stringify(order)}`);
      const next = cursor + limit < rows.length ? writeCursor(cursor + limit) : null;
      sendJson(response, { orders: rows.slice(cursor, cursor + limit), unassigned, next });
    },
  });
}
