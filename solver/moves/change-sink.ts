import { refreshDay } from '../search/refresh.js';
import { drawServed, drawSink } from './move.js';
import type { Move, MoveContext } from './move.js';

/** Lets a run end at another of its vehicle's sinks; the vehicle's next run then starts there. */
export const changeSink: Move = (context: MoveContext) => {
  const { state, journal } = context;
  const task = drawServed(context);
  if (task < 0) return false;
  const run = state.runOf[task];
  const vehicle = state.runVehicle[run];
  const sink = drawSink(context, vehicle);
  if (sink === state.runSink[run]) return false;
  journal.touch(vehicle);
  state.setSink(run, sink);
  return refreshDay(state, vehicle);
};
