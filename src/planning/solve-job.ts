import type { ProblemInput, SolveProgress, WarmRun } from '../../solver/index.js';
import type { PlanMailbox } from './plan-mailbox.js';
import type { ThreadAnswer } from './thread-answers.js';

/** What a thread solves; its matrices lie in shared memory. */
export interface SolveJob {
  readonly problem: ProblemInput;
  readonly seed: number;
  readonly seconds: number;
  /** Reading of process.hrtime, one clock for all threads, at which the seconds began. */
  readonly startedAt: bigint;
  readonly iterations?: number;
  readonly warmStart?: readonly WarmRun[];
  /** A shared Int32: not 0 ends the search with its best plan. */
  readonly stop: SharedArrayBuffer;
  readonly thread: number;
  readonly mailbox: PlanMailbox;
}

/** What a thread says; its result or its error comes last. */
export type SolveMessage =
  | { readonly kind: 'progress'; readonly progress: SolveProgress }
  /** The answer but for what the integer selection may still gain. */
  | { readonly kind: 'selecting'; readonly answer: ThreadAnswer }
  | { readonly kind: 'result'; readonly answer: ThreadAnswer }
  | { readonly kind: 'error'; readonly message: string };

/** What a thread is started with. */
export interface CrewSetting {
  /** Whether it solves a made-up day until the first job comes. */
  readonly warms: boolean;
  /** A shared Int32: not 0 once a job has come. */
  readonly called: SharedArrayBuffer;
}
