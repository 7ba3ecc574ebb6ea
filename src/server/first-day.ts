import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config.js';
import type { Day } from '../domain/day.js';
import type { Plan } from '../domain/plan.js';
import type { PlanQueue } from '../jobs/queue.js';
import {
  isFinal,
  type DayDocument,
  type PlanRecord,
  type Store,
  type StoredOptions,
} from '../storage/store.js';
import type { NamedDays } from './named-days.js';
import type { StartOptions } from './start-options.js';

/** Why there is no plan of the first day. */
export class FirstDayError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'FirstDayError';
  }
}

export interface FirstDayParts {
  readonly config: Config;
  readonly store: Store;
  readonly queue: PlanQueue;
  readonly days: NamedDays;
}

/** Accepts the named day like any other and waits for its plan. */
export async function planFirstDay(
  first: NonNullable<StartOptions['firstDay']>,
  { config, store, queue, days }: FirstDayParts,
  closing: AbortSignal,
): Promise<Plan> {
  const { name, ...asked } = typeof first === 'string' ? { name: first } : first;
  const reading = await days.read(name);
  if (reading === null)
    throw new FirstDayError(
      'bad-first-day',
      `there is no day named ${name}; PACKHORSE_DAYS names their folders`,
    );
  if (!reading.ok)
    throw new FirstDayError(
      'bad-first-day',
      `the day ${name} has ${reading.faults.length} faults: ${reading.faults
        .slice(0, 10)
        .map((fault) => `${fault.path} ${fault.message}`)
        .join('; ')}`,
    );
  const network = days.network(name) ?? reading.day.roads?.network;
  if (network === undefined) throw new FirstDayError('bad-first-day', `the day ${name} names no roads`);
  const options = { timeSeconds: config.plan.seconds, threads: config.plan.threads, seed: 1, ...asked };
  const { day, setAside, faults } = reading;
  const plan =
    (await leftOver(day, options, store)) ??
    (await accept({ day, setAside, faults }, network, options, store));
  queue.poke();
  return planOf(await settle(plan, queue, closing), store);
}

/** The plan of the same day that an earlier start left unfinished; the queue goes on with it. */
async function leftOver(day: Day, options: StoredOptions, store: Store): Promise<PlanRecord | null> {
  for (const status of ['running', 'queued'] as const) {
    const { plans } = await store.plans.list({ limit: 100, status });
    for (const plan of plans) {
      if (plan.day !== day.name || !isDeepStrictEqual(plan.options, options)) continue;
      const document = await store.plans.document(plan.id);
      if (JSON.stringify(document?.day) === JSON.stringify(day)) return plan;
    }
  }
  return null;
}

async function accept(
  document: DayDocument,
  network: string,
  options: StoredOptions,
  store: Store,
): Promise<PlanRecord> {
  const plan = { id: randomUUID(), createdAt: new Date().toISOString(), network, options };
  const accepted = await store.plans.accept(plan, document);
  if (accepted.kind === 'key-reused') throw new FirstDayError('internal', 'the first day was not accepted');
  return accepted.plan;
}

async function settle(plan: PlanRecord, queue: PlanQueue, closing: AbortSignal): Promise<PlanRecord> {
  for (;;) {
    const record = (await queue.settled(plan.id, 3_600_000, closing)) ?? plan;
    if (isFinal(record.status)) return record;
    if (closing.aborted)
      throw new FirstDayError('shutting-down', 'the service was stopped before the first day was planned');
  }
}

async function planOf(record: PlanRecord, store: Store): Promise<Plan> {
  const text = await store.plans.resultText(record.id);
  if (text !== null) return JSON.parse(text) as Plan;
  throw new FirstDayError(
    record.error?.code ?? record.status,
    `the first day was not planned: ${record.error?.message ?? record.status}`,
  );
}
