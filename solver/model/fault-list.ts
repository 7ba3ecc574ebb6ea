import type { Window } from './problem.js';

/** Largest time, length or amount of a problem; sums of a day stay exact below it. */
export const LARGEST = 1_000_000_000;
/** Loads may be larger: they are only added up. */
export const LARGEST_LOAD = 1e12;
export const LARGEST_COST = 1e12;

/** One fault of a problem: where it is, what is wrong and what is expected. */
export interface ProblemFault {
  /** Such as `tasks[3].windows[0]`. */
  readonly path: string;
  readonly message: string;
}

/** Collects faults while a problem is checked. */
export class FaultList {
  readonly list: ProblemFault[] = [];

  add(path: string, message: string): void {
    this.list.push({ path, message });
  }

  whole(path: string, value: number, least: number, most = LARGEST): void {
    if (!Number.isInteger(value) || value < least || value > most) {
      this.add(path, `is ${String(value)}; a whole number from ${least} to ${most} is expected`);
    }
  }

  index(path: string, value: number, count: number, what: string): void {
    if (!Number.isInteger(value) || value < 0 || value >= count) {
      this.add(path, `is ${String(value)}; there are ${count} ${what}, counted from 0`);
    }
  }

  window(path: string, [open, close]: Window): void {
    this.whole(`${path}[0]`, open, -LARGEST);
    this.whole(`${path}[1]`, close, -LARGEST);
    if (open > close) this.add(path, `opens at ${open}, after it closes at ${close}`);
  }

  length(path: string, actual: number, expected: number, what: string): boolean {
    if (actual !== expected)
      this.add(path, `has ${actual} entries; one for each of ${expected} ${what} is expected`);
    return actual === expected;
  }
}
