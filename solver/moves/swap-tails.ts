import { refreshDay } from '../search/refresh.js';
import { drawServed } from './move.js';
import type { Move, MoveContext } from './move.js';

/** How near the heads of the new joints are looked for. */
const NEAREST = 12;

/**
 * 2-opt*: two runs exchange what follows a task of the one and what precedes a near task of the
 * other, so that the near task follows the first. Where one run gives all and gets nothing, runs merge.
 */
export const swapTails: Move = (context: MoveContext) => {
  const { state, journal, random, neighbours } = context;
  const { runOf, runVehicle, prev, next, taskCount } = state;
  const head = drawServed(context);
  if (head < 0 || neighbours.count === 0) return false;
  const near = neighbours.list[head * neighbours.count + random.below(Math.min(NEAREST, neighbours.count))];
  const one = runOf[head];
  const two = runOf[near];
  if (two < 0 || one === two) return false;
  const beforeNear = prev[near];
  const afterHead = next[head];
  if (!roomAfterSwap(context, one, two, head, near)) return false;
  const [vehicleOne, vehicleTwo] = [runVehicle[one], runVehicle[two]];
  journal.touch(vehicleOne);
  journal.touch(vehicleTwo);
  const lastOfTwo = prev[taskCount + two];
  if (afterHead !== taskCount + one) {
    const lastOfOne = prev[taskCount + one];
    state.moveSegment(afterHead, lastOfOne, beforeNear);
  }
  state.moveSegment(near, lastOfTwo, head);
  return refreshDay(state, vehicleOne) && (vehicleOne === vehicleTwo || refreshDay(state, vehicleTwo));
};

/** Whether either vehicle may carry what it would then hold. */
function roomAfterSwap(
  { state }: MoveContext,
  one: number,
  two: number,
  head: number,
  near: number,
): boolean {
  const { problem, next, taskCount, runLoad, runVehicle } = state;
  const { dimensionCount, taskLoad, vehicleCapacity, allowed } = problem;
  const [vehicleOne, vehicleTwo] = [runVehicle[one], runVehicle[two]];
  for (let task = next[head]; task !== taskCount + one; task = next[task]) {
    if (allowed[vehicleTwo * taskCount + task] === 0) return false;
  }
  for (let task = near; task !== taskCount + two; task = next[task]) {
    if (allowed[vehicleOne * taskCount + task] === 0) return false;
  }
  for (let d = 0; d < dimensionCount; d++) {
    let given = 0;
    for (let task = next[head]; task !== taskCount + one; task = next[task])
      given += taskLoad[task * dimensionCount + d];
    let gained = 0;
    for (let task = near; task !== taskCount + two; task = next[task])
      gained += taskLoad[task * dimensionCount + d];
    const change = gained - given;
    if (runLoad[one * dimensionCount + d] + change > vehicleCapacity[vehicleOne * dimensionCount + d])
      return false;
    if (runLoad[two * dimensionCount + d] - change > vehicleCapacity[vehicleTwo * dimensionCount + d])
      return false;
  }
  return true;
}
