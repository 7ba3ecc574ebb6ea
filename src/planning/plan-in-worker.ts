import { Worker } from 'node:worker_threads';
import type { Plan } from '../domain/plan.js';
import { workerUrl } from '../worker-url.js';
import type { PlanProgress, PlanTask } from './plan-options.js';

/** Messages a planning worker posts. */
export type PlanMessage =
  | { readonly kind: 'progress'; readonly progress: PlanProgress }
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'error'; readonly code: string; readonly message: string };

export class PlanningError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'PlanningError';
  }
}

export interface WorkerHooks {
  readonly onProgress?: (progress: PlanProgress) => void;
  /** Ends the worker, and the solving threads with it, at once. */
  readonly signal?: AbortSignal;
}

/**
 * Plans a day in a thread of its own.
 * @throws PlanningError with a code: 'cancelled', 'roads-…', 'out-of-memory', 'internal'.
 */
export function planInWorker(task: PlanTask, hooks: WorkerHooks = {}): Promise<Plan> {
  return new Promise<Plan>((resolve, reject) => {
    if (hooks.signal?.aborted) return reject(new PlanningError('cancelled', 'the plan was cancelled'));
    const worker = new Worker(workerUrl(import.meta.url, './worker'), { workerData: task });
    const cancel = (): void => {
      void worker.terminate();
      reject(new PlanningError('cancelled', 'the plan was cancelled'));
    };
    hooks.signal?.addEventListener('abort', cancel, { once: true });
    const settle = (act: () => void): void => {
      hooks.signal?.removeEventListener('abort', cancel);
      void worker.terminate();
      act();
    };
    worker.on('message', (message: PlanMessage) => {
      if (message.kind === 'progress') hooks.onProgress?.(message.progress);
      else if (message.kind === 'plan') settle(() => resolve(message.plan));
      else settle(() => reject(new PlanningError(message.code, message.message)));
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      settle(() =>
        reject(
          new PlanningError(
            error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'internal',
            error.message,
          ),
        ),
      ),
    );
    worker.on('exit', (code) =>
      settle(() => reject(new PlanningError('internal', `the planning worker ended with code ${code}`))),
    );
  });
}
