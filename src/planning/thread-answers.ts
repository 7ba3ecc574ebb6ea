import type { SolveResult } from '../../solver/index.js';

/** What a thread has found. */
export interface ThreadAnswer {
  readonly result: SolveResult;
  /** Tasks and groups left out that must be served; they come before cost. */
  readonly missing: number;
}

/** Gathers the threads' answers and settles once: when all have come, or when nobody may wait any longer. */
export class ThreadAnswers {
  private readonly best: (ThreadAnswer | undefined)[];
  private readonly open: Set<number>;
  private firstError: Error | undefined;
  private hurried = false;
  private settled = false;

  constructor(
    threads: number,
    private readonly settle: (result: SolveResult | Error) => void,
  ) {
    this.best = new Array<undefined>(threads).fill(undefined);
    this.open = new Set(this.best.keys());
  }

  put(thread: number, answer: ThreadAnswer, final: boolean): void {
    this.best[thread] = answer;
    if (final) this.open.delete(thread);
    this.look();
  }

  fail(thread: number, error: Error): void {
    if (this.settled || !this.open.delete(thread)) return;
    this.firstError ??= error;
    this.look();
  }

  /** From now on a thread that has an answer is not waited for. */
  hurry(): void {
    this.hurried = true;
    this.look();
  }

  private look(): void {
    const waits = [...this.open].some((thread) => !this.hurried || this.best[thread] === undefined);
    if (this.settled || waits) return;
    this.settled = true;
    const found = this.best.filter((answer) => answer !== undefined);
    if (this.firstError && found.length > 0) process.emitWarning(this.firstError);
    this.settle(
      found.length > 0
        ? found.reduce((kept, answer) => (isBetter(answer, kept) ? answer : kept)).result
        : (this.firstError ?? new Error('no solving thread was started')),
    );
  }
}

const isBetter = (a: ThreadAnswer, b: ThreadAnswer): boolean =>
  (a.missing - b.missing || a.result.plan.cost.total - b.result.plan.cost.total) < 0;
