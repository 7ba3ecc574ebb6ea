/**
 * Two echelons planned in alternating passes. The first pass decides with every vehicle who collects
 * what, outlets' arrivals priced by the departures a feeder could still reach. Then vehicles that end
 * at outlets are held and the hub's vehicles are planned again with the batches the others bring. In
 * further rounds the outlets' vehicles are replanned against the feeders as they will really call,
 * and the hub's vehicles against the batches as they will really arrive; a round counts only if the
 * whole day becomes cheaper. Times reported are those of the last accepted passes, both exact.
 */
import type { PlanRun, SolveResult, SolverPlan, WarmRun } from '../../solver/index.js';
import type { Vehicle } from '../domain/day.js';
import { stepCost, type Context, type Load } from './context.js';
import { hubSink, toProblem, type Pass, type PassRequest, type PassSink } from './to-problem.js';

/** Solves a pass; `share` is its part of the whole budget. */
export type SolvePass = (pass: Pass, share: number, warmStart?: readonly WarmRun[]) => Promise<SolveResult>;

/** Wait for a feeder beyond the way itself, before its calls are known. Default 45 min [E]. */
const FEEDER_WAIT_SECONDS = 45 * 60;
const ROUNDS = 2;
/** Times that batches no feeder takes on are given back to the hub's vehicles. */
const STRANDED_ROUNDS = 2;

export interface SolvedPass {
  readonly pass: Pass;
  readonly plan: SolverPlan;
}

/** The day's two passes; `local` is null where no run ends at an outlet. */
export interface Echelons {
  readonly local: SolvedPass | null;
  readonly hub: SolvedPass;
  readonly iterations: number;
  readonly poolRuns: number;
  readonly selections: readonly string[];
}

/** Plans all loads with all vehicles. */
export async function planEchelons(
  context: Context,
  loads: readonly Load[],
  solve: SolvePass,
): Promise<Echelons> {
  const tally = { iterations: 0, poolRuns: 0, selections: [] as string[] };
  const run: SolvePass = async (pass, share, warm) => {
    const result = await solve(pass, share, warm);
    tally.iterations += result.iterations;
    tally.poolRuns += result.poolRuns;
    if (result.selection) tally.selections.push(result.selection.engine);
    return result;
  };
  const all = context.day.vehicles.map((_, index) => index);
  if (!context.day.vehicles.some((vehicle) => endsAtOutlet(context, vehicle))) {
    const pass = toProblem(context, hubRequest(context, loads, all));
    return { local: null, hub: { pass, plan: (await run(pass, 1)).plan }, ...tally };
  }
  const whole = toProblem(context, wholeRequest(context, loads, all));
  let best = await separate(context, { pass: whole, plan: (await run(whole, 0.4)).plan }, run);
  for (let round = 1; round < ROUNDS; round++) {
    const next = await anotherRound(context, best, run);
    if (next && costOf(next) < costOf(best)) best = next;
  }
  return { ...best, ...tally };
}

type PlannedDay = Pick<Echelons, 'local' | 'hub'>;

/** Cost of both passes; local runs' step costs are estimates that the hub's pass replaces. */
function costOf(day: PlannedDay): number {
  const local = day.local
    ? day.local.plan.cost.total - day.local.plan.cost.hours - day.local.plan.cost.penalties
    : 0;
  return local + day.hub.plan.cost.total;
}

const endsAtOutlet = (context: Context, vehicle: Vehicle): boolean =>
  vehicle.unloadsAt !== 'hub' && vehicle.base !== context.day.hub.id;

function hubRequest(context: Context, loads: readonly Load[], vehicles: readonly number[]): PassRequest {
  return { loads, vehicles, sinks: [hubSink(context)], places: placesOfHub(context), sinksOf: () => [0] };
}

const placesOfHub = (context: Context): (number | null)[] =>
  context.timetable.events.map((event) => event.capacityParcels);

