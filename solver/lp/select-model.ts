import type { Problem } from '../model/frozen-problem.js';
import type { PoolRun } from '../search/run-pool.js';
import { addDepartureRows } from './departure-rows.js';
import type { LpModel } from './engine/lp-engine.js';
import { addFleetRows } from './fleet-network.js';
import { LpModelBuilder } from './lp-model-builder.js';

/** The integer program over a pool: column r < runs.length is run r, then come left-out tasks, then the rest. */
export interface SelectModel {
  readonly model: LpModel;
  /** Multiply a cost of the model by this for cost units; a power of two, so nothing is rounded. */
  readonly costUnit: number;
}

/** Engines compare reduced costs with absolute tolerances: the dearest column is brought near this. */
const DEAREST = 2 ** 14;

/**
 * Set partitioning: each task in exactly one chosen run or left out at its penalty, within the fleet over
 * time (fleet-network.ts) and the departures' places (departure-rows.ts). A task that must be served may be
 * left out only where `mayLeaveOut` says so (the incumbent fails there too), and then at a deterrent price.
 * Driving, duty and length limits over a vehicle's day are not in the model.
 */
export const buildSelectModel = (
  problem: Problem,
  runs: readonly PoolRun[],
  mayLeaveOut: ReadonlySet<number>,
): SelectModel => {
  const dearest = dearestCost(problem, runs);
  const costUnit = 2 ** Math.ceil(Math.log2(Math.max(1, dearest) / DEAREST));
  const builder = new LpModelBuilder();
  for (let task = 0; task < problem.taskCount; task++) builder.addRow(1, 1);
  const fleet = addFleetRows(problem, runs, builder);
  const departures = addDepartureRows(problem, builder);
  for (const run of runs) {
    const served = run.tasks.map((task) => [task, 1] as const);
    const entries = [...served, ...fleet.entriesOf(run), ...departures.entriesOf(run)];
    builder.addColumn({ cost: run.cost / costUnit, upper: 1, integer: true, entries });
  }
  for (let task = 0; task < problem.taskCount; task++) {
    const mandatory = problem.taskMandatory[task] === 1;
    const cost = mandatory ? 4 * dearest : problem.taskPenalty[task];
    const upper = mandatory && !mayLeaveOut.has(task) ? 0 : 1;
    builder.addColumn({ cost: cost / costUnit, upper, entries: [[task, 1]] });
  }
  fleet.addColumns(builder, 1 / costUnit);
  departures.addColumns(builder, 1 / costUnit);
  return { model: builder.build(), costUnit };
};

const dearestCost = (problem: Problem, runs: readonly PoolRun[]): number =>
  [...runs.map(({ cost }) => cost), ...problem.taskPenalty, ...problem.fixedCost].reduce(
    (most, cost) => Math.max(most, cost),
    1,
  );
