import type { Journal } from '../search/journal.js';
import type { Neighbours } from '../search/neighbours.js';
import type { Random } from '../search/random.js';
import type { SearchState } from '../search/state.js';

/** What a move works on. */
export interface MoveContext {
  readonly state: SearchState;
  readonly journal: Journal;
  readonly random: Random;
  readonly neighbours: Neighbours;
}

/**
 * Changes the plan at random in one way. The move touches the journal before it changes a day and
 * refreshes every day it changed. False: nothing to do here, or the change cannot be driven; the
 * caller then rolls the journal back. The caller also judges the new cost.
 */
export type Move = (context: MoveContext) => boolean;

/** A served task drawn at random; -1 where none is found quickly. */
export function drawServed({ state, random }: MoveContext): number {
  for (let tries = 0; tries < 20; tries++) {
    const task = random.below(state.taskCount);
    if (state.runOf[task] >= 0) return task;
  }
  return -1;
}

/** Whether the vehicle may serve all of a run's tasks and has room for them. */
export function canCarry({ state }: MoveContext, vehicle: number, run: number): boolean {
  const { problem, next, taskCount, runLoad } = state;
  const { dimensionCount, vehicleCapacity, allowed } = problem;
  for (let d = 0; d < dimensionCount; d++) {
    if (runLoad[run * dimensionCount + d] > vehicleCapacity[vehicle * dimensionCount + d]) return false;
  }
  const end = taskCount + run;
  for (let task = next[end]; task !== end; task = next[task]) {
    if (allowed[vehicle * taskCount + task] === 0) return false;
  }
  return true;
}

/** A sink drawn from those the vehicle may use; -1 where it has none. */
export function drawSink({ state, random }: MoveContext, vehicle: number): number {
  const { vehicleSinkStart, vehicleSink } = state.problem;
  const count = vehicleSinkStart[vehicle + 1] - vehicleSinkStart[vehicle];
  return count === 0 ? -1 : vehicleSink[vehicleSinkStart[vehicle] + random.below(count)];
}

/** Whether the vehicle may use the sink. */
export function mayUseSink({ state }: MoveContext, vehicle: number, sink: number): boolean {
  const { vehicleSinkStart, vehicleSink } = state.problem;
  for (let at = vehicleSinkStart[vehicle]; at < vehicleSinkStart[vehicle + 1]; at++) {
    if (vehicleSink[at] === sink) return true;
  }
  return false;
}

/** Runs a vehicle may still make. */
export function runsLeft({ state }: MoveContext, vehicle: number): number {
  return Math.min(state.problem.maxRuns[vehicle], state.runsMost) - state.vehicleRunCount[vehicle];
}
