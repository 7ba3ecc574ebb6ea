import { distanceCost, timeCost } from '../model/cost.js';
import type { Problem } from '../model/frozen-problem.js';
import type { PlanRun, SolverPlan } from '../model/plan.js';
import type { WarmRun } from '../model/solve-options.js';
import type { PoolRun, SelectRuns } from '../search/run-pool.js';
import { driveSelection } from './drive-selection.js';
import { loadHighsEngine } from './engine/highs-engine.js';
import type { LpEngine, LpModel, MipAnswer } from './engine/lp-engine.js';
import { buildSelectModel, type SelectModel } from './select-model.js';
import { faultsOfMip } from './verify.js';

export interface SelectLimits {
  /** The engine's clock. Leave it out and give nodes where the same pool must give the same plan. */
  readonly seconds?: number;
  readonly nodes?: number;
  /**
   * Most runs in the integer program; the incumbent's come on top. Default 3,000. Without `seconds` it holds no
   * more than some for each task, and what it may do is bound by a count of its work.
   */
  readonly columns?: number;
}

export interface Selection {
  /** The runs of a vehicle in time order. */
  readonly runs: readonly WarmRun[];
  readonly engine: string;
  /**
   * The model's cost of the incumbent (null where the model cannot express it) and of what it chose; the plan
   * may cost more, never more than the incumbent.
   */
  readonly before: number | null;
  readonly after: number;
  /** True where the engine proved that no choice among the runs held is better. */
  readonly proven: boolean;
  readonly nodes: number;
  /** Runs offered after duplicates were dropped, and those the integer program held. */
  readonly offered: number;
  readonly held: number;
}

const DEFAULT_COLUMNS = 3_000;
const DEFAULT_NODES = 200;
/**
 * Where no clock bounds the engine: with few tasks and a tight fleet its time grows fast with the columns (50 tasks
 * took half a second with 150 and 13 with 340), and nearly all of it passes at the root, where no count of
 * nodes helps. Work at the root costs more where the model is larger.
 */
const COUNTED_COLUMNS = { least: 100, byTask: 1 };
const COUNTED_EFFORT = { least: 1000, bySize: 600_000 };
/** Then the LP pass over the front of the pool takes so many runs for each that is kept, and so many iterations. */
const COUNTED_OFFER = 2;
const COUNTED_LP_ITERATIONS = 2500;
/** Even the LP pass takes no more than this, from the front of the pool. */
const MOST_OFFERED = 20_000;
/** A hundred-thousandth of a plan's cost is not worth a search tree. */
const RELATIVE_GAP = 1e-5;
const LP_TIME_SHARE = 0.3;

/**
 * Picks runs from the pool that together serve the day best: set partitioning over the pool with the fleet
 * over time and departure places, by HiGHS, started from the incumbent, whose runs are always offered. The
 * pool stands best plans first; above `columns` runs an LP pass keeps those of least reduced cost. The runs
 * answered make a plan by evaluatePlan that is never worse than the incumbent. Null where there is nothing to
 * choose from or no choice was found. Nothing here is a bound: runs outside the pool exist.
 */
export const selectRuns = async (
  problem: Problem,
  pool: readonly PoolRun[],
  incumbent: SolverPlan,
  limits: SelectLimits = {},
): Promise<Selection | null> => {
  const owned = incumbent.runs.map((run) => toPoolRun(problem, run));
  const columns = mostColumns(problem, limits);
  const counted = limits.seconds === undefined;
  const most = owned.length + columns;
  const offered = distinctRuns([
    ...owned,
    ...pool.slice(0, counted ? COUNTED_OFFER * Math.max(COUNTED_COLUMNS.least, columns) : MOST_OFFERED),
  ]);
  if (offered.length === 0) return null;
  const engine = await loadHighsEngine();
  const leftOut = new Set(incumbent.leftOut.map(({ task }) => task));
  const everything = buildSelectModel(problem, offered, leftOut);
  const cut = offered.length > most;
  const runs = cut ? keepBest(engine, everything, offered, [owned.length, most], limits) : offered;
  const { model, costUnit } = cut ? buildSelectModel(problem, runs, leftOut) : everything;
  const start = startFrom(engine, model, owned.length, runs.length);
  const answer = solveSelection(engine, model, start, limits);
  const { primal, nodes } = answer;
  if (primal === null || faultsOfMip(model, answer).length > 0) return null;
  const after = answer.objective * costUnit;
  const chosen = runs.filter((_, index) => primal[index] > 0.5);
  const driven = driveSelection(
    problem,
    { plan: incumbent, runs: runs.slice(0, owned.length) },
    chosen,
    after,
  );
  return {
    runs: driven.runs,
    engine: engine.name,
    before: start === null ? null : start.cost * costUnit,
    after,
    proven: answer.status === 'optimal',
    nodes,
    offered: offered.length,
    held: runs.length,
  };
};

// The search takes it by this type.
selectRuns satisfies SelectRuns;

/** Runs that the integer program may hold beside the incumbent's. */
const mostColumns = (problem: Problem, { seconds, columns = DEFAULT_COLUMNS }: SelectLimits): number =>
  seconds === undefined
    ? Math.min(columns, COUNTED_COLUMNS.least + COUNTED_COLUMNS.byTask * problem.taskCount)
    : columns;

