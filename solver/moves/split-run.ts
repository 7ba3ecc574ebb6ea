import { refreshDay } from '../search/refresh.js';
import { drawServed, runsLeft } from './move.js';
import type { Move, MoveContext } from './move.js';

/** Cuts a run in two behind a task: the first part unloads earlier and may meet an earlier cut-off. */
export const splitRun: Move = (context: MoveContext) => {
  const { state, journal, random } = context;
  const task = drawServed(context);
  if (task < 0) return false;
  const run = state.runOf[task];
  const end = state.taskCount + run;
  const vehicle = state.runVehicle[run];
  if (state.next[task] === end || runsLeft(context, vehicle) < 1) return false;
  journal.touch(vehicle);
  const second = state.openRun(vehicle, state.runPosition[run] + 1, state.runSink[run]);
  state.moveSegment(state.next[task], state.prev[end], state.taskCount + second);
  if (random.unit() < 0.5) state.moveRun(second, vehicle, random.below(state.vehicleRunCount[vehicle]));
  return refreshDay(state, vehicle);
};
