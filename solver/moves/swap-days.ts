import { refreshDay } from '../search/refresh.js';
import { canCarry, drawServed, mayUseSink } from './move.js';
import type { Move, MoveContext } from './move.js';

/** Exchanges the whole days of two vehicles that differ; a vehicle without runs takes over the other's day. */
export const swapDays: Move = (context: MoveContext) => {
  const { state, journal, random } = context;
  const { vehicleGroup, vehicleCount } = state.problem;
  const task = drawServed(context);
  if (task < 0) return false;
  const one = state.runVehicle[state.runOf[task]];
  const two = random.below(vehicleCount);
  if (vehicleGroup[one] === vehicleGroup[two]) return false;
  if (!canDriveDay(context, two, one) || !canDriveDay(context, one, two)) return false;
  journal.touch(one);
  journal.touch(two);
  const runsOfOne = state.vehicleRunCount[one];
  const runsOfTwo = state.vehicleRunCount[two];
  const { vehicleRuns, runsMost } = state;
  for (let left = runsOfOne; left > 0; left--)
    state.moveRun(vehicleRuns[one * runsMost], two, state.vehicleRunCount[two]);
  for (let left = runsOfTwo; left > 0; left--)
    state.moveRun(vehicleRuns[two * runsMost], one, state.vehicleRunCount[one]);
  return refreshDay(state, one) && refreshDay(state, two);
};

function canDriveDay(context: MoveContext, vehicle: number, ofVehicle: number): boolean {
  const { state } = context;
  const count = state.vehicleRunCount[ofVehicle];
  if (count > state.problem.maxRuns[vehicle]) return false;
  // Both days stand side by side for a moment.
  if (count + state.vehicleRunCount[vehicle] > state.runsMost) return false;
  for (let at = 0; at < count; at++) {
    const run = state.vehicleRuns[ofVehicle * state.runsMost + at];
    if (!canCarry(context, vehicle, run) || !mayUseSink(context, vehicle, state.runSink[run])) return false;
  }
  return true;
}
