import type { Plan } from '../domain/plan.js';
import type { DayDocument, PlanRecord, Store } from '../storage/store.js';
import { Problem } from './problems.js';

/** A finished plan with the day it plans, parsed. */
export interface ReadPlan {
  readonly record: PlanRecord;
  readonly plan: Plan;
  readonly document: DayDocument;
}

/**
 * Reads plans for the routes. The last few stay parsed: a page asks for a plan's parts one after the
 * other, and a large plan takes a tenth of a second to unpack.
 */
export class PlanReader {
  readonly #parsed = new Map<string, Promise<Omit<ReadPlan, 'record'>>>();

  constructor(
    readonly store: Store,
    /** Plans kept parsed; a 13,000-order plan takes some 40 MB. */
    readonly keep = 4,
  ) {}

  /** @throws Problem `plan-not-found` */
  async record(id: string): Promise<PlanRecord> {
    const record = await this.store.plans.find(id);
    if (record === null)
      throw new Problem('plan-not-found', `there is no plan ${JSON.stringify(id.slice(0, 80))}`, {
        remedy: 'GET /v1/plans lists them.',
      });
    return record;
  }

  /** @throws Problem `plan-not-found`, or `plan-unfinished` where it is not done */
  async done(id: string): Promise<ReadPlan> {
    const record = await this.record(id);
    if (record.status !== 'done') throw unfinished(record);
    return { record, ...(await this.#parse(id)) };
  }

  #parse(id: string): Promise<Omit<ReadPlan, 'record'>> {
    const kept = this.#parsed.get(id);
    const parsing = kept ?? this.#load(id);
    this.#parsed.delete(id);
    this.#parsed.set(id, parsing);
    parsing.catch(() => this.#parsed.delete(id));
    const oldest = this.#parsed.keys().next().value;
    if (this.#parsed.size > this.keep && oldest !== undefined) this.#parsed.delete(oldest);
    return parsing;
  }

  async #load(id: string): Promise<Omit<ReadPlan, 'record'>> {
    const [text, document] = await Promise.all([
      this.store.plans.resultText(id),
      this.store.plans.document(id),
    ]);
    if (text === null || document === null) throw new Error(`plan ${id} is done but its result is missing`);
    return { plan: JSON.parse(text) as Plan, document };
  }
}

function unfinished({ id, status, error }: PlanRecord): Problem {
  const waiting = status === 'queued' || status === 'running';
  const why = error === null ? '' : `: ${error.message}`;
  return new Problem('plan-unfinished', `the plan is ${status}${why}`, {
    remedy: waiting ? `Wait for it: GET /v1/plans/${id}/events.` : 'Post the day again.',
  });
}
