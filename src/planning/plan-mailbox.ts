import type { OfferedPlan, PlanExchange, WarmRun } from '../../solver/index.js';

/**
 * Shared memory in which solving threads leave their best plans for each other. Each thread has two boxes
 * and fills them in turn: where all wait for each other, none can fill a box that another still reads.
 */
export interface PlanMailbox {
  readonly memory: SharedArrayBuffer;
  readonly threads: number;
  /** Most Int32 that a plan takes. */
  readonly words: number;
}

/** Per thread: how many plans it has posted, whether it has left, and the length of either plan. */
const HEADER = 4;
const POSTED = 0;
const LEFT = 1;
const LENGTH = 2;
/** A thread that waits looks this often whether it was told to stop, milliseconds. */
const LOOK_MILLISECONDS = 20;

/** A run takes its vehicle, its sink, the number of its tasks and these; it has one task at least. */
export function createMailbox(threads: number, tasks: number): PlanMailbox {
  const words = 4 * tasks;
  return { memory: new SharedArrayBuffer(threads * (4 * HEADER + 2 * 8 + 2 * 4 * words)), threads, words };
}

/**
 * One thread's side of the mailbox.
 * @param stopped asked while waiting; null where the thread takes what is there and waits for nobody, so
 * that its result depends on the clock
 */
export function openMailbox(
  mailbox: PlanMailbox,
  thread: number,
  stopped: (() => boolean) | null,
): PlanExchange {
  const boxes = new Boxes(mailbox);
  const others = Array.from({ length: mailbox.threads }, (_, k) => k).filter((k) => k !== thread);
  return {
    swap: (point, own) => {
      boxes.post(thread, point, own);
      if (stopped) for (const other of others) boxes.waitFor(other, point, stopped);
      let best: OfferedPlan | null = null;
      for (const other of others) {
        const box = boxes.boxOf(other, stopped ? point : null);
        if (box !== null && boxes.values[box]! < (best?.value ?? Infinity)) best = boxes.read(other, box);
      }
      return best;
    },
  };
}

/** Tells the others that a thread posts no more. May be called by anyone, more than once. */
export function leaveMailbox(mailbox: PlanMailbox, thread: number): void {
  const { header } = new Boxes(mailbox);
  Atomics.store(header, thread * HEADER + LEFT, 1);
  Atomics.notify(header, thread * HEADER + POSTED);
}

class Boxes {
  readonly header: Int32Array;
  /** By box; a thread's are 2 x its number and the next. */
  readonly values: Float64Array;
  private readonly plans: Int32Array;

  constructor(private readonly mailbox: PlanMailbox) {
    const { memory, threads, words } = mailbox;
    this.values = new Float64Array(memory, 0, 2 * threads);
    this.header = new Int32Array(memory, this.values.byteLength, HEADER * threads);
    this.plans = new Int32Array(memory, this.values.byteLength + this.header.byteLength, 2 * threads * words);
  }

  post(thread: number, point: number, { value, runs }: OfferedPlan): void {
    const { header, plans, mailbox } = this;
    const box = 2 * thread + (point % 2);
    const from = box * mailbox.words;
    let at = from;
    for (const { vehicle, sink, tasks } of runs) {
      plans[at++] = vehicle;
      plans[at++] = sink;
      plans[at++] = tasks.length;
      plans.set(tasks, at);
      at += tasks.length;
    }
    this.values[box] = value;
    header[thread * HEADER + LENGTH + (point % 2)] = at - from;
    Atomics.store(header, thread * HEADER + POSTED, point + 1);
    Atomics.notify(header, thread * HEADER + POSTED);
  }

  /** Until another thread has come to a point, has left, or this one is told to stop. */
  waitFor(thread: number, point: number, stopped: () => boolean): void {
    const { header } = this;
    const at = thread * HEADER + POSTED;
    for (;;) {
      const posted = Atomics.load(header, at);
      if (posted > point || Atomics.load(header, thread * HEADER + LEFT) === 1 || stopped()) return;
      Atomics.wait(header, at, posted, LOOK_MILLISECONDS);
    }
  }

  /** Where a thread's plan of a point lies, or its latest; null where there is none. */
  boxOf(thread: number, point: number | null): number | null {
    const posted = Atomics.load(this.header, thread * HEADER + POSTED);
    if (posted === 0 || (point !== null && posted <= point)) return null;
    return 2 * thread + ((point ?? posted - 1) % 2);
  }

  /**
   * Without waiting the other may be two points on and write here meanwhile. That is rare and does no harm:
   * a search mends what it is given and judges it anew.
   */
  read(thread: number, box: number): OfferedPlan {
    const { plans, header, mailbox } = this;
    const start = box * mailbox.words;
    const end = start + Math.min(mailbox.words, header[thread * HEADER + LENGTH + (box % 2)]!);
    const runs: WarmRun[] = [];
    for (let at = start; at + 3 <= end;) {
      const from = at + 3;
      const to = Math.min(end, from + Math.max(0, plans[at + 2]!));
      runs.push({ vehicle: plans[at]!, sink: plans[at + 1]!, tasks: [...plans.subarray(from, to)] });
      at = to;
    }
    return { value: this.values[box]!, runs };
  }
}
