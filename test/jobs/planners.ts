import type { Plan } from '../../src/domain/plan.js';
import type { Planner } from '../../src/jobs/queue.js';
import { PlanningError } from '../../src/planning/plan-in-worker.js';
import type { PlanProgress } from '../../src/planning/plan-options.js';

export const progress = (share: number): PlanProgress => ({
  stage: 'solve',
  share,
  elapsedSeconds: share,
  pass: null,
  incumbent: 100 - share,
  bound: null,
  gap: null,
  unassigned: 0,
});

const none = { plan: 1, baseline: 2, gain: 1 };
const metric = { ...none, median: none, p90: none };

/** A plan that serves nothing: what the queue keeps is not what it looks into. */
export const emptyPlan = (id: string): Plan =>
  ({
    id,
    day: 'small',
    runs: [],
    chain: [],
    unassigned: [],
    cost: 0,
    gap: null,
    gains: { ship: metric, collect: metric, sign: metric, byOutlet: [], byZone: [] },
    summary: {
      orders: 0,
      planned: 0,
      unassigned: 0,
      parcels: 0,
      kg: 0,
      vehiclesUsed: 0,
      runs: 0,
      km: 0,
      drivingHours: 0,
    },
    timings: { solve: 0.1, total: 0.2 },
  }) as unknown as Plan;

/** Plans only when told to; remembers what it was asked. */
export class HandPlanner {
  readonly started: string[] = [];
  readonly aborted: string[] = [];
  readonly #release = new Map<string, () => void>();
  readonly plan: Planner = async (task, hooks) => {
    this.started.push(task.id);
    hooks.onProgress?.(progress(0.5));
    await new Promise<void>((resolve, reject) => {
      this.#release.set(task.id, resolve);
      hooks.signal?.addEventListener('abort', () => {
        this.aborted.push(task.id);
        reject(new PlanningError('cancelled', 'the plan was cancelled'));
      });
    });
    return emptyPlan(task.id);
  };
  finish(id: string): void {
    this.#release.get(id)?.();
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never came true: ${what}`);
}
