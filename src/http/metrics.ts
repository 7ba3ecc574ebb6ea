import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Plan } from '../domain/plan.js';
import type { QueueObserver } from '../jobs/queue.js';
import type { PlanRecord, Store } from '../storage/store.js';

/** Days whose figures are shown; posted days may have any name, and a label each would never end. */
const MAX_DAYS = 50;

/** What Prometheus reads; docs/operations.md explains each and the alerts on them. */
export class Metrics implements QueueObserver {
  readonly registry = new Registry();
  readonly #requests = this.#histogram(
    'packhorse_http_request_seconds',
    'HTTP requests by route and status',
    [
      ['method', 'route', 'status'],
      [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    ],
  );
  readonly #stages = this.#histogram('packhorse_plan_stage_seconds', 'Seconds of a plan by stage', [
    ['stage'],
    [0.05, 0.2, 1, 5, 15, 30, 60, 120, 300, 900],
  ]);
  readonly #plans = new Counter({
    name: 'packhorse_plans_total',
    help: 'Plans by how they ended',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly #gap = this.#gauge(
    'packhorse_plan_gap_ratio',
    'Certified gap of the last plan of a day; absent where unproven',
    ['day'],
  );
  readonly #orders = this.#gauge('packhorse_plan_orders', 'Orders of the last plan of a day', [
    'day',
    'state',
  ]);
  readonly #gains = this.#gauge('packhorse_plan_hours_gained', 'Mean hours gained on the baseline', [
    'day',
    'metric',
  ]);
  readonly #days = new Set<string>();

  constructor(store: Store) {
    collectDefaultMetrics({ register: this.registry, prefix: 'packhorse_' });
    for (const outcome of ['done', 'failed']) this.#plans.inc({ outcome }, 0);
    this.#jobs(store, 'packhorse_jobs_queued', 'Plans that wait', 'queued');
    this.#jobs(store, 'packhorse_jobs_running', 'Plans being made', 'running');
  }

  request(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  planned(record: PlanRecord, plan: Plan): void {
    this.#plans.inc({ outcome: 'done' });
    for (const [stage, seconds] of Object.entries(plan.timings)) this.#stages.observe({ stage }, seconds);
    this.#show(record);
  }

  /** Shows the figures of plans made before this start, newest first as the store lists them. */
  recall(plans: readonly PlanRecord[]): void {
    for (const record of [...plans].reverse()) this.#show(record);
  }

  #show({ day, digest }: PlanRecord): void {
    if (digest === null) return;
    this.#makeRoom(day);
    if (digest.gap === null) this.#gap.remove({ day });
    else this.#gap.set({ day }, digest.gap);
    this.#orders.set({ day, state: 'planned' }, digest.planned);
    this.#orders.set({ day, state: 'unassigned' }, digest.unassigned);
    for (const metric of ['ship', 'collect', 'sign'] as const) {
      const gain = digest.gains[metric];
      if (gain === null) this.#gains.remove({ day, metric });
      else this.#gains.set({ day, metric }, gain);
    }
  }

  failed(_record: PlanRecord): void {
    this.#plans.inc({ outcome: 'failed' });
  }

  #makeRoom(day: string): void {
    this.#days.delete(day);
    this.#days.add(day);
    if (this.#days.size <= MAX_DAYS) return;
    const oldest = this.#days.values().next().value as string;
    this.#days.delete(oldest);
    this.#gap.remove({ day: oldest });
    for (const state of ['planned', 'unassigned']) this.#orders.remove({ day: oldest, state });
    for (const metric of ['ship', 'collect', 'sign']) this.#gains.remove({ day: oldest, metric });
  }

  /** Asked of the store at each scrape, so that it is right whichever process works. */
  #jobs(store: Store, name: string, help: string, state: 'queued' | 'running'): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set((await store.jobs.counts())[state]);
      },
    });
  }

  #gauge(name: string, help: string, labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  #histogram(name: string, help: string, [labelNames, buckets]: [string[], number[]]): Histogram {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }
}
