import { EventEmitter } from 'node:events';
import type { Plan } from '../domain/plan.js';
import type { NetworkFiles, PlanProgress, PlanTask } from '../planning/plan-options.js';
import { isFinal, type PlanRecord, type Store } from '../storage/store.js';
import { digestOf } from './digest.js';
import { isGone, newOwner } from './owner.js';
import type { PlanEvent, Planner, PlanQueue, QueueObserver } from './queue.js';

export interface QueueParts {
  readonly store: Store;
  readonly planner: Planner;
  /** Files of a registered network; null where there is none of that name. */
  readonly network: (name: string) => NetworkFiles | null;
  readonly graphCache: string;
  /** Plans made at the same time. */
  readonly workers: number;
  /** Beyond its search seconds a plan may take so long before it has failed. */
  readonly hangSeconds: number;
  readonly observer?: QueueObserver;
  readonly log: { warn(detail: object, message: string): void; error(detail: object, message: string): void };
  /** Default 15,000: how long a job stays ours without a sign of life. */
  readonly leaseMilliseconds?: number;
}

/** Ends of a running plan that are not its own. */
type Interruption = 'cancelled' | 'lost' | 'stopping' | 'hanging';

interface Run {
  readonly id: string;
  readonly abort: AbortController;
  done: Promise<void>;
}

const MAX_ATTEMPTS = 3;
/** Progress is kept for those who come later, not for every line: once a second is enough. */
const SAVE_EVERY_MILLISECONDS = 1000;
const now = (): string => new Date().toISOString();
const later = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

/** The queue inside the service's own process, its jobs in the store. */
export class EmbeddedQueue implements PlanQueue {
  readonly #owner = newOwner();
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #runs = new Map<string, Run>();
  readonly #lease: number;
  #timer: NodeJS.Timeout | undefined;
  #claiming: Promise<void> | null = null;
  #pokedAgain = false;
  #stopping = false;

  constructor(readonly parts: QueueParts) {
    this.#lease = parts.leaseMilliseconds ?? 15_000;
  }

  async start(): Promise<void> {
    await this.#recover();
    this.#timer = setInterval(() => void this.#beat(), this.#lease / 3);
    this.#timer.unref();
    this.poke();
  }

