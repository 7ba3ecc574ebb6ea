import { Worker } from 'node:worker_threads';
import { workerUrl } from '../../../worker-url.js';
import { RoadError } from '../../road-error.js';
import type { MetricSpec } from '../conditions/metric.js';
import type { ResultOf, RoadJob, RoadReport, RoadRequest, RoadResults, SearchedRoads } from './road-job.js';

interface Waiting {
  readonly progress: (share: number) => void;
  readonly done: (result: RoadResults[keyof RoadResults]) => void;
  readonly failed: (fault: Error) => void;
}

export interface RoadTask<Job extends RoadJob> {
  /** Index of the profile. */
  readonly profile: number;
  readonly metric: MetricSpec | null;
  readonly job: Job;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Searches in a thread of its own, started at first use and shared by all callers. */
export class RoadClient {
  private worker: Worker | null = null;
  private closed = false;
  private nextId = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly roads: SearchedRoads) {}

  /** @throws the signal's reason when it is aborted; RoadError source-closed. */
  run<Job extends RoadJob>({
    profile,
    metric,
    job,
    signal,
    onProgress,
  }: RoadTask<Job>): Promise<ResultOf<Job>> {
    if (this.closed) return Promise.reject(closedFault());
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    return new Promise<ResultOf<Job>>((resolve, reject) => {
      const cancel = (): void => {
        Atomics.store(cancelled, 0, 1);
        finish();
        reject(signal!.reason as Error);
      };
      const finish = (): void => {
        signal?.removeEventListener('abort', cancel);
        this.waiting.delete(id);
        // An idle thread must not keep the process from ending.
        if (this.waiting.size === 0) worker.unref();
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.waiting.set(id, {
        progress: onProgress ?? (() => undefined),
        done: (result) => {
          finish();
          resolve(result as ResultOf<Job>);
        },
        failed: (fault) => {
          finish();
          reject(fault);
        },
      });
      worker.ref();
      worker.postMessage({ id, profile, metric, job, cancelled } satisfies RoadRequest);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const { worker } = this;
    this.worker = null;
    this.failAll(closedFault());
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(workerUrl(import.meta.url, './road-worker'), { workerData: this.roads });
    worker.on('message', (report: RoadReport) => this.hear(report));
    worker.on('error', (fault: Error) => this.lose(worker, fault));
    worker.on('exit', (code) =>
      this.lose(worker, new Error(`The thread that searches the roads ended with code ${code}.`)),
    );
    return worker;
  }

  private hear(report: RoadReport): void {
    const waiting = this.waiting.get(report.id);
    if (!waiting) return;
    if (report.kind === 'progress') waiting.progress(report.share);
    else if (report.kind === 'done') waiting.done(report.result);
    else if (report.kind === 'failed') waiting.failed(new Error(report.message));
    else waiting.failed(closedFault());
  }

  // The next question starts a new thread.
  private lose(worker: Worker, fault: Error): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.failAll(fault);
  }

  private failAll(fault: Error): void {
    for (const waiting of [...this.waiting.values()]) waiting.failed(fault);
  }
}

const closedFault = (): RoadError =>
  new RoadError('source-closed', 'The road source was closed while it was in use. Open the graph again.');
