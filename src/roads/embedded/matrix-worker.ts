import { parentPort, workerData } from 'node:worker_threads';
import { runMatrixTask, type MatrixResult, type MatrixTask } from './matrix-task.js';
import type { Hierarchy } from './search/hierarchy.js';

/** Asked of the worker. */
export interface MatrixRequest {
  readonly id: number;
  /** Index of the profile. */
  readonly profile: number;
  readonly task: MatrixTask;
  /** Its one number becomes 1 when the answer is no longer wanted. */
  readonly cancelled: Int32Array;
}

/** Told by the worker. */
export type MatrixReport =
  | { readonly id: number; readonly kind: 'progress'; readonly share: number }
  | { readonly id: number; readonly kind: 'done'; readonly result: MatrixResult | null }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

const REPORT_EVERY_MS = 100;

const { hierarchies } = workerData as { hierarchies: readonly Hierarchy[] };
const port = parentPort!;
const send = (report: MatrixReport, transfer: ArrayBuffer[] = []): void => port.postMessage(report, transfer);

port.on('message', ({ id, profile, task, cancelled }: MatrixRequest) => {
  let told = Date.now();
  try {
    const result = runMatrixTask(hierarchies[profile]!, task, (rows) => {
      if (Date.now() - told >= REPORT_EVERY_MS) {
        told = Date.now();
        send({ id, kind: 'progress', share: rows / task.sources.count });
      }
      return Atomics.load(cancelled, 0) === 0;
    });
    const columns = result === null ? [] : [result.durations, result.distances, result.ascents];
    send(
      { id, kind: 'done', result },
      columns.map((column) => column.buffer as ArrayBuffer),
    );
  } catch (fault) {
    send({ id, kind: 'failed', message: (fault as Error).message });
  }
});
