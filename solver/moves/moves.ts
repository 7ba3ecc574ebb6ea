import { changeSink } from './change-sink.js';
import { mergeRuns } from './merge-runs.js';
import { moveRun } from './move-run.js';
import type { Move } from './move.js';
import { splitRun } from './split-run.js';
import { swapDays } from './swap-days.js';
import { swapTails } from './swap-tails.js';

/** The moves that annealing draws from, between ruins; each stands as often as it is to be drawn. */
export const MOVES: readonly Move[] = [
  swapTails,
  swapTails,
  swapTails,
  moveRun,
  moveRun,
  mergeRuns,
  splitRun,
  swapDays,
  changeSink,
];