/** Hub and every outlet that is a vehicle's base; outlets priced by what a feeder could still reach. */
function wholeRequest(context: Context, loads: readonly Load[], vehicles: readonly number[]): PassRequest {
  const outlets = outletSinks(context, vehicles);
  const sinks = [hubSink(context), ...outlets.map((outlet) => estimatedSink(context, outlet))];
  return {
    loads,
    vehicles,
    sinks,
    places: placesOfHub(context),
    sinksOf: (vehicle) => sinksOfVehicle(context, vehicle, outlets),
  };
}

function outletSinks(context: Context, vehicles: readonly number[]): string[] {
  const bases = vehicles
    .map((index) => context.day.vehicles[index]!)
    .filter((one) => endsAtOutlet(context, one));
  return [...new Set(bases.map((vehicle) => vehicle.base as string))];
}

/** Sink 0 is the hub, the others follow `outlets`. */
function sinksOfVehicle(context: Context, vehicle: Vehicle, outlets: readonly string[]): number[] {
  if (!endsAtOutlet(context, vehicle)) return [0];
  const own = outlets.indexOf(vehicle.base) + 1;
  return vehicle.unloadsAt === 'either' ? [own, 0] : [own];
}

function estimatedSink(context: Context, outlet: string): PassSink {
  const lead = handlingOf(context, outlet) + toHubSeconds(context, outlet) + context.day.hub.dockMinutes * 60;
  const hub = hubSink(context);
  return {
    place: outlet,
    steps: hub.steps.map((steps) =>
      steps.map((step) => ({ ...step, cutOffAt: step.cutOffAt - lead - FEEDER_WAIT_SECONDS })),
    ),
  };
}

const handlingOf = (context: Context, outlet: string): number =>
  (context.day.outlets.find((one) => one.id === outlet)?.handlingMinutes ?? 0) * 60;

/** By the fastest profile of a vehicle that unloads at the hub. */
function toHubSeconds(context: Context, outlet: string): number {
  const from = context.places.index.get(outlet)!;
  const hub = context.places.index.get(context.day.hub.id)!;
  let least = Infinity;
  for (const vehicle of context.day.vehicles) {
    if (endsAtOutlet(context, vehicle) && vehicle.unloadsAt === 'base') continue;
    const matrix = context.travel.matrices.get(vehicle.profile)!;
    const seconds = matrix.durations[from * matrix.size + hub]!;
    if (seconds >= 0) least = Math.min(least, seconds);
  }
  return Number.isFinite(least) ? least : 4 * 3600;
}

/** Holds the vehicles that ended a run at an outlet and plans the hub's with what those bring. */
async function separate(context: Context, whole: SolvedPass, solve: SolvePass): Promise<PlannedDay> {
  const ends = (run: PlanRun): string => whole.pass.sinks[run.sink]!.place;
  const holds = new Set(
    whole.plan.runs.filter((run) => ends(run) !== context.day.hub.id).map((run) => run.vehicle),
  );
  if (holds.size === 0) return { local: null, hub: await hubPass(context, whole, holds, null, solve, 0.4) };
  let local = restrict(whole, holds);
  let hub = await hubPass(context, whole, holds, local, solve, 0.4);
  for (let round = 0; round < STRANDED_ROUNDS; round++) {
    const stranded = strandedRuns(hub);
    if (stranded.size === 0) break;
    local = { pass: local.pass, plan: partOf(local, (_, index) => !stranded.has(index)) };
    hub = await hubPass(context, whole, holds, local, solve, 0.1);
  }
  return { local, hub };
}

/** Local runs with a batch that no feeder takes on: better not driven, their loads offered to the hub's vehicles. */
function strandedRuns(hub: SolvedPass): Set<number> {
  const loads = hub.plan.leftOut.map(({ task }) => hub.pass.loads[task]!);
  return new Set(loads.flatMap((load) => load.fromRun ?? []));
}

/** The part of a solved pass that some of its vehicles drive. Same pass, fewer runs. */
function restrict(whole: SolvedPass, holds: ReadonlySet<number>): SolvedPass {
  return { pass: whole.pass, plan: partOf(whole, (run) => holds.has(run.vehicle)) };
}

