import type { RouteLeg, RoutePart, SpeedBound } from '../road-source.js';
import { pieceBound, pieceTimer, type PieceTimer } from './network/edge-costs.js';
import type { Network } from './network/network.js';
import { pieceShapes } from './network/piece-shapes.js';
import type { Profile } from './profiles/profile.js';
import { plainState, type ProfileState } from './profiles/profile-state.js';
import type { RoadGraph } from './road-graph.js';
import type { Passage, Trace } from './route-trace.js';

/** Explains a leg: its parts, which add up to its whole numbers. */
export type Explainer = (
  trace: Trace,
  leg: Pick<RouteLeg, 'seconds' | 'metres' | 'ascentMetres' | 'descentMetres'>,
) => RoutePart[];

// The tables of speeds are worth keeping from leg to leg; they go with the graph or the state.
const made = new WeakMap<object, Explainer>();

/** The explainer of a profile under a state; null is dry, laden and clock-free. */
export const explainer = (
  { network, profiles }: Pick<RoadGraph, 'network' | 'profiles'>,
  profile: Profile,
  state: ProfileState | null,
): Explainer => {
  const index = profiles.findIndex((graph) => graph.profile.name === profile.name);
  const owner = state ?? profiles[index]!;
  const known = made.get(owner);
  if (known !== undefined) return known;
  const measure = measurer(network, profile, index, state);
  const explain: Explainer = (trace, leg) => {
    const pieces = trace.passages.map((passage, i) => measure(passage, trace.passages[i - 1]?.end ?? 0));
    if (pieces.every(({ metres }) => metres === 0)) return [];
    const runs = readable(pieces);
    return toParts(network, runs, leg, trace.line.length - 1);
  };
  made.set(owner, explain);
  return explain;
};

/** A stretch of one road under one bound, not rounded. */
interface Run {
  readonly road: Road;
  readonly metres: number;
  readonly seconds: number;
  /** What it would take without season, clock and slowdowns, with the same load. */
  readonly drySeconds: number;
  readonly ascent: number;
  readonly descent: number;
  /** Of the steepest piece, rise over run in the direction driven. */
  readonly grade: number;
  /** Seconds by what held the speed. */
  readonly held: Partial<Record<SpeedBound, number>>;
  /** Indexes into the line of where it begins and ends; the same where it is too short for a line. */
  readonly start: number;
  readonly end: number;
}

interface Road {
  readonly name: number;
  readonly highway: string;
  readonly surface: string | null;
}

const sameRoad = (a: Road, b: Road): boolean =>
  a.name === b.name && a.highway === b.highway && a.surface === b.surface;

/** Shorter pieces show the noise of their heights and no grade, metres [E]. */
const GRADED_METRES = 10;

const measurer = (network: Network, profile: Profile, index: number, state: ProfileState | null) => {
  const plain = plainState(network.kinds, profile, index);
  const timer = pieceTimer(network, profile, index, state);
  const dryTimer =
    state === null ? timer : pieceTimer(network, profile, index, { ...plain, engine: state.engine });
  const boundOf = pieceBound(network, profile, index, state);
  const shapes = pieceShapes(network);
  return ({ edge, vertex, backward, share, end }: Passage, start: number): Run => {
    const { highway, surface } = network.kinds[network.edgeKind[edge]!]!;
    const whole = shapes.metres[vertex]!;
    const grade = backward ? -shapes.grade[vertex]! : shapes.grade[vertex]!;
    const rise = grade * whole * share;
    const secondsBy = (time: PieceTimer): number => finite(time(edge, vertex, backward) * share);
    const seconds = secondsBy(timer);
    return {
      road: { name: network.edgeName[edge]!, highway, surface },
      metres: whole * share,
      seconds,
      drySeconds: secondsBy(dryTimer),
      ascent: Math.max(0, rise),
      descent: Math.max(0, -rise),
      grade: whole < GRADED_METRES ? 0 : grade,
      held: { [boundOf(edge, vertex, backward)]: seconds },
      start,
      end,
    };
  };
};

// A point may lie on a piece closed for the day: the bit of it up to the point takes no time.
const finite = (seconds: number): number => (Number.isFinite(seconds) ? seconds : 0);

const mainBound = ({ held }: Run): SpeedBound =>
  (Object.keys(held) as SpeedBound[]).reduce((most, bound) => (held[bound]! > held[most]! ? bound : most));

/** A bit of road shorter than this is told with the road beside it, metres [E]: under one name, and under another. */
const SHORT_OF_NAME_METRES = 50;
const SHORT_METRES = 20;
/** What holds the speed is told for stretches of at least a fiftieth of the leg, and of 50 to 500 m [E]. */
const LEAST_BOUND_METRES = 50;
const MOST_BOUND_METRES = 500;
const BOUND_SHARE = 1 / 50;

