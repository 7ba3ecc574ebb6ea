import { Worker } from 'node:worker_threads';
import type { ProblemInput, SolveProgress, SolveResult, WarmRun } from '../../solver/index.js';
import { workerUrl } from '../worker-url.js';

/** A solve as plain data for a thread. */
export interface SolveJob {
  readonly problem: ProblemInput;
  readonly seed: number;
  readonly seconds: number;
  readonly iterations?: number;
  readonly warmStart?: readonly WarmRun[];
  /** A shared Int32: not 0 ends the search with its best plan. */
  readonly stop: SharedArrayBuffer;
}

export type SolveMessage =
  | { readonly kind: 'progress'; readonly progress: SolveProgress }
  | { readonly kind: 'result'; readonly result: SolveResult }
  | { readonly kind: 'error'; readonly message: string };

export interface SolveRequest {
  readonly problem: ProblemInput;
  readonly seed: number;
  readonly seconds: number;
  readonly iterations?: number;
  readonly warmStart?: readonly WarmRun[];
  readonly threads: number;
  readonly onProgress?: (progress: SolveProgress) => void;
}

/**
 * Solves with one seed a thread and keeps the cheapest plan; equal costs go to the lowest seed, so
 * the answer depends on seed, threads and iterations only.
 */
export async function solveInWorkers(request: SolveRequest): Promise<SolveResult> {
  const stop = new SharedArrayBuffer(4);
  const best = { cost: Infinity };
  const results = await Promise.all(
    Array.from({ length: Math.max(1, request.threads) }, (_, k) => solveInWorker(request, k, stop, best)),
  );
  return results.reduce((kept, result) => (result.plan.cost.total < kept.plan.cost.total ? result : kept));
}

function solveInWorker(
  request: SolveRequest,
  thread: number,
  stop: SharedArrayBuffer,
  best: { cost: number },
): Promise<SolveResult> {
  const job: SolveJob = {
    problem: request.problem,
    seed: request.seed + thread * 7919,
    seconds: request.seconds,
    stop,
    ...(request.iterations === undefined ? {} : { iterations: request.iterations }),
    ...(request.warmStart === undefined ? {} : { warmStart: request.warmStart }),
  };
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl(import.meta.url, './solve-worker'), { workerData: job });
    worker.on('message', (message: SolveMessage) => {
      if (message.kind === 'result') {
        resolve(message.result);
        void worker.terminate();
      } else if (message.kind === 'error') reject(new Error(message.message));
      else if (message.progress.cost <= best.cost) {
        best.cost = message.progress.cost;
        request.onProgress?.(message.progress);
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a solving thread ended early with code ${code}`)));
  });
}
