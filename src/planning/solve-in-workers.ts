import type { ProblemInput, SolveProgress, SolveResult, WarmRun } from '../../solver/index.js';
import { createMailbox, leaveMailbox } from './plan-mailbox.js';
import { shareMatrices } from './share-matrices.js';
import type { SolveJob } from './solve-job.js';
import { SolverCrew, type GivenJob } from './solver-crew.js';
import { ThreadAnswers } from './thread-answers.js';

export interface SolveRequest {
  readonly problem: ProblemInput;
  readonly seed: number;
  /** From the call on; not looked at where iterations are given. */
  readonly seconds: number;
  /** By thread. */
  readonly iterations?: number;
  readonly warmStart?: readonly WarmRun[];
  readonly threads: number;
  readonly onProgress?: (progress: SolveProgress) => void;
  /** Ends the search with the best plan so far. */
  readonly stop?: AbortSignal;
}

/** After the end of the clock, or a stop, a thread in its integer selection is waited for so long. */
const PATIENCE_MILLISECONDS = 80;

/**
 * Solves in threads that hand each other their best plans, and keeps the best; of equal ones the lowest
 * thread's. With iterations the answer depends on seed, threads and iterations only. A thread that fails is
 * told of by a warning; the others answer. Without a crew the threads are started for this solve alone.
 * @throws the first thread's error where all have failed
 */
export function solveInWorkers(request: SolveRequest, crew?: SolverCrew): Promise<SolveResult> {
  if (!crew) {
    const own = new SolverCrew(Math.max(1, request.threads));
    return solveInWorkers(request, own).finally(() => own.close());
  }
  const threads = Math.max(1, request.threads);
  const stop = new SharedArrayBuffer(4);
  const job: Omit<SolveJob, 'thread'> = {
    problem: shareMatrices(request.problem),
    seed: request.seed,
    seconds: request.seconds,
    startedAt: process.hrtime.bigint(),
    stop,
    mailbox: createMailbox(threads, request.problem.tasks.length),
    ...(request.iterations === undefined ? {} : { iterations: request.iterations }),
    ...(request.warmStart === undefined ? {} : { warmStart: request.warmStart }),
  };
  return new Promise((resolve, reject) => {
    const answers = new ThreadAnswers(threads, (result) => {
      clearTimeout(deadline);
      request.stop?.removeEventListener('abort', halt);
      for (const one of given) one.end();
      if (result instanceof Error) reject(result);
      else resolve(result);
    });
    const timed = request.iterations === undefined;
    const lastMoment = 1000 * request.seconds + PATIENCE_MILLISECONDS;
    const deadline = timed ? setTimeout(() => answers.hurry(), lastMoment) : undefined;
    const halt = (): void => {
      Atomics.store(new Int32Array(stop), 0, 1);
      setTimeout(() => answers.hurry(), PATIENCE_MILLISECONDS);
    };
    if (request.stop?.aborted) halt();
    request.stop?.addEventListener('abort', halt, { once: true });
    const tell = bestProgress(request.onProgress);
    const given = Array.from({ length: threads }, (_, thread) =>
      giveJob(crew, { ...job, thread }, answers, tell),
    );
  });
}

function giveJob(
  crew: SolverCrew,
  job: SolveJob,
  answers: ThreadAnswers,
  tell: (progress: SolveProgress) => void,
): GivenJob {
  const { thread, mailbox } = job;
  const fail = (error: Error): void => {
    leaveMailbox(mailbox, thread);
    answers.fail(thread, error);
  };
  return crew.give(job, {
    onMessage: (message) => {
      if (message.kind === 'progress') tell(message.progress);
      else if (message.kind === 'error') fail(new Error(message.message));
      else answers.put(thread, message.answer, message.kind === 'result');
    },
    onLost: fail,
  });
}

/** Tells only what no thread has bettered. */
function bestProgress(onProgress: SolveRequest['onProgress']): (progress: SolveProgress) => void {
  let best = Infinity;
  return (progress) => {
    if (progress.cost > best) return;
    best = progress.cost;
    onProgress?.(progress);
  };
}
