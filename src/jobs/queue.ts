import type { Plan } from '../domain/plan.js';
import type { WorkerHooks } from '../planning/plan-in-worker.js';
import type { PlanProgress, PlanTask } from '../planning/plan-options.js';
import type { PlanRecord } from '../storage/store.js';

/** Plans one day; rejects with an error that carries a code. */
export type Planner = (task: PlanTask, hooks: WorkerHooks) => Promise<Plan>;

/** What a listener of a plan hears; `record` is the plan's state in the store after the event. */
export type PlanEvent =
  | { readonly kind: 'progress'; readonly event: number; readonly progress: PlanProgress }
  /** Queued again, running, or final. */
  | { readonly kind: 'status'; readonly record: PlanRecord };

/** Runs accepted plans. Every job lives in the store; the queue only works on it. */
export interface PlanQueue {
  /** Recovers what a killed process left behind and begins to work. */
  start(): Promise<void>;
  /** Something was accepted. */
  poke(): void;
  cancel(id: string): Promise<'cancelled' | 'finished' | 'unknown'>;
  /** Returns the way to stop listening. */
  subscribe(id: string, listener: (event: PlanEvent) => void): () => void;
  /** The plan as it stands when it is final, or when the time or the signal ends the wait; null where unknown. */
  settled(id: string, milliseconds: number, signal?: AbortSignal): Promise<PlanRecord | null>;
  /** Takes no more work, lets running plans end within the grace time, gives the others back. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** What the queue tells the metrics. */
export interface QueueObserver {
  planned(record: PlanRecord, plan: Plan): void;
  failed(record: PlanRecord): void;
}
