import { clockSeconds, instantSeconds, isoAt } from '../domain/clock.js';
import type { Day } from '../domain/day.js';
import type { Plan, Unassigned } from '../domain/plan.js';
import type { RoadSource } from '../roads/road-source.js';
import { consolidate, orderTimes, type Reaches } from './consolidation.js';
import { MICRO, type Context, type Load } from './context.js';
import { timetableOf } from './departures.js';
import { planEchelons, type SolvePass } from './echelons.js';
import { evaluateDay, type DrivenDay } from './evaluate-day.js';
import { baselineOf, gainsOf } from './gains-of-day.js';
import { labelTimes } from './labelling.js';
import { outletsOfOrders } from './outlet-assignment.js';
import { placesOf, type Places } from './places.js';
import type { PlanOptions, PlanProgress, PlanStage } from './plan-options.js';
import { unassigned } from './reasons.js';
import { solveInWorkers } from './solve-in-workers.js';
import { SolverCrew } from './solver-crew.js';
import { sourceOrders } from './sourcing.js';
import { chainOf, runDocuments, summaryOf } from './to-plan.js';
import { conditionsOf, roadNotes } from './road-conditions.js';
import { changeReports, travelOf, type Travel } from './travel.js';

export interface PlanDayInput {
  readonly id: string;
  readonly createdAt: string;
  readonly day: Day;
  readonly setAside: readonly Unassigned[];
  readonly roads: RoadSource;
  readonly options: PlanOptions;
  readonly onProgress?: (progress: PlanProgress) => void;
  readonly signal?: AbortSignal;
  /** Seconds spent before this call (intake, opening the roads), added to the timings. */
  readonly timings?: Readonly<Record<string, number>>;
}

/**
 * Plans a whole day: travel, sourcing, consolidation, both echelons, the time chain and the gains.
 * Every order ends in a run or in `unassigned` with its reason.
 */
export async function planDay(input: PlanDayInput): Promise<Plan> {
  // Started first, the threads load and warm up while roads are asked and orders are joined.
  const crew = new SolverCrew(input.options.threads, true);
  try {
    return await planWith(crew, input);
  } finally {
    crew.close();
  }
}

async function planWith(crew: SolverCrew, input: PlanDayInput): Promise<Plan> {
  const stages = stageClock(input);
  const { context, loads, lost } = await prepare(input, stages);
  const passes = await stages.run('solve', () =>
    planEchelons(context, loads, passSolver(crew, input, stages), isQuick(input.options, loads.length)),
  );
  const driven = await stages.run('chain', async () => evaluateDay(context, passes, loads));
  const baseline = await stages.run('gains', async () => baselineOf(context));
  const gains = gainsOf(context, driven, baseline);
  const runs = runDocuments(context, driven);
  const left = [
    ...input.setAside,
    ...lost,
    ...[...driven.leftOut].sort(([a], [b]) => a - b).map(([order, code]) => unassigned(context, order, code)),
  ];
  const plan: Plan = {
    ...headOf(input, context),
    runs,
    unassigned: left,
    notes: roadNotes(input.day, changeReports(context.travel)),
    ...costOf(driven),
    gains,
    chain: chainOf(context, driven, baseline),
    summary: summaryOf(context, runs, driven.fates.size, left.length),
    timings: { ...input.timings, ...stages.timings() },
    solver: {
      iterations: passes.iterations,
      poolRuns: passes.poolRuns,
      selection: passes.selections.join(', ') || null,
    },
  };
  stages.tell('done', 1, { incumbent: plan.cost, unassigned: left.length });
  return plan;
}

function headOf(input: PlanDayInput, context: Context) {
  const { day } = context;
  return {
    id: input.id,
    day: day.name,
    date: day.date,
    title: {
      ...(day.title?.zh === undefined ? {} : { zh: day.title.zh }),
      ...(day.title?.en === undefined ? {} : { en: day.title.en }),
    },
    timeZone: day.timeZone,
    synthetic: day.synthetic || input.roads.synthetic,
    attribution: [
      ...new Set([...day.attribution, ...(input.roads.attribution ? [input.roads.attribution] : [])]),
    ],
    planAt: isoAt(context.planAt, day.timeZone),
    createdAt: input.createdAt,
    seed: input.options.seed,
  };
}

function costOf(driven: DrivenDay): Pick<Plan, 'cost' | 'costParts' | 'lowerBound' | 'gap'> {
  const cents = (yuan: number): number => Math.round(yuan * 100) / 100;
  const { vehicles, distance, time, hours, unserved } = driven.cost;
  const parts = {
    vehicles: cents(vehicles),
    distance: cents(distance),
    time: cents(time),
    hours: cents(hours),
    unserved: cents(unserved),
  };
  const total = cents(parts.vehicles + parts.distance + parts.time + parts.hours + parts.unserved);
  return { cost: total, costParts: { total, ...parts }, lowerBound: null, gap: null };
}

/** A budget of fewer seconds a thousand loads than this is spent on two passes alone. */
const QUICK_SECONDS = 10;

const isQuick = ({ iterations, timeSeconds }: PlanOptions, loads: number): boolean =>
  iterations === undefined && timeSeconds < (QUICK_SECONDS * loads) / 1000;

/** A pass that comes when the budget is spent still gets so much of it. */
const LEAST_SHARE = 0.03;

interface Prepared {
  readonly context: Context;
  readonly loads: readonly Load[];
  /** Orders lost before the solver: unroutable, unsourced, too large. */
  readonly lost: readonly Unassigned[];
}

