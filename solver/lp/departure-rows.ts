import { NEVER, type Problem } from '../model/frozen-problem.js';
import type { PoolRun } from '../search/run-pool.js';
import type { LpModelBuilder } from './lp-model-builder.js';

type Entry = readonly [row: number, value: number];

/**
 * Places of the departures that may run out. A row for each such departure keeps its parcels within its
 * places; parcels over them wait for the next step of their class at that sink, at the step's extra cost.
 * Orders wait in proportion to parcels, so a spill's cost is close to what evaluatePlan says, not equal.
 */
export interface DepartureRows {
  entriesOf(run: PoolRun): readonly Entry[];
  /** Adds the columns of waiting parcels. */
  addColumns(builder: LpModelBuilder, costScale: number): void;
}

interface ScarceStep {
  readonly sink: number;
  readonly class: number;
  readonly step: number;
  readonly placesRow: number;
  /** Parcels that wait here were here: at most those that catch the step and those waiting from the one before. */
  readonly balanceRow: number;
}

export const addDepartureRows = (problem: Problem, builder: LpModelBuilder): DepartureRows => {
  const { departurePlaces, input } = problem;
  const placesRows = Array.from(departurePlaces, (places) =>
    places === NEVER ? -1 : builder.addRow(-Infinity, places),
  );
  const scarce = new Map<string, ScarceStep>();
  input.sinks.forEach((sink, sinkIndex) =>
    sink.steps.forEach((steps, classIndex) =>
      steps.forEach(({ departure }, step) => {
        const placesRow = departure === null ? -1 : placesRows[departure];
        // Parcels wait on only from steps whose places run out; the chain ends at the first that has plenty.
        if (placesRow < 0) return;
        const balanceRow = builder.addRow(0, Infinity);
        scarce.set(keyOf(sinkIndex, classIndex, step), {
          sink: sinkIndex,
          class: classIndex,
          step,
          placesRow,
          balanceRow,
        });
      }),
    ),
  );
  return {
    entriesOf: (run) => (scarce.size === 0 ? [] : entriesOfRun(problem, scarce, run)),
    addColumns: (target, costScale) => {
      const ordersPerParcel = ordersPerParcelByClass(problem);
      for (const step of scarce.values())
        addSpill(problem, scarce, step, target, ordersPerParcel[step.class] * costScale);
    },
  };
};

const keyOf = (sink: number, classIndex: number, step: number): string => `${sink} ${classIndex} ${step}`;

/** Parcels of a run by the row of the departure they would catch. */
const entriesOfRun = (
  problem: Problem,
  scarce: ReadonlyMap<string, ScarceStep>,
  run: PoolRun,
): readonly Entry[] => {
  const byRow = new Map<number, number>();
  const add = (row: number, parcels: number): void => void byRow.set(row, (byRow.get(row) ?? 0) + parcels);
  for (const task of run.tasks) {
    for (let at = problem.taskClassStart[task]; at < problem.taskClassStart[task + 1]; at++) {
      const classIndex = problem.taskClass[at];
      const steps = problem.input.sinks[run.sink].steps[classIndex];
      const caught = steps.findIndex(({ cutoffSeconds }) => cutoffSeconds >= run.unloadedSeconds);
      const step = scarce.get(keyOf(run.sink, classIndex, caught));
      if (step === undefined) continue;
      add(step.placesRow, problem.taskClassParcels[at]);
      add(step.balanceRow, problem.taskClassParcels[at]);
    }
  }
  return [...byRow];
};

/** Parcels that leave this step's departure for the next step's; after the last one there is nowhere to wait. */
const addSpill = (
  problem: Problem,
  scarce: ReadonlyMap<string, ScarceStep>,
  { sink, class: classIndex, step, placesRow, balanceRow }: ScarceStep,
  builder: LpModelBuilder,
  costPerCost: number,
): void => {
  const steps = problem.input.sinks[sink].steps[classIndex];
  if (step + 1 >= steps.length) return;
  const next = scarce.get(keyOf(sink, classIndex, step + 1));
  const entries = new Map<number, number>([
    [placesRow, -1],
    [balanceRow, -1],
  ]);
  for (const row of next === undefined ? [] : [next.placesRow, next.balanceRow]) {
    entries.set(row, (entries.get(row) ?? 0) + 1);
  }
  const extra = steps[step + 1].costPerOrder - steps[step].costPerOrder;
  builder.addColumn({ cost: extra * costPerCost, entries: [...entries] });
};

const ordersPerParcelByClass = (problem: Problem): readonly number[] => {
  const orders = new Float64Array(problem.classCount);
  const parcels = new Float64Array(problem.classCount);
  problem.taskClass.forEach((classIndex, at) => {
    orders[classIndex] += problem.taskClassOrders[at];
    parcels[classIndex] += problem.taskClassParcels[at];
  });
  return Array.from(orders, (count, classIndex) =>
    parcels[classIndex] > 0 ? count / parcels[classIndex] : 0,
  );
};
