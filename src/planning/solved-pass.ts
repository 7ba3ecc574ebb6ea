/** A pass with its plan: parts of it, what it leaves at outlets, and how it starts the next one. */
import type { PlanRun, SolverPlan, WarmRun } from '../../solver/index.js';
import type { Context, Load } from './context.js';
import { handlingOf } from './pass-requests.js';
import type { Pass, PassRequest } from './to-problem.js';

export interface SolvedPass {
  readonly pass: Pass;
  readonly plan: SolverPlan;
}

const NO_OTHER_COST = { hours: 0, penalties: 0, lateness: 0, preference: 0, balance: 0 };

/** A plan of some runs of a plan: cost parts of distance, time and vehicles are theirs alone. */
export function partOf(solved: SolvedPass, keeps: (run: PlanRun, index: number) => boolean): SolverPlan {
  const runs = solved.plan.runs.filter(keeps);
  const { vehicles } = solved.pass.problem;
  const used = new Set(runs.map((run) => run.vehicle));
  const fixed = [...used].reduce((sum, vehicle) => sum + vehicles[vehicle]!.fixedCost, 0);
  const distance = runs.reduce((sum, run) => sum + run.metres * vehicles[run.vehicle]!.costPerMetre, 0);
  const time = runs.reduce(
    (sum, run) => sum + (run.unloadedSeconds - run.departSeconds) * vehicles[run.vehicle]!.costPerSecond,
    0,
  );
  return {
    runs,
    leftOut: [],
    departures: [],
    cost: { ...NO_OTHER_COST, fixed, distance, time, total: fixed + distance + time },
  };
}

/** Runs of one pass as a start for the next, its indexes renumbered; runs end at the hub, sink 0. */
export function carryOver(
  runs: readonly PlanRun[],
  loads: readonly number[],
  vehicles: readonly number[],
): WarmRun[] {
  const load = new Map(loads.map((old, index) => [old, index]));
  const vehicle = new Map(vehicles.map((old, index) => [old, index]));
  return runs.flatMap((run) => {
    const tasks = run.stops.flatMap((stop) => stop.tasks.flatMap((task) => load.get(task) ?? []));
    const by = vehicle.get(run.vehicle);
    return by === undefined || tasks.length === 0 ? [] : [{ vehicle: by, sink: 0, tasks }];
  });
}

export function renumber(
  local: SolvedPass,
  held: readonly number[],
  taken: readonly number[],
  request: PassRequest,
): WarmRun[] {
  return local.plan.runs.map((run) => ({
    vehicle: held.indexOf(run.vehicle),
    sink: request.sinks.findIndex((sink) => sink.place === local.pass.sinks[run.sink]!.place),
    tasks: run.stops.flatMap((stop) => stop.tasks.map((task) => taken.indexOf(task))),
  }));
}

/** What local runs leave at outlets: a load per run, ready once it is unloaded and handled. */
export function batchesOf(context: Context, local: SolvedPass): Load[] {
  return local.plan.runs.flatMap((run, index) => {
    const outlet = local.pass.sinks[run.sink]!.place;
    if (outlet === context.day.hub.id) return [];
    const loads = run.stops.flatMap((stop) => stop.tasks.map((task) => local.pass.loads[task]!));
    const readyAt = context.zero + run.unloadedSeconds + handlingOf(context, outlet);
    return [true, false].flatMap((cold) =>
      batchOf(
        loads.filter((load) => load.cold === cold),
        outlet,
        readyAt,
        index,
      ),
    );
  });
}

function batchOf(loads: readonly Load[], place: string, readyAt: number, fromRun: number): Load[] {
  if (loads.length === 0) return [];
  const due = loads.flatMap((load) => load.dueAt ?? []);
  const sum = (amount: (load: Load) => number): number =>
    loads.reduce((total, load) => total + amount(load), 0);
  return [
    {
      place,
      orders: loads.flatMap((load) => load.orders),
      cold: loads[0]!.cold,
      readyAt,
      dueAt: due.length > 0 ? Math.min(...due) : null,
      parcels: sum((load) => load.parcels),
      kg: sum((load) => load.kg),
      litres: sum((load) => load.litres),
      transfer: true,
      fromRun,
    },
  ];
}