/** Few enough runs to read: short ones go with their neighbours, unless that hid the name of a road. */
const readable = (pieces: readonly Run[]): Run[] => {
  const total = pieces.reduce((sum, { metres }) => sum + metres, 0);
  const boundMetres = Math.min(MOST_BOUND_METRES, Math.max(LEAST_BOUND_METRES, total * BOUND_SHARE));
  const joins = (a: Run, b: Run): boolean => sameRoad(a.road, b.road) && mainBound(a) === mainBound(b);
  let runs = joinWhere(pieces, joins);
  // From short to long, so that the shortest join first and what they make is judged again.
  for (let limit = 5; limit / 2 < boundMetres; limit *= 2) {
    const least = Math.min(limit, boundMetres);
    runs = joinWhere(absorb(runs, least), joins);
  }
  return runs;
};

/** Whether a run goes into one beside it; `other` is what lies on its other side. */
const goesInto = (run: Run, into: Run, other: Run | undefined, limit: number): boolean => {
  if (run.start === run.end) return true;
  if (sameRoad(run.road, into.road)) return run.metres < limit;
  const { name } = run.road;
  if (name === into.road.name) return run.metres < Math.min(limit, SHORT_OF_NAME_METRES);
  // A name may go unsaid where the road it interrupts goes on behind it, as at a roundabout.
  return (name < 0 || other?.road.name === into.road.name) && run.metres < Math.min(limit, SHORT_METRES);
};

const joinWhere = (runs: readonly Run[], joins: (a: Run, b: Run) => boolean): Run[] => {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined[joined.length - 1];
    if (last !== undefined && joins(last, run)) joined[joined.length - 1] = join(last, run);
    else joined.push(run);
  }
  return joined;
};

/** Each run that may goes into the one before or after it: of the same road, else into the longer. */
const absorb = (runs: readonly Run[], limit: number): Run[] => {
  const kept: Run[] = [];
  let pending: Run | null = null;
  runs.forEach((next, i) => {
    const run: Run = pending === null ? next : join(pending, next);
    pending = null;
    const [before, after] = [kept[kept.length - 1], runs[i + 1]];
    const back = before !== undefined && goesInto(run, before, after, limit);
    const ahead = after !== undefined && goesInto(run, after, before, limit);
    if (back && (!ahead || rank(run, before) >= rank(run, after))) kept[kept.length - 1] = join(before, run);
    else if (ahead) pending = run;
    else kept.push(run);
  });
  return kept;
};

const rank = (run: Run, into: Run): number => (sameRoad(run.road, into.road) ? Infinity : into.metres);

const join = (a: Run, b: Run): Run => {
  const held = { ...a.held };
  for (const [bound, seconds] of Object.entries(b.held) as [SpeedBound, number][])
    held[bound] = (held[bound] ?? 0) + seconds;
  return {
    road: weightOf(b) > weightOf(a) ? b.road : a.road,
    metres: a.metres + b.metres,
    seconds: a.seconds + b.seconds,
    drySeconds: a.drySeconds + b.drySeconds,
    ascent: a.ascent + b.ascent,
    descent: a.descent + b.descent,
    grade: Math.abs(a.grade) >= Math.abs(b.grade) ? a.grade : b.grade,
    held,
    start: a.start,
    end: b.end,
  };
};

// A name is told before the absence of one, however short its road.
const weightOf = ({ road, metres }: Run): number => (road.name >= 0 && metres > 0 ? 1e9 : 0) + metres;

/** Rounded so that the parts add up to the leg: each ends where its share of the leg's whole does. */
const toParts = (
  network: Network,
  runs: readonly Run[],
  leg: Parameters<Explainer>[1],
  lastIndex: number,
): RoutePart[] => {
  const metres = shares(
    runs.map((run) => run.metres),
    leg.metres,
  );
  const seconds = shares(
    runs.map((run) => run.seconds),
    leg.seconds,
  );
  const ascents = shares(
    runs.map((run) => run.ascent),
    leg.ascentMetres,
  );
  const descents = shares(
    runs.map((run) => run.descent),
    leg.descentMetres,
  );
  return runs.map((run, i) => ({
    from: i === 0 ? 0 : runs[i - 1]!.end,
    to: i === runs.length - 1 ? lastIndex : run.end,
    metres: metres[i]!,
    seconds: seconds[i]!,
    ascentMetres: ascents[i]!,
    descentMetres: descents[i]!,
    highway: run.road.highway,
    name: run.road.name < 0 ? null : network.names[run.road.name]!,
    surface: run.road.surface,
    heldBy: mainBound(run),
    factor: run.seconds > 0 ? Math.round((1000 * run.drySeconds) / run.seconds) / 1000 : 1,
    kmh: run.seconds > 0 ? Math.round((36 * run.metres) / run.seconds) / 10 : 0,
    steepestPercent: Math.round(100 * run.grade) + 0,
  }));
};

/** Whole numbers in proportion to the values that add up to the total. */
const shares = (values: readonly number[], total: number): number[] => {
  const sum = values.reduce((all, value) => all + value, 0);
  let [before, told] = [0, 0];
  return values.map((value, i) => {
    before += value;
    const share = i === values.length - 1 ? 1 : sum === 0 ? 0 : before / sum;
    const whole = Math.round(total * share) - told;
    told += whole;
    return whole;
  });
};
