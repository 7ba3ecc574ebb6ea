import { Worker } from 'node:worker_threads';
import { workerUrl } from '../../worker-url.js';
import { RoadError } from '../road-error.js';
import type { MatrixResult, MatrixTask } from './matrix-task.js';
import type { MatrixReport, MatrixRequest } from './matrix-worker.js';
import type { Hierarchy } from './search/hierarchy.js';

interface Waiting {
  readonly progress: (share: number) => void;
  readonly done: (result: MatrixResult | null) => void;
  readonly failed: (fault: Error) => void;
}

/** Works matrices out in a thread of its own, started at first use and shared by all callers. */
export class MatrixClient {
  private worker: Worker | null = null;
  private closed = false;
  private nextId = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly hierarchies: readonly Hierarchy[]) {}

  /** @throws the signal's reason when it is aborted; RoadError source-closed. */
  run(
    profile: number,
    task: MatrixTask,
    signal?: AbortSignal,
    progress: (share: number) => void = () => undefined,
  ): Promise<MatrixResult> {
    if (this.closed) return Promise.reject(closedFault());
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    return new Promise<MatrixResult>((resolve, reject) => {
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
        progress,
        done: (result) => {
          finish();
          if (result === null) reject(closedFault());
          else resolve(result);
        },
        failed: (fault) => {
          finish();
          reject(fault);
        },
      });
      worker.ref();
      worker.postMessage({ id, profile, task, cancelled } satisfies MatrixRequest);
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
    const worker = new Worker(workerUrl(import.meta.url, './matrix-worker'), {
      workerData: { hierarchies: this.hierarchies },
    });
    worker.on('message', (report: MatrixReport) => this.hear(report));
    worker.on('error', (fault) => this.lose(worker, fault));
    worker.on('exit', (code) => this.lose(worker, new Error(`The matrix thread ended with code ${code}.`)));
    return worker;
  }

  private hear(report: MatrixReport): void {
    const waiting = this.waiting.get(report.id);
    if (!waiting) return;
    if (report.kind === 'progress') waiting.progress(report.share);
    else if (report.kind === 'done') waiting.done(report.result);
    else waiting.failed(new Error(report.message));
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
