import { parentPort, workerData } from 'node:worker_threads';
import { checkProblem, solve, type SolveResult, type WarmRun } from '../../solver/index.js';
import type { SolveJob, SolveMessage } from './solve-in-workers.js';

/** Part of the clock kept for the integer selection at the end, and at most taken by the one midway. */
const SELECT_SHARE = 0.06;

/** One solve in a thread of its own: a kernel runs at full speed only as the first of its process. */
async function main(job: SolveJob): Promise<SolveResult> {
  const started = performance.now();
  const share = (): number => (performance.now() - started) / 1000 / job.seconds;
  const stopped = new Int32Array(job.stop);
  const checked = checkProblem(job.problem);
  if (!checked.ok)
    throw new Error(`the solver refuses its problem: ${JSON.stringify(checked.faults.slice(0, 5))}`);
  return solve(checked.problem, {
    seed: job.seed,
    ...(job.iterations === undefined ? { elapsedShare: share } : { iterations: job.iterations }),
    ...(job.warmStart === undefined ? {} : { warmStart: job.warmStart as readonly WarmRun[] }),
    ...(job.iterations === undefined ? { selectSeconds: SELECT_SHARE * job.seconds } : {}),
    shouldStop: () =>
      Atomics.load(stopped, 0) !== 0 || (job.iterations === undefined && share() >= 1 - SELECT_SHARE),
    onProgress: (progress) => post({ kind: 'progress', progress }),
  });
}

const post = (message: SolveMessage): void => parentPort?.postMessage(message);

main(workerData as SolveJob).then(
  (result) => post({ kind: 'result', result }),
  (error: unknown) =>
    post({ kind: 'error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
);
