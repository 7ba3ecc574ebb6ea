import type { Random } from './random.js';

/** Tasks removed on average, and the longest string (Christiaens and Vanden Berghe 2020, table 3). */
export const AVERAGE_REMOVED = 10;
const LONGEST_STRING = 10;
/** Chance that a string keeps some tasks in its middle, and that it keeps one more. */
const SPLIT_CHANCE = 0.5;
const KEEP_CHANCE = 0.99;

/**
 * The chances of slack induction by string removal: how many strings are taken out of the plan, and
 * which neighbouring tasks of a run, around a seed, make up each. Drawn into fields, for it happens
 * in every iteration.
 */
export class StringDraw {
  /** Tasks taken out, and tasks kept between them. */
  length = 0;
  kept = 0;
  /** Tasks from the first to the last of the string: those taken out and those kept. */
  span = 0;
  /** Position of the string's first task in the run. */
  start = 0;
  /** Of the string's places, counted from its start, the first that is kept; `span` where none is. */
  keptFrom = 0;

  constructor(private readonly random: Random) {}

  /** How long a string may be where runs hold so many tasks on average. */
  longest(averageRun: number): number {
    return Math.max(1, Math.min(LONGEST_STRING, averageRun));
  }

  /** Draws how many strings to take out, so that about `removed` tasks leave. */
  strings(longest: number, removed: number): number {
    const most = (4 * removed) / (1 + longest) - 1;
    return Math.floor(1 + this.random.unit() * most);
  }

  /** Draws a string that holds the task at `position` of a run of `size` tasks. */
  draw(size: number, position: number, longest: number): void {
    const { random } = this;
    const length = Math.floor(1 + random.unit() * Math.min(size, longest));
    let kept = 0;
    if (length < size && length > 1 && random.unit() < SPLIT_CHANCE) {
      kept = 1;
      while (length + kept < size && random.unit() > KEEP_CHANCE) kept++;
    }
    const span = length + kept;
    const lowest = Math.max(0, position - span + 1);
    const highest = Math.min(position, size - span);
    this.length = length;
    this.kept = kept;
    this.span = span;
    this.start = lowest + random.below(highest - lowest + 1);
    this.keptFrom = kept > 0 ? 1 + random.below(length - 1) : span;
  }

  /** Whether the string keeps its task at a place counted from its start. */
  keeps(place: number): boolean {
    return place >= this.keptFrom && place < this.keptFrom + this.kept;
  }
}
