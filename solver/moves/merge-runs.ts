import { refreshDay } from '../search/refresh.js';
import { canCarry, drawServed, drawSink, mayUseSink, runsLeft } from './move.js';
import type { Move, MoveContext } from './move.js';

/** How near the two runs are looked for. */
const NEAREST = 12;
/** Vehicles drawn before the move gives up. */
const TRIES = 12;

/**
 * Puts two neighbouring runs into one of a vehicle that stands idle: in a mixed fleet the larger vehicle that
 * would serve both is reached by no step that moves one run or a few tasks.
 */
export const mergeRuns: Move = (context: MoveContext) => {
  const { state, journal, random, neighbours } = context;
  const { runOf, runVehicle, prev, next, taskCount } = state;
  const head = drawServed(context);
  if (head < 0 || neighbours.count === 0) return false;
  const near = neighbours.list[head * neighbours.count + random.below(Math.min(NEAREST, neighbours.count))];
  const [one, two] = [runOf[head], runOf[near]];
  if (two < 0 || one === two) return false;
  const to = drawIdle(context, one, two);
  if (to < 0) return false;
  const [vehicleOne, vehicleTwo] = [runVehicle[one], runVehicle[two]];
  const sink = mayUseSink(context, to, state.runSink[one]) ? state.runSink[one] : drawSink(context, to);
  for (const vehicle of [vehicleOne, vehicleTwo, to]) journal.touch(vehicle);
  state.moveRun(one, to, 0);
  state.setSink(one, sink);
  // The second run as a whole behind the near task of the first, or at its end.
  const after = random.unit() < 0.5 ? head : prev[taskCount + one];
  state.moveSegment(next[taskCount + two], prev[taskCount + two], after);
  return (
    refreshDay(state, to) &&
    refreshDay(state, vehicleOne) &&
    (vehicleOne === vehicleTwo || refreshDay(state, vehicleTwo))
  );
};

/** An idle vehicle with room for two runs that may use a sink; -1 where none is found quickly. */
function drawIdle(context: MoveContext, one: number, two: number): number {
  const { state, random } = context;
  for (let tries = 0; tries < TRIES; tries++) {
    const to = random.below(state.problem.vehicleCount);
    if (state.vehicleRunCount[to] > 0 || runsLeft(context, to) <= 0 || drawSink(context, to) < 0) continue;
    if (hasRoom(context, to, one, two) && canCarry(context, to, one) && canCarry(context, to, two)) return to;
  }
  return -1;
}

function hasRoom({ state }: MoveContext, vehicle: number, one: number, two: number): boolean {
  const { runLoad, problem } = state;
  const { dimensionCount, vehicleCapacity } = problem;
  for (let d = 0; d < dimensionCount; d++) {
    const load = runLoad[one * dimensionCount + d] + runLoad[two * dimensionCount + d];
    if (load > vehicleCapacity[vehicle * dimensionCount + d]) return false;
  }
  return true;
}