async function prepare(input: PlanDayInput, stages: StageClock): Promise<Prepared> {
  const places = placesOf(input.day);
  const travel = await stages.run('travel', () =>
    travelOf(input.day, places, input.roads, {
      ...(input.signal ? { signal: input.signal } : {}),
      onProgress: (share) => stages.tell('travel', share),
    }),
  );
  const sourced = await stages.run('sourcing', () => sourceOrders(input.day, places, travel));
  return stages.run('consolidation', async () => {
    const context = await contextOf(sourced.day, places, travel, input.roads);
    const lost: Unassigned[] = sourced.unsourced.map((order) => unassigned(context, order, 'no-supply'));
    const open = routable(context, sourced.day, lost);
    const { tasks, tooLarge } = consolidate(sourced.day, open, context.times, reachesOf(context));
    lost.push(...tooLarge.map((order) => unassigned(context, order, 'too-large')));
    return { context, loads: tasks.map((task): Load => ({ ...task, transfer: false })), lost };
  });
}

/** A vehicle reaches a place where its profile has a road near it. */
const reachesOf =
  (context: Context): Reaches =>
  (vehicle, place) =>
    Boolean(
      context.travel.walks.get(context.day.vehicles[vehicle]!.profile)![context.places.index.get(place)!],
    );

/** Orders whose place some vehicle can be routed to; the others are told why with the nearest road. */
function routable(context: Context, day: Day, lost: Unassigned[]): number[] {
  return day.orders.flatMap((order, index) => {
    if (order.site === undefined) return [];
    const location = context.places.index.get(order.site)!;
    const near = context.travel.profiles.some((profile) => context.travel.walks.get(profile)![location]);
    if (near) return [index];
    lost.push(unassigned(context, index, 'unroutable'));
    return [];
  });
}

async function contextOf(day: Day, places: Places, travel: Travel, roads: RoadSource): Promise<Context> {
  const zero = clockSeconds(day.date, '00:00', day.timeZone);
  const outletOfOrder = await outletsOfOrders(day, places, travel);
  return {
    day,
    places,
    travel,
    timetable: timetableOf(day),
    times: orderTimes(day, labelTimes(day, outletOfOrder)),
    zero,
    planAt: day.planAt === undefined ? zero : instantSeconds(day.planAt),
    outletOfOrder,
    nearestRoad: await nearestRoads(day, places, travel, roads),
  };
}

/** Metres to the nearest road of places that no profile reaches within the limit. */
async function nearestRoads(
  day: Day,
  places: Places,
  travel: Travel,
  roads: RoadSource,
): Promise<Map<number, number>> {
  const far = places.all
    .map((_, index) => index)
    .filter((index) => travel.profiles.every((profile) => !travel.walks.get(profile)![index]));
  const metres = new Map<number, number>();
  if (far.length === 0) return metres;
  for (const profile of travel.profiles) {
    const snaps = await roads.nearest(
      profile,
      far.map((index) => places.all[index]!.point),
      1_000_000,
      conditionsOf(day).conditions,
    );
    far.forEach((index, k) => {
      const snap = snaps[k];
      if (snap) metres.set(index, Math.min(metres.get(index) ?? Infinity, snap.metres));
    });
  }
  return metres;
}

/**
 * Solves passes in threads, within the whole search budget, and tells the incumbent in yuan; constants
 * that no plan can change are left out.
 */
function passSolver(crew: SolverCrew, input: PlanDayInput, stages: StageClock): SolvePass {
  const { options } = input;
  const started = performance.now();
  let done = 0;
  let passes = 0;
  return async (pass, share, warmStart) => {
    const number = ++passes;
    const left = options.timeSeconds - (performance.now() - started) / 1000;
    const result = await solveInWorkers(
      {
        problem: pass.problem,
        seed: options.seed,
        seconds: Math.max(LEAST_SHARE * options.timeSeconds, Math.min(share * options.timeSeconds, left)),
        ...(options.iterations === undefined
          ? {}
          : { iterations: Math.max(1, Math.round(options.iterations * share)) }),
        ...(warmStart === undefined ? {} : { warmStart }),
        threads: options.threads,
        onProgress: ({ cost }) => {
          const incumbent = (cost - pass.constant) / MICRO;
          stages.tell(
            'solve',
            Math.min(1, done),
            Number.isFinite(incumbent)
              ? { pass: number, incumbent: Math.max(0, incumbent) }
              : { pass: number },
          );
        },
      },
      crew,
    );
    done += share;
    return result;
  };
}

interface Told {
  readonly pass?: number;
  readonly incumbent?: number;
  readonly unassigned?: number;
}

interface StageClock {
  run<T>(stage: PlanStage, work: () => Promise<T>): Promise<T>;
  tell(stage: PlanStage, share: number | null, more?: Told): void;
  timings(): Record<string, number>;
}

function stageClock(input: PlanDayInput): StageClock {
  const started = performance.now();
  const spent: Record<string, number> = {};
  const seconds = (from: number): number => Math.round(performance.now() - from) / 1000;
  const tell: StageClock['tell'] = (stage, share, more = {}) =>
    input.onProgress?.({
      stage,
      share,
      elapsedSeconds: seconds(started),
      pass: more.pass ?? null,
      incumbent: more.incumbent ?? null,
      bound: null,
      gap: null,
      unassigned: more.unassigned ?? null,
    });
  return {
    tell,
    timings: () => ({ ...spent, total: Math.round((seconds(started) + sumOf(input.timings)) * 1000) / 1000 }),
    run: async (stage, work) => {
      input.signal?.throwIfAborted();
      tell(stage, 0);
      const from = performance.now();
      const result = await work();
      spent[stage] = seconds(from);
      return result;
    },
  };
}

const sumOf = (timings: Readonly<Record<string, number>> = {}): number =>
  Object.values(timings).reduce((sum, one) => sum + one, 0);