/** A plan of some runs of a plan: cost parts of distance, time and vehicles are theirs alone. */
function partOf(solved: SolvedPass, keeps: (run: PlanRun, index: number) => boolean): SolverPlan {
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
    cost: { fixed, distance, time, hours: 0, penalties: 0, total: fixed + distance + time },
  };
}

/** Plans every vehicle that is not held, with all loads the held ones do not take, and their batches. */
async function hubPass(
  context: Context,
  whole: SolvedPass,
  holds: ReadonlySet<number>,
  local: SolvedPass | null,
  solve: SolvePass,
  share: number,
): Promise<SolvedPass> {
  const taken = new Set((local?.plan.runs ?? []).flatMap((run) => run.stops.flatMap((stop) => stop.tasks)));
  const keep = whole.pass.loads.map((_, index) => index).filter((index) => !taken.has(index));
  const loads = [
    ...keep.map((index) => whole.pass.loads[index]!),
    ...(local ? batchesOf(context, local) : []),
  ];
  const vehicles = whole.pass.vehicles
    .map((_, index) => index)
    .filter((index) => mayFeed(context, whole, index, holds));
  const pass = toProblem(
    context,
    hubRequest(
      context,
      loads,
      vehicles.map((index) => whole.pass.vehicles[index]!),
    ),
  );
  const start = carryOver(
    whole.plan.runs.filter((run) => !holds.has(run.vehicle)),
    keep,
    vehicles,
  );
  return { pass, plan: (await solve(pass, share, start)).plan };
}

/** Vehicles left to the hub's pass: not held, and allowed to end at the hub. */
function mayFeed(context: Context, whole: SolvedPass, index: number, holds: ReadonlySet<number>): boolean {
  const vehicle = context.day.vehicles[whole.pass.vehicles[index]!]!;
  return !holds.has(index) && (!endsAtOutlet(context, vehicle) || vehicle.unloadsAt === 'either');
}

