import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { daySchema } from '../domain/day.js';
import { isFinal, PLAN_STATUSES, type IdempotencyClaim, type PlanRecord } from '../storage/store.js';
import { takeDay, type TakenDay } from './day-intake.js';
import { EXAMPLE_ACCEPTED, EXAMPLE_DAY } from './examples.js';
import { sendJson } from './mount.js';
import { planLinks, planState, planStateForOutlet, planSummary } from './plan-answer.js';
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

const KEY_LIFE_MILLISECONDS = 24 * 3600 * 1000;
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

interface PlanQuery {
  /** Id of the caller's key. */
  readonly owner: string;
  readonly wait?: number | undefined;
  readonly strict?: boolean | undefined;
  readonly time?: number | undefined;
  readonly threads?: number | undefined;
  readonly seed?: number | undefined;
  readonly iterations?: number | undefined;
  readonly network?: string | undefined;
  readonly date?: string | undefined;
}

async function acceptPlan(
  request: Request,
  response: Response,
  query: PlanQuery,
  services: Services,
): Promise<void> {
  if (services.closing.aborted)
    throw new Problem('shutting-down', 'the service takes no more plans', {
      headers: { 'Retry-After': '10' },
    });
  const idempotencyKey = idempotencyKeyOf(request, query.owner);
  await refuseWhenFull(services);
  const taken = await takeDay(
    request,
    {
      strict: query.strict === true,
      ...(query.network === undefined ? {} : { network: query.network }),
      ...(query.date === undefined ? {} : { date: query.date }),
    },
    services,
  );
  const { record, replayed } = await store(taken, query, idempotencyKey, services);
  services.queue.poke();
  response.setHeader('Location', `/v1/plans/${record.id}`);
  if (replayed) response.setHeader('Idempotency-Replayed', 'true');
  const settled = query.wait === undefined ? record : await waitFor(record, query.wait, response, services);
  if (query.wait !== undefined && isFinal(settled.status)) return sendPlan(response, settled, services);
  const document = replayed
    ? ((await services.store.plans.document(record.id)) ?? taken.document)
    : taken.document;
  const { id, status, day, date, orders } = settled;
  const { faults, setAside } = document;
  sendJson(response, { id, status, day, date, orders, links: planLinks(id), faults, setAside }, 202);
}

/** Keys of different callers never meet. */
function idempotencyKeyOf(request: Request, owner: string): string | null {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return null;
  if (typeof given === 'string' && /^[\x21-\x7e]{1,200}$/.test(given)) return `${owner}:${given}`;
  throw new Problem('invalid-idempotency-key', 'an Idempotency-Key is 1 to 200 printable ASCII characters', {
    remedy: 'Send a UUID, for one.',
  });
}

async function refuseWhenFull({ store, config }: Services): Promise<void> {
  const { queued } = await store.jobs.counts();
  if (queued < config.plan.queueMax) return;
  throw new Problem('queue-full', `${queued} plans are waiting, as many as may`, {
    remedy: 'Try again later, cancel some, or raise QUEUE_MAX.',
    headers: { 'Retry-After': '30' },
  });
}

async function store(
  taken: TakenDay,
  query: PlanQuery,
  idempotencyKey: string | null,
  services: Services,
): Promise<{ record: PlanRecord; replayed: boolean }> {
  const { config } = services;
  const now = Date.now();
  const { wait: _wait, owner: _owner, ...options } = query;
  const claim: IdempotencyClaim | undefined =
    idempotencyKey === null
      ? undefined
      : {
          key: idempotencyKey,
          requestHash: createHash('sha256')
            .update(`${taken.bodyDigest} ${JSON.stringify(Object.entries(options).sort())}`)
            .digest('hex'),
          expiresAt: new Date(now + KEY_LIFE_MILLISECONDS).toISOString(),
        };
  const acceptance = await services.store.plans.accept(
    {
      id: randomUUID(),
      createdAt: new Date(now).toISOString(),
      network: taken.roads,
      options: {
        timeSeconds: query.time ?? config.plan.seconds,
        threads: query.threads ?? config.plan.threads,
        seed: query.seed ?? 1,
        ...(query.iterations === undefined ? {} : { iterations: query.iterations }),
      },
    },
    taken.document,
    claim,
  );
  if (acceptance.kind === 'key-reused')
    throw new Problem('idempotency-key-reused', 'this Idempotency-Key was sent with another request', {
      remedy: 'Send a new key with a new request; repeat a request unchanged.',
    });
  return { record: acceptance.plan, replayed: acceptance.kind === 'replayed' };
}

async function waitFor(
  record: PlanRecord,
  seconds: number,
  response: Response,
  { queue, closing }: Services,
): Promise<PlanRecord> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, closing]);
  return (await queue.settled(record.id, seconds * 1000, signal)) ?? record;
}

/** The state with the plan's own text put in, so that a whole plan is never parsed to be served. */
async function sendPlan(response: Response, record: PlanRecord, { store }: Services): Promise<void> {
  const state = JSON.stringify(planState(record));
  const text = record.status === 'done' ? await store.plans.resultText(record.id) : null;
  response.type('application/json');
  response.send(text === null ? state : `${state.slice(0, -1)},"plan":${text}}`);
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
