import { Worker } from 'node:worker_threads';
import { workerUrl } from '../worker-url.js';
import type { CrewSetting, SolveJob, SolveMessage } from './solve-job.js';

/** What a thread says of the job it was given. */
export interface JobHooks {
  readonly onMessage: (message: SolveMessage) => void;
  /** The thread is lost; called at most once, and never after its result. */
  readonly onLost: (error: Error) => void;
}

/** A job at work. */
export interface GivenJob {
  /** Ends the thread where the job is not done. */
  end(): void;
}

/**
 * Threads that solve one problem after another. A thread's first second goes into loading the solver and
 * compiling what turns out to be hot, so that a crew made early, and kept from pass to pass, has that behind it.
 */
export class SolverCrew {
  private readonly idle: Worker[] = [];
  private readonly working = new Set<Worker>();
  /** A shared Int32: not 0 once there is a job, when nobody warms up any longer. */
  private readonly called = new SharedArrayBuffer(4);

  /** Starts threads at once: they load, and warm up if told, while other work is done. */
  constructor(
    threads: number,
    private readonly warms = false,
  ) {
    try {
      for (let thread = 0; thread < threads; thread++) this.idle.push(this.start());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Gives a job to an idle thread, or to a new one. */
  give(job: SolveJob, hooks: JobHooks): GivenJob {
    Atomics.store(new Int32Array(this.called), 0, 1);
    const worker = this.idle.pop() ?? this.start();
    this.working.add(worker);
    let isOpen = true;
    const finish = (): boolean => {
      if (!isOpen) return false;
      isOpen = false;
      worker.off('message', hear).off('error', lose).off('exit', exited);
      this.working.delete(worker);
      return true;
    };
    const hear = (message: SolveMessage): void => {
      const done = message.kind === 'result' || message.kind === 'error';
      // A thread whose job has thrown may have thrown for want of memory: it gets no other.
      if (done && finish()) {
        if (message.kind === 'result') this.idle.push(worker);
        else void worker.terminate();
      }
      hooks.onMessage(message);
    };
    const lose = (error: Error): void => {
      if (finish()) hooks.onLost(error);
    };
    const exited = (code: number): void => lose(new Error(`a solving thread ended early with code ${code}`));
    worker.on('message', hear).on('error', lose).on('exit', exited);
    worker.postMessage(job);
    return {
      end: () => {
        if (finish()) void worker.terminate();
      },
    };
  }

  /** Ends all threads; jobs at work are lost. */
  close(): void {
    for (const worker of [...this.idle, ...this.working]) void worker.terminate();
    this.idle.length = 0;
  }

  private start(): Worker {
    const setting: CrewSetting = { warms: this.warms, called: this.called };
    const worker = new Worker(workerUrl(import.meta.url, './solve-worker'), { workerData: setting });
    // While it has a job its hooks are told as well; an idle one is only forgotten.
    const forget = (): void => {
      const at = this.idle.indexOf(worker);
      if (at >= 0) this.idle.splice(at, 1);
    };
    return worker.on('error', forget).on('exit', forget);
  }
}
