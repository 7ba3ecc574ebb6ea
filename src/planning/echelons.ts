/**
 * Two echelons planned in alternating passes. The first pass decides with every vehicle who collects
 * what, outlets' arrivals priced by the departures a feeder could still reach. Then vehicles that end
 * at outlets are held and the hub's vehicles are planned again with the batches the others bring. In
 * further rounds the outlets' vehicles are replanned against the feeders as they will really call,
 * and the hub's vehicles against the batches as they will really arrive; a round counts only if the
 * whole day becomes cheaper. Times reported are those of the last accepted passes, both exact.
 */
import type { PlanRun, SolveResult, WarmRun } from '../../solver/index.js';
import type { Context, Load } from './context.js';
import { callSinks } from './feeder-calls.js';
import {
  endsAtOutlet,
  hubRequest,
  outletSinks,
  placesOfHub,
  sinksOfVehicle,
  wholeRequest,
} from './pass-requests.js';
import { batchesOf, carryOver, partOf, renumber, type SolvedPass } from './solved-pass.js';
import { hubSink, toProblem, type Pass, type PassRequest } from './to-problem.js';

/** Parts of the whole search budget that the passes ask for; stranded rounds come out of the last. */
const SHARES = { whole: 0.35, hub: 0.3, alone: 0.65, stranded: 0.1, local: 0.05, replan: 0.3 };

/**
 * Where the budget is short, it goes to the first two passes alone: every pass more costs a second
 * before its first step, and while these two are far from searched to the end no round repays it.
 */
const QUICK_SHARES = { ...SHARES, whole: 0.4, hub: 0.6, alone: 0.6 };

/** Solves a pass; `share` is its part of the whole budget. */
export type SolvePass = (pass: Pass, share: number, warmStart?: readonly WarmRun[]) => Promise<SolveResult>;

const ROUNDS = 2;
/** Times that batches no feeder takes on are given back to the hub's vehicles. */
const STRANDED_ROUNDS = 2;

/** The day's two passes; `local` is null where no run ends at an outlet. */
export interface Echelons {
  readonly local: SolvedPass | null;
  readonly hub: SolvedPass;
  readonly iterations: number;
  readonly poolRuns: number;
  readonly selections: readonly string[];
}

/** Plans all loads with all vehicles. `quick`: the budget is short, so no rounds follow the first two passes. */
export async function planEchelons(
  context: Context,
  loads: readonly Load[],
  solve: SolvePass,
  quick = false,
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
  const shares = quick ? QUICK_SHARES : SHARES;
  const first = { pass: whole, plan: (await run(whole, shares.whole)).plan };
  let best = await separate(context, first, run, shares);
  for (let round = 1; round < ROUNDS && !quick; round++) {
    const next = (await anotherRound(context, best, run)) ?? (await polish(best, run));
    if (costOf(next) < costOf(best)) best = next;
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

/** The hub's vehicles once more from where they stand; local runs stay. */
async function polish(day: PlannedDay, solve: SolvePass): Promise<PlannedDay> {
  const { pass, plan } = day.hub;
  const warm = plan.runs.map((run) => ({
    vehicle: run.vehicle,
    sink: run.sink,
    tasks: run.stops.flatMap((stop) => stop.tasks),
  }));
  return { local: day.local, hub: { pass, plan: (await solve(pass, SHARES.replan, warm)).plan } };
}

/** Holds the vehicles that ended a run at an outlet and plans the hub's with what those bring. */
async function separate(
  context: Context,
  whole: SolvedPass,
  solve: SolvePass,
  shares: typeof SHARES,
): Promise<PlannedDay> {
  const ends = (run: PlanRun): string => whole.pass.sinks[run.sink]!.place;
  const holds = heldVehicles(
    context,
    whole,
    whole.plan.runs.filter((run) => ends(run) !== context.day.hub.id).map((run) => run.vehicle),
  );
  if (holds.size === 0)
    return { local: null, hub: await hubPass(context, whole, holds, null, solve, shares.alone) };
  let local = restrict(whole, holds);
  let best = { local, hub: await hubPass(context, whole, holds, local, solve, shares.hub) };
  const rounds = shares === QUICK_SHARES ? 0 : STRANDED_ROUNDS;
  for (let round = 0; round < rounds; round++) {
    const stranded = strandedRuns(best.hub);
    if (stranded.size === 0) break;
    local = { pass: local.pass, plan: partOf(local, (_, index) => !stranded.has(index)) };
    const next = { local, hub: await hubPass(context, whole, holds, local, solve, shares.stranded) };
    // A full fleet may serve fewer of the loads themselves than of the batches they were.
    if (costOf(next) >= costOf(best)) break;
    best = next;
  }
  return best;
}

/** Vehicles held at their outlets; where that leaves none to feed the hub, those that may drive there are not. */
function heldVehicles(context: Context, whole: SolvedPass, ending: readonly number[]): Set<number> {
  const holds = new Set(ending);
  if (whole.pass.vehicles.some((_, index) => mayFeed(context, whole, index, holds))) return holds;
  return new Set(ending.filter((index) => !mayFeed(context, whole, index, new Set())));
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
  const solved = await solve(pass, SHARES.local, warm);
  if (solved.plan.leftOut.length > 0) return null;
  const local: SolvedPass = { pass, plan: solved.plan };
  return {
    local: { pass, plan: partOf(local, () => true) },
    hub: await replanHub(context, day.hub, local, solve),
  };
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
        SHARES.replan,
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
