import { parentPort, workerData } from 'node:worker_threads';
import type { RoadSource } from '../roads/road-source.js';
import { planDay } from './plan-day.js';
import type { PlanMessage } from './plan-in-worker.js';
import type { PlanTask } from './plan-options.js';
import { openNetwork } from './open-network.js';

/** Plans one day in a thread of its own and posts its progress, its plan or its error. */
async function main(task: PlanTask): Promise<void> {
  const started = performance.now();
  const tell = (stage: 'roads', share: number | null): void =>
    post({
      kind: 'progress',
      progress: {
        stage,
        share,
        elapsedSeconds: (performance.now() - started) / 1000,
        pass: null,
        incumbent: null,
        bound: null,
        gap: null,
        unassigned: null,
      },
    });
  tell('roads', 0);
  const roads: RoadSource = await openNetwork(task.network, task.graphCache);
  const roadSeconds = Math.round(performance.now() - started) / 1000;
  try {
    const plan = await planDay({
      ...task,
      roads,
      timings: { roads: roadSeconds },
      onProgress: (progress) =>
        post({
          kind: 'progress',
          progress: { ...progress, elapsedSeconds: progress.elapsedSeconds + roadSeconds },
        }),
    });
    post({ kind: 'plan', plan });
  } finally {
    await roads.close();
  }
}

const post = (message: PlanMessage): void => parentPort?.postMessage(message);

main(workerData as PlanTask).catch((error: unknown) => {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal';
  post({ kind: 'error', code, message: error instanceof Error ? error.message : String(error) });
});