/** Runs of one pass as a start for the next, its indexes renumbered; runs end at the hub, sink 0. */
function carryOver(
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

/** Local vehicles against the feeders' real calls, then the hub's vehicles against the new batches. */
async function anotherRound(context: Context, day: PlannedDay, solve: SolvePass): Promise<PlannedDay | null> {
  if (!day.local) return null;
  const held = [...new Set(day.local.plan.runs.map((run) => run.vehicle))];
  const taken = [...new Set(day.local.plan.runs.flatMap((run) => run.stops.flatMap((stop) => stop.tasks)))];
  const loads = taken.map((task) => day.local!.pass.loads[task]!);
  const vehicles = held.map((vehicle) => day.local!.pass.vehicles[vehicle]!);
  const outlets = outletSinks(context, vehicles);
  const calls = callSinks(context, day.hub, outlets);
  const request: PassRequest = {
    loads,
    vehicles,
    sinks: [hubSink(context), ...calls.sinks],
    places: [...placesOfHub(context), ...calls.places],
    sinksOf: (vehicle) => sinksOfVehicle(context, vehicle, outlets),
  };
  const pass = toProblem(context, request);
  const warm = renumber(day.local, held, taken, request);
  const solved = await solve(pass, 0.05, warm);
  if (solved.plan.leftOut.length > 0) return null;
  const local: SolvedPass = { pass, plan: solved.plan };
  return {
    local: { pass, plan: partOf(local, () => true) },
    hub: await replanHub(context, day.hub, local, solve),
  };
}

function renumber(
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

/** Outlets as sinks whose cut-offs are the feeders' calls, each with room for what it takes and spares. */
function callSinks(
  context: Context,
  hub: SolvedPass,
  outlets: readonly string[],
): { sinks: PassSink[]; places: (number | null)[] } {
  const places: (number | null)[] = [];
  const offset = context.timetable.events.length;
  const sinks = outlets.map((outlet): PassSink => {
    const calls = callsAt(context, hub, outlet);
    const numbers = calls.map((call) => offset + places.push(call.room) - 1);
    const steps = context.timetable.eventsOfClass.map((events, cls) =>
      calls.flatMap((call, k) => {
        const event = events.find((one) => context.timetable.events[one]!.cutOffAt >= call.unloadedAt);
        if (event === undefined) return [];
        return [
          {
            cutOffAt: call.at - handlingOf(context, outlet),
            costPerOrder: stepCost(context, cls, event),
            departure: numbers[k]!,
          },
        ];
      }),
    );
    return { place: outlet, steps: steps.map(rising) };
  });
  return { sinks, places };
}

/** A later call that catches an earlier departure is the one to wait for: costs must not fall. */
function rising<S extends { readonly costPerOrder: number }>(steps: readonly S[]): S[] {
  const kept: S[] = [];
  for (const step of steps) {
    while (kept.length > 0 && kept.at(-1)!.costPerOrder > step.costPerOrder) kept.pop();
    kept.push(step);
  }
  return kept;
}

interface Call {
  /** Epoch seconds at which loading may begin at the latest for the run to keep its times. */
  readonly at: number;
  /** Epoch seconds at which that run is unloaded at the hub. */
  readonly unloadedAt: number;
  /** Parcels it takes there now plus what its vehicle still has room for. */
  readonly room: number;
}

function callsAt(context: Context, hub: SolvedPass, outlet: string): Call[] {
  const location = context.places.index.get(outlet)!;
  const calls: Call[] = [];
  for (const run of hub.plan.runs)
    for (const stop of run.stops) {
      if (stop.location !== location) continue;
      const parcels = stop.tasks.reduce((sum, task) => sum + hub.pass.loads[task]!.parcels, 0);
      const at = context.zero + stop.startSeconds;
      calls.push({
        at,
        unloadedAt: context.zero + run.unloadedSeconds,
        room: parcels + spareParcels(hub, run),
      });
    }
  return calls.sort((a, b) => a.at - b.at);
}

/** Room left in a run's vehicle, in parcels of its mean weight and volume. */
function spareParcels(hub: SolvedPass, run: PlanRun): number {
  const capacity = hub.pass.problem.vehicles[run.vehicle]!.capacity;
  const tasks = run.stops.flatMap((stop) => stop.tasks.map((task) => hub.pass.problem.tasks[task]!));
  const loaded = capacity.map((_, dimension) => tasks.reduce((sum, task) => sum + task.load[dimension]!, 0));
  const parcels = Math.max(1, loaded[2]!);
  const spare = capacity.map((limit, k) => (limit - loaded[k]!) / Math.max(1e-9, loaded[k]! / parcels));
  return Math.max(0, Math.floor(Math.min(...spare)));
}

async function replanHub(
  context: Context,
  hub: SolvedPass,
  local: SolvedPass,
  solve: SolvePass,
): Promise<SolvedPass> {
  const own = hub.pass.loads.flatMap((load, index) => (load.transfer ? [] : [index]));
  const batches = batchesOf(context, local);
  const loads = [...own.map((index) => hub.pass.loads[index]!), ...batches];
  const pass = toProblem(context, hubRequest(context, loads, hub.pass.vehicles));
  const index = new Map(own.map((old, k) => [old, k]));
  const warm = hub.plan.runs.map((run) => ({
    vehicle: run.vehicle,
    sink: 0,
    tasks: run.stops.flatMap((stop) =>
      stop.tasks.flatMap((task) => index.get(task) ?? followers(hub, task, batches, own.length)),
    ),
  }));
  const seen = new Set<number>();
  const start = warm.map((run) => ({
    ...run,
    tasks: run.tasks.filter((task) => !seen.has(task) && seen.add(task)),
  }));
  return {
    pass,
    plan: (
      await solve(
        pass,
        0.15,
        start.filter((run) => run.tasks.length > 0),
      )
    ).plan,
  };
}

/** New batches that stand for an old one at its place in a run: those of the same outlet ready by then. */
function followers(hub: SolvedPass, task: number, batches: readonly Load[], offset: number): number[] {
  const old = hub.pass.loads[task]!;
  return batches.flatMap((batch, k) =>
    batch.place === old.place && batch.readyAt <= old.readyAt + 1800 ? [offset + k] : [],
  );
}
