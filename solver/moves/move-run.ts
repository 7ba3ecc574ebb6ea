import { refreshDay } from '../search/refresh.js';
import { canCarry, drawServed, drawSink, mayUseSink, runsLeft } from './move.js';
import type { Move, MoveContext } from './move.js';

/** Vehicles drawn before the move gives up. */
const TRIES = 6;

/** Moves a whole run to another place in the day of a vehicle, its own or another: a later or earlier departure. */
export const moveRun: Move = (context: MoveContext) => {
  const { state, journal, random } = context;
  const task = drawServed(context);
  if (task < 0) return false;
  const run = state.runOf[task];
  const from = state.runVehicle[run];
  const to = drawVehicle(context, run);
  if (to < 0) return false;
  const places = state.vehicleRunCount[to] + (to === from ? 0 : 1);
  const position = random.below(places);
  if (to === from && position === state.runPosition[run]) return false;
  const sink = mayUseSink(context, to, state.runSink[run]) ? state.runSink[run] : drawSink(context, to);
  journal.touch(from);
  journal.touch(to);
  state.moveRun(run, to, position);
  state.setSink(run, sink);
  return refreshDay(state, from) && (to === from || refreshDay(state, to));
};

function drawVehicle(context: MoveContext, run: number): number {
  const { state, random } = context;
  const from = state.runVehicle[run];
  for (let tries = 0; tries < TRIES; tries++) {
    const to = random.below(state.problem.vehicleCount);
    if (to === from && state.vehicleRunCount[from] > 1) return to;
    if (to !== from && runsLeft(context, to) > 0 && drawSink(context, to) >= 0 && canCarry(context, to, run))
      return to;
  }
  return -1;
}
