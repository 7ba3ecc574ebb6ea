import { z } from 'zod';
import { daySchema } from '../domain/day.js';
import { PLAN_STATUSES, type PlanRecord } from '../storage/store.js';
import { acceptPlan, sendPlan } from './accept-plan.js';
import { EXAMPLE_ACCEPTED, EXAMPLE_DAY } from './examples.js';
import { sendJson } from './mount.js';
import { planState, planStateForOutlet, planSummary } from './plan-answer.js';
import { Problem } from './problems.js';
import { defineRoute, READERS, WRITERS, type Route } from './route.js';
import {
  acceptedSchema,
  pageQuery,
  planAnswerSchema,
  planListSchema,
  planStateSchema,
  wholeText,
  writeCursor,
} from './schemas.js';
import type { Services } from './services.js';

const MAX_WAIT_SECONDS = 60;

/** Plans: accept, list, read, cancel, release. */
export function planRoutes(services: Services): Route[] {
  return [
    postPlan(services),
    listPlans(services),
    getPlan(services),
    cancelPlan(services),
    releasePlan(services),
  ];
}

const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional();

function postPlan(services: Services): Route {
  const { plan: limits } = services.config;
  const query = z.strictObject({
    wait: wholeText(0, MAX_WAIT_SECONDS, 'Seconds to wait for the plan before 202; at most 60'),
    strict: flag.describe('Any fault refuses the day; default: faulty rows are set aside'),
    time: wholeText(1, limits.secondsMax, `Search seconds; default ${limits.seconds}`),
    threads: wholeText(1, limits.threads, `Default ${limits.threads}`),
    seed: wholeText(0, 2147483647, 'Default 1'),
    iterations: wholeText(1, 1000000000, 'A reproducible budget instead of seconds'),
    network: z.string().min(1).max(80).optional().describe('With text/csv: the stored network document'),
    date: z.iso.date().optional().describe('With text/csv: the date, where not the network’s own'),
  });
  return defineRoute({
    method: 'post',
    path: '/v1/plans',
    tag: 'plans',
    summary: 'Plan a day',
    description:
      'Takes a day document; or `{ "day": NAME }`, a day the service was started with (GET /v1/days); or, as text/csv, orders that are joined to the stored network document `?network=NAME`. Answered 202 only once the day is durably stored.',
    access: WRITERS,
    query,
    headers: z.object({
      'Idempotency-Key': z
        .string()
        .optional()
        .describe(
          '1 to 200 printable characters; for 24 h the same request with the same key gets the same plan',
        ),
    }),
    body: {
      'application/json': {
        schema: z.union([daySchema, z.strictObject({ day: z.string() }).meta({ id: 'DayReference' })]),
        example: EXAMPLE_DAY,
      },
      'text/csv': { schema: z.string().describe('Orders, a row each; docs/day-format.md names the columns') },
    },
    answers: {
      200: {
        description: 'Within `wait`, the plan is done (or failed, or cancelled)',
        content: { 'application/json': { schema: planAnswerSchema } },
      },
      202: {
        description: 'Accepted and stored; it will be planned',
        headers: {
          Location: 'The plan',
          'Idempotency-Replayed': 'true where an earlier request with this key was answered again',
        },
        content: { 'application/json': { schema: acceptedSchema, example: EXAMPLE_ACCEPTED } },
      },
    },
    problems: [
      'not-json',
      'invalid-idempotency-key',
      'network-not-found',
      'day-not-found',
      'body-too-large',
      'unsupported-media-type',
      'invalid-document',
      'idempotency-key-reused',
      'queue-full',
      'shutting-down',
    ],
    handle: (request, response, { key, query: asked }) =>
      acceptPlan(request, response, { ...asked, owner: key?.id ?? 'open' }, services),
  });
}

function listPlans(services: Services): Route {
  const query = z.strictObject({
    ...pageQuery,
    status: z.enum(PLAN_STATUSES).optional().describe('Only plans of this status'),
  });
  return defineRoute({
    method: 'get',
    path: '/v1/plans',
    tag: 'plans',
    summary: 'List plans, newest first',
    description: 'A key of role outlet sees done plans alone, each with the link to its own schedule.',
    access: ['dispatcher', 'viewer', 'outlet'],
    query,
    answers: { 200: { description: 'A page', content: { 'application/json': { schema: planListSchema } } } },
    async handle(_request, response, { key, query: { limit, cursor, status } }) {
      const outlet = key?.role === 'outlet' ? (key.outlet ?? '') : null;
      const only = outlet === null ? status : 'done';
      const page = await services.store.plans.list({
        limit: limit ?? 50,
        ...(cursor === undefined ? {} : { before: cursor }),
        ...(only === undefined ? {} : { status: only }),
      });
      const state = (record: PlanRecord) =>
        outlet === null ? planState(record) : planStateForOutlet(record, outlet);
      const next = page.next === null ? null : writeCursor(page.next);
      sendJson(response, { plans: page.plans.map(state), next });
    },
  });
}

function getPlan(services: Services): Route {
  const query = z.strictObject({
    fields: z.enum(['all', 'summary']).optional().describe('summary leaves runs, chain and unassigned out'),
  });
  return defineRoute({
    method: 'get',
    path: '/v1/plans/{plan}',
    tag: 'plans',
    summary: 'A plan: its state, and the plan itself once done',
    access: READERS,
    query,
    answers: {
      200: { description: 'The plan', content: { 'application/json': { schema: planAnswerSchema } } },
    },
    problems: ['plan-not-found'],
    async handle(_request, response, { params, query: { fields } }) {
      const record = await services.reader.record(params['plan'] ?? '');
      if (fields !== 'summary') return sendPlan(response, record, services);
      if (record.status !== 'done') return sendJson(response, planState(record));
      const { plan } = await services.reader.done(record.id);
      sendJson(response, { ...planState(record), summary: planSummary(plan) });
    },
  });
}

function cancelPlan(services: Services): Route {
  return {
    method: 'delete',
    path: '/v1/plans/{plan}',
    tag: 'plans',
    summary: 'Cancel a plan that waits or runs',
    access: WRITERS,
    answers: {
      200: { description: 'Cancelled', content: { 'application/json': { schema: planStateSchema } } },
    },
    problems: ['plan-not-found', 'plan-finished'],
    async handle(_request, response, { params }) {
      const { id } = await services.reader.record(params['plan'] ?? '');
      const outcome = await services.queue.cancel(id);
      const record = await services.reader.record(id);
      if (outcome === 'cancelled') return sendJson(response, planState(record));
      throw new Problem('plan-finished', `the plan is ${record.status}; there is nothing to cancel`);
    },
  };
}

function releasePlan(services: Services): Route {
  return {
    method: 'post',
    path: '/v1/plans/{plan}/release',
    tag: 'plans',
    summary: 'Release a plan to outlets and drivers',
    description: 'Marks it with the time and the key’s label (or id). A second release changes nothing.',
    access: WRITERS,
    answers: {
      200: { description: 'Released', content: { 'application/json': { schema: planStateSchema } } },
    },
    problems: ['plan-not-found', 'plan-unfinished'],
    async handle(_request, response, { params, key }) {
      const { record } = await services.reader.done(params['plan'] ?? '');
      const who = key === null ? 'local' : (key.label ?? key.id);
      const released = await services.store.plans.release(record.id, who, new Date().toISOString());
      sendJson(response, planState(released ?? record));
    },
  };
}
