import { parentPort, workerData } from 'node:worker_threads';
import { checkProblem, missingCount, solve, type Problem, type SolveResult } from '../../solver/index.js';
import { leaveMailbox, openMailbox } from './plan-mailbox.js';
import type { CrewSetting, SolveJob, SolveMessage } from './solve-job.js';
import type { ThreadAnswer } from './thread-answers.js';
import { warmUpProblem } from './warm-up.js';

/** Between the seeds of neighbouring threads, so that seeds 1 and 2 do not share a thread's search. */
const SEED_STEP = 7919;

/** One solve after another in a thread of its own. */
async function main(job: SolveJob): Promise<ThreadAnswer> {
  const { seconds, iterations, warmStart, thread, mailbox } = job;
  const stopFlag = new Int32Array(job.stop);
  const stopped = (): boolean => Atomics.load(stopFlag, 0) !== 0;
  const share = (): number => Number(process.hrtime.bigint() - job.startedAt) / 1e9 / seconds;
  const checked = checkProblem(job.problem);
  if (!checked.ok)
    throw new Error(`the solver refuses its problem: ${JSON.stringify(checked.faults.slice(0, 5))}`);
  const { problem } = checked;
  const timed = iterations === undefined;
  const result = await solve(problem, {
    seed: job.seed + thread * SEED_STEP,
    ...(timed ? { seconds, elapsedShare: share } : { iterations }),
    ...(warmStart === undefined ? {} : { warmStart }),
    shouldStop: () => stopped() || (timed && share() >= 1),
    cancelled: stopped,
    onProgress: (progress) => post({ kind: 'progress', progress }),
    onSelect: (result) => post({ kind: 'selecting', answer: withMissing(problem, result) }),
    ...(mailbox.threads > 1 ? { exchange: openMailbox(mailbox, thread, timed ? null : stopped) } : {}),
  });
  return withMissing(problem, result);
}

const withMissing = (problem: Problem, result: SolveResult): ThreadAnswer => ({
  result,
  missing: missingCount(problem, result.plan.leftOut),
});

const post = (message: SolveMessage): void => parentPort?.postMessage(message);

/** Enough to compile most of what is hot; more only takes the processors from those who prepare the day. */
const WARM_ITERATIONS = 500;

/** Solves a made-up day until a job comes; jobs wait in the port's queue meanwhile. */
async function warmUp({ warms, called }: CrewSetting): Promise<void> {
  const flag = new Int32Array(called);
  const isCalled = (): boolean => Atomics.load(flag, 0) !== 0;
  if (!warms || isCalled()) return;
  const checked = checkProblem(warmUpProblem());
  if (!checked.ok) return;
  const options = { seed: 1, iterations: WARM_ITERATIONS, select: false, shouldStop: isCalled };
  await solve(checked.problem, { ...options, cancelled: isCalled });
}

await warmUp(workerData as CrewSetting);
parentPort?.on('message', (job: SolveJob) => {
  main(job)
    .then(
      (answer) => post({ kind: 'result', answer }),
      (error: unknown) =>
        post({
          kind: 'error',
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    )
    .finally(() => leaveMailbox(job.mailbox, job.thread));
});
