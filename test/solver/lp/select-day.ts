import { checkProblem } from '../../../solver/model/check-problem.js';
import { evaluatePlan } from '../../../solver/model/evaluate-plan.js';
import type { Problem } from '../../../solver/model/frozen-problem.js';
import type { SolverPlan } from '../../../solver/model/plan.js';
import type { StepInput, VehicleInput } from '../../../solver/model/problem.js';
import type { WarmRun } from '../../../solver/model/solve-options.js';
import type { PoolRun } from '../../../solver/search/run-pool.js';

export interface LineDay {
  /** Where each task lies on a straight road, metres from the depot at 0; driven at 10 m/s. */
  readonly at: readonly number[];
  readonly vehicles: number;
  readonly vehicle?: Partial<VehicleInput>;
  /** Cost of leaving any task out; null where all must be served. */
  readonly penalty?: number | null;
  /** Steps of the one class at the depot; each task has one order of one parcel. */
  readonly steps?: readonly StepInput[];
  readonly places?: readonly (number | null)[];
  /** A second sink so far along the road. */
  readonly secondSink?: number;
}

/** A small day on a straight road: cost 1 a metre, 1 a second of a run is 0. */
export const lineDay = (day: LineDay): Problem => {
  const spots = [0, ...day.at, ...(day.secondSink === undefined ? [] : [day.secondSink])];
  const size = spots.length;
  const pairs = spots.flatMap((from) => spots.map((to) => Math.abs(from - to)));
  const distances = Int32Array.from(pairs);
  const sink = {
    window: [0, 100_000] as const,
    unloadSeconds: 10,
    unloadMillisecondsPerParcel: 0,
    steps: [day.steps ?? []],
  };
  const checked = checkProblem({
    travel: [{ size, distances, durations: distances.map((metres) => Math.ceil(metres / 10)) }],
    dimensions: 1,
    classes: 1,
    tasks: day.at.map((_, index) => ({
      location: index + 1,
      load: [1],
      ordersByClass: [1],
      parcelsByClass: [1],
      windows: [[0, 100_000]],
      runReleaseSeconds: 0,
      accessSeconds: 0,
      serviceSeconds: 10,
      dueSeconds: null,
      penalty: day.penalty ?? null,
    })),
    vehicles: Array.from({ length: day.vehicles }, () => ({ ...van, ...day.vehicle })),
    sinks: [
      { ...sink, location: 0 },
      ...(day.secondSink === undefined ? [] : [{ ...sink, location: size - 1 }]),
    ],
    departures: (day.places ?? []).map((capacityParcels) => ({ capacityParcels })),
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.problem;
};

const van: VehicleInput = {
  profile: 0,
  capacity: [10],
  startLocation: 0,
  endLocation: null,
  sinks: [0],
  shift: [0, 100_000],
  maxDutySeconds: null,
  maxDrivingSeconds: null,
  maxMetres: null,
  maxRuns: null,
  turnaroundSeconds: 0,
  rest: null,
  fixedCost: 0,
  costPerMetre: 1,
  costPerSecond: 0,
};

/** `van0: a b depot c depot | van1: d depot`: tasks by letter, `depot` or `outlet` where a run ends. */
export const parseRuns = (text: string): WarmRun[] =>
  text.split('|').flatMap((day) => {
    const [van = '', route = ''] = day.split(':');
    const runs: WarmRun[] = [];
    let tasks: number[] = [];
    for (const word of route.trim().split(/\s+/)) {
      if (word.length === 1) tasks.push(word.charCodeAt(0) - 97);
      else {
        runs.push({ vehicle: Number(van.trim().slice(3)), sink: word === 'outlet' ? 1 : 0, tasks });
        tasks = [];
      }
    }
    return runs;
  });

export const printRuns = (runs: readonly WarmRun[]): string =>
  [...new Set(runs.map(({ vehicle }) => vehicle))]
    .map((vehicle) => {
      const own = runs.filter((run) => run.vehicle === vehicle);
      const words = own.flatMap(({ tasks, sink }) => [
        ...tasks.map((task) => String.fromCharCode(97 + task)),
        sink === 1 ? 'outlet' : 'depot',
      ]);
      return `van${vehicle}: ${words.join(' ')}`;
    })
    .join(' | ');

export const planOf = (problem: Problem, runs: readonly WarmRun[]): SolverPlan => {
  const judged = evaluatePlan(problem, runs);
  if (!judged.ok) throw new Error(`not a plan: ${JSON.stringify(judged.violations)}`);
  return judged.plan;
};

/** The runs of a plan as the search would have pooled them, places aside. */
export const poolOf = (problem: Problem, plan: SolverPlan): PoolRun[] =>
  plan.runs.map((run) => {
    const tasks = run.stops.flatMap((stop) => stop.tasks);
    const steps = problem.input.sinks[run.sink]?.steps[0] ?? [];
    const caught = steps.find(({ cutoffSeconds }) => cutoffSeconds >= run.unloadedSeconds);
    return {
      vehicleGroup: problem.vehicleGroup[run.vehicle] ?? 0,
      sink: run.sink,
      tasks,
      startLocation: run.startLocation,
      departSeconds: run.departSeconds,
      unloadedSeconds: run.unloadedSeconds,
      metres: run.metres,
      drivingSeconds: run.drivingSeconds,
      cost: run.metres + tasks.length * (caught?.costPerOrder ?? 0),
    };
  });
