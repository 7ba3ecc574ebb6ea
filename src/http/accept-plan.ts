import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { isFinal, type IdempotencyClaim, type PlanRecord } from '../storage/store.js';
import { takeDay, type TakenDay } from './day-intake.js';
import { sendJson } from './mount.js';
import { planLinks, planState } from './plan-answer.js';
import { Problem } from './problems.js';
import type { Services } from './services.js';

const KEY_LIFE_MILLISECONDS = 24 * 3600 * 1000;

/** The checked query of `POST /v1/plans`. */
export interface PlanQuery {
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

/**
 * Reads the day, stores it, and answers: 202 once it is durable, 200 with the plan where the caller
 * waits long enough.
 * @throws Problem
 */
export async function acceptPlan(
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
export async function sendPlan(response: Response, record: PlanRecord, { store }: Services): Promise<void> {
  const state = JSON.stringify(planState(record));
  const text = record.status === 'done' ? await store.plans.resultText(record.id) : null;
  response.type('application/json');
  response.send(text === null ? state : `${state.slice(0, -1)},"plan":${text}}`);
}