/** A run of the incumbent as the pool would hold it. */
const toPoolRun = (problem: Problem, run: PlanRun): PoolRun => {
  const { vehicle, sink, startLocation, departSeconds, unloadedSeconds, metres, drivingSeconds } = run;
  const tasks = run.stops.flatMap((stop) => stop.tasks);
  const hours = tasks.reduce((sum, task) => sum + stepCost(problem, task, sink, unloadedSeconds), 0);
  const road =
    distanceCost(problem, vehicle, metres) + timeCost(problem, vehicle, unloadedSeconds - departSeconds);
  const vehicleGroup = problem.vehicleGroup[vehicle];
  return {
    vehicleGroup,
    sink,
    tasks,
    startLocation,
    departSeconds,
    unloadedSeconds,
    metres,
    drivingSeconds,
    cost: road + hours,
  };
};

/** Cost of the departures a task's orders catch, places aside. */
const stepCost = (problem: Problem, task: number, sink: number, unloadedSeconds: number): number => {
  let cost = 0;
  for (let at = problem.taskClassStart[task]; at < problem.taskClassStart[task + 1]; at++) {
    const steps = problem.input.sinks[sink].steps[problem.taskClass[at]];
    const caught = steps.find(({ cutoffSeconds }) => cutoffSeconds >= unloadedSeconds);
    cost += (caught?.costPerOrder ?? 0) * problem.taskClassOrders[at];
  }
  return cost;
};

/** Same tasks, vehicles, places and times: the first of the cheapest stands for all; order is kept. */
const distinctRuns = (runs: readonly PoolRun[]): readonly PoolRun[] => {
  const byKey = new Map<string, PoolRun>();
  for (const run of runs) {
    const tasks = [...run.tasks].sort((a, b) => a - b).join(' ');
    const key = [
      run.vehicleGroup,
      run.sink,
      run.startLocation,
      run.departSeconds,
      run.unloadedSeconds,
      tasks,
    ].join('|');
    const known = byKey.get(key);
    if (known === undefined || run.cost < known.cost) byKey.set(key, run);
  }
  return [...byKey.values()];
};

/**
 * The incumbent's `kept` first runs; of the rest half by least reduced cost, half from the pool's front: whole
 * plans stand there, and a pool cut by reduced cost alone lost better choices than it found.
 */
const keepBest = (
  engine: LpEngine,
  { model }: SelectModel,
  runs: readonly PoolRun[],
  [kept, most]: readonly [kept: number, most: number],
  { seconds }: SelectLimits,
): readonly PoolRun[] => {
  const answer = engine.solveLp(
    model,
    seconds === undefined ? { iterations: COUNTED_LP_ITERATIONS } : { seconds: seconds * LP_TIME_SHARE },
  );
  const rest = Array.from(runs.keys()).slice(kept);
  const byCost =
    answer.status === 'optimal'
      ? [...rest].sort((a, b) => answer.reducedCosts[a] - answer.reducedCosts[b] || a - b)
      : [];
  const chosen = new Set(byCost.slice(0, Math.floor((most - kept) / 2)));
  for (const index of rest) if (chosen.size < most - kept) chosen.add(index);
  return runs.filter((_, index) => index < kept || chosen.has(index));
};

/** The incumbent's point: its runs chosen, no other, and what is best around them; null where it breaks a row. */
const startFrom = (
  engine: LpEngine,
  model: LpModel,
  own: number,
  count: number,
): { readonly point: Float64Array; readonly cost: number } | null => {
  const lower = Float64Array.from(model.lower, (bound, index) => (index < own ? 1 : bound));
  const upper = Float64Array.from(model.upper, (bound, index) => (index >= own && index < count ? 0 : bound));
  const answer = engine.solveLp({ ...model, lower, upper });
  if (answer.status !== 'optimal') return null;
  // With the runs fixed, vehicles and waiting form a network: rounding only takes off the engine's last digits.
  const point = answer.primal.map((value, index) => (model.integer[index] === 1 ? Math.round(value) : value));
  return { point, cost: answer.objective };
};

const solveSelection = (
  engine: LpEngine,
  model: LpModel,
  start: { readonly point: Float64Array; readonly cost: number } | null,
  { seconds, nodes }: SelectLimits,
): MipAnswer => {
  const answer = engine.solveMip(model, {
    relativeGap: RELATIVE_GAP,
    ...(seconds === undefined
      ? { effort: COUNTED_EFFORT.least + COUNTED_EFFORT.bySize / (model.cost.length + model.rowLower.length) }
      : { seconds: seconds * (1 - LP_TIME_SHARE) }),
    ...(nodes === undefined && seconds !== undefined ? {} : { nodes: nodes ?? DEFAULT_NODES }),
    ...(start === null ? {} : { start: start.point }),
  });
  const worse = start !== null && !(answer.primal !== null && answer.objective <= start.cost);
  return worse
    ? { status: 'limit', objective: start.cost, primal: start.point, nodes: answer.nodes }
    : answer;
};