  poke(): void {
    if (this.#stopping) return;
    if (this.#claiming !== null) {
      this.#pokedAgain = true;
      return;
    }
    this.#claiming = this.#fill()
      .catch((error: unknown) => this.parts.log.error({ err: error }, 'could not claim a job'))
      .finally(() => {
        this.#claiming = null;
        if (this.#pokedAgain) {
          this.#pokedAgain = false;
          this.poke();
        }
      });
  }

  async cancel(id: string): Promise<'cancelled' | 'finished' | 'unknown'> {
    const outcome = await this.parts.store.jobs.cancel(id, now());
    if (outcome !== 'cancelled') return outcome;
    this.#runs.get(id)?.abort.abort('cancelled' satisfies Interruption);
    await this.#tellStatus(id);
    return outcome;
  }

  subscribe(id: string, listener: (event: PlanEvent) => void): () => void {
    this.#events.on(id, listener);
    return () => void this.#events.off(id, listener);
  }

  async settled(id: string, milliseconds: number, signal?: AbortSignal): Promise<PlanRecord | null> {
    let stop = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      const unsubscribe = this.subscribe(id, (event) => {
        if (event.kind === 'status' && isFinal(event.record.status)) resolve();
      });
      signal?.addEventListener('abort', () => resolve(), { once: true });
      stop = () => {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      };
    });
    try {
      const record = await this.parts.store.plans.find(id);
      if (record === null || isFinal(record.status) || signal?.aborted) return record;
      await ended;
      return await this.parts.store.plans.find(id);
    } finally {
      stop();
    }
  }

  async stop(graceMilliseconds: number): Promise<void> {
    this.#stopping = true;
    await this.#claiming;
    const running = [...this.#runs.values()];
    const allDone = Promise.all(running.map((run) => run.done));
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => (timer = setTimeout(resolve, graceMilliseconds)));
    await Promise.race([allDone, grace]);
    clearTimeout(timer);
    for (const run of this.#runs.values()) run.abort.abort('stopping' satisfies Interruption);
    await allDone;
    clearInterval(this.#timer);
  }

  async #fill(): Promise<void> {
    while (!this.#stopping && this.#runs.size < this.parts.workers) {
      const record = await this.parts.store.jobs.claim(this.#owner, now(), later(this.#lease));
      if (record === null) return;
      const run: Run = { id: record.id, abort: new AbortController(), done: Promise.resolve() };
      this.#runs.set(record.id, run);
      run.done = this.#work(record, run)
        .catch((error: unknown) => this.parts.log.error({ err: error, plan: record.id }, 'a job broke off'))
        .finally(() => {
          this.#runs.delete(record.id);
          this.poke();
        });
    }
  }

  async #work(record: PlanRecord, run: Run): Promise<void> {
    this.#events.emit(record.id, { kind: 'status', record } satisfies PlanEvent);
    const { jobs } = this.parts.store;
    try {
      const plan = await this.#plan(record, run);
      const outcome = { status: 'done', plan, digest: digestOf(plan), at: now() } as const;
      if (!(await jobs.finish(record.id, this.#owner, outcome))) return;
      const done = await this.#tellStatus(record.id);
      if (done !== null) this.parts.observer?.planned(done, plan);
    } catch (error) {
      const interruption = run.abort.signal.aborted ? (run.abort.signal.reason as Interruption) : null;
      if (interruption === 'cancelled' || interruption === 'lost') return;
      if (interruption === 'stopping') return await jobs.giveBack(record.id, this.#owner);
      const failure = failureOf(error, interruption, this.parts.hangSeconds);
      if (failure.code === 'internal')
        this.parts.log.error({ err: error, plan: record.id }, 'the planner failed');
      await this.#fail(record, failure);
    }
  }

  async #fail(record: PlanRecord, failure: { code: string; message: string }): Promise<void> {
    this.parts.log.warn({ plan: record.id, code: failure.code, fault: failure.message }, 'a plan failed');
    const outcome = { status: 'failed', ...failure, at: now() } as const;
    if (!(await this.parts.store.jobs.finish(record.id, this.#owner, outcome))) return;
    const failed = await this.#tellStatus(record.id);
    if (failed !== null) this.parts.observer?.failed(failed);
  }

  /** Settles at the latest when the run is aborted, whatever the planner does then. */
  async #plan(record: PlanRecord, run: Run): Promise<Plan> {
    const task = await this.#taskOf(record);
    const { signal } = run.abort;
    const limit = (record.options.timeSeconds + this.parts.hangSeconds) * 1000;
    const timer = setTimeout(() => run.abort.abort('hanging' satisfies Interruption), limit);
    const aborted = new Promise<never>((_, reject) => {
      const stop = (): void => reject(new Error('the plan was stopped'));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    try {
      const planned = this.parts.planner(task, { signal, onProgress: this.#progressOf(record, signal) });
      return await Promise.race([planned, aborted]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #taskOf(record: PlanRecord): Promise<PlanTask> {
    const document = await this.parts.store.plans.document(record.id);
    if (document === null) throw new QueueError('internal', 'the day of this plan is not in the store');
    const network = this.parts.network(record.network);
    if (network === null)
      throw new QueueError(
        'roads-unknown-network',
        `the road network "${record.network}" is not one that the service was started with; start it with that network, or post the day again with another`,
      );
    return {
      id: record.id,
      createdAt: record.createdAt,
      day: document.day,
      setAside: document.setAside,
      network,
      graphCache: this.parts.graphCache,
      options: record.options,
    };
  }

  #progressOf(record: PlanRecord, signal: AbortSignal): (progress: PlanProgress) => void {
    let event = record.progress?.event ?? 0;
    let savedAt = 0;
    let saving = false;
    return (progress) => {
      if (signal.aborted) return;
      event += 1;
      this.#events.emit(record.id, { kind: 'progress', event, progress } satisfies PlanEvent);
      if (saving || Date.now() - savedAt < SAVE_EVERY_MILLISECONDS) return;
      saving = true;
      savedAt = Date.now();
      this.parts.store.jobs
        .saveProgress(record.id, this.#owner, { event, data: progress })
        .catch((error: unknown) =>
          this.parts.log.warn({ err: error, plan: record.id }, 'progress was not kept'),
        )
        .finally(() => (saving = false));
    };
  }

  async #tellStatus(id: string): Promise<PlanRecord | null> {
    const record = await this.parts.store.plans.find(id);
    if (record !== null) this.#events.emit(id, { kind: 'status', record } satisfies PlanEvent);
    return record;
  }

  /** A sign of life for what we hold, and a look at what others left behind. */
  async #beat(): Promise<void> {
    try {
      for (const run of this.#runs.values()) {
        const ours = await this.parts.store.jobs.renew(run.id, this.#owner, later(this.#lease));
        if (!ours && this.#runs.has(run.id)) run.abort.abort('lost' satisfies Interruption);
      }
      if (!this.#stopping) await this.#recover();
      this.poke();
    } catch (error) {
      this.parts.log.error({ err: error }, 'the queue could not reach the store');
    }
  }

  async #recover(): Promise<void> {
    const found = await this.parts.store.jobs.recover({
      now: now(),
      maxAttempts: MAX_ATTEMPTS,
      isGone: (owner) => isGone(owner, this.#owner),
    });
    if (found.requeued + found.failed > 0)
      this.parts.log.warn(found, 'plans that a killed process left behind were recovered');
  }
}

class QueueError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function failureOf(
  error: unknown,
  interruption: Interruption | null,
  hangSeconds: number,
): { code: string; message: string } {
  if (interruption === 'hanging')
    return {
      code: 'timed-out',
      message: `planning took ${hangSeconds} s longer than its search time and was stopped; ask for fewer seconds, or plan a smaller day`,
    };
  if (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code !== 'internal'
  )
    return { code: error.code, message: error.message };
  /** Its own message may hold a stack and paths: those are for the log. */
  return {
    code: 'internal',
    message: 'the planner failed; the log of the service tells why under this plan’s id',
  };
}
