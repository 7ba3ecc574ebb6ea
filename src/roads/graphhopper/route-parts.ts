import type { RoutePart, SpeedBound } from '../road-source.js';
import type { Detail, Path, Position } from './client.js';
import { climbOf, LEG_DETAILS, type Leg } from './figures.js';
import type { ServerInfo } from './server-info.js';

/** Values of an edge that explain a leg, where the server has them. */
const EXPLAINING = ['road_class', 'road_environment', 'surface', 'max_speed', 'max_slope'] as const;
/** Known to every server. */
const ALWAYS = ['time', 'distance', 'street_name', 'average_speed'] as const;

/** Path details to ask for: none but the legs where the server knows no classes of road. */
export const detailsFor = ({ values }: ServerInfo): string[] =>
  values.has('road_class')
    ? [...LEG_DETAILS, ...ALWAYS, ...EXPLAINING.filter((name) => values.has(name))]
    : [...LEG_DETAILS];

/** Steps of an edge of the server's graph, with its own values. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly millis: number;
  readonly metres: number;
  readonly highway: string;
  readonly name: string | null;
  readonly surface: string | null;
  readonly heldBy: SpeedBound;
  /** Whole percent; null where the server does not know. */
  readonly slope: number | null;
}

/** The parts of each leg, in order of travel; empty where the server does not explain its paths. */
export const partsOf = (path: Path, legs: readonly Leg[]): RoutePart[][] => {
  const line = path.points?.coordinates ?? [];
  const steps = stepsOf(path);
  let next = 0;
  return legs.map((leg) => {
    const runs: Step[][] = [];
    for (; next < steps.length && steps[next]!.to <= leg.to; next += 1) {
      const step = steps[next]!;
      const run = runs.at(-1);
      if (run !== undefined && alike(run[0]!, step)) run.push(step);
      else runs.push([step]);
    }
    return runs.map((run) => partOf(run, line, leg.from));
  });
};

const stepsOf = ({ details = {} }: Path): Step[] => {
  if (details['road_class'] === undefined) return [];
  const valueOf = Object.fromEntries(
    Object.entries(details).map(([name, list]) => [name, follow(list)]),
  ) as Partial<Record<string, (at: number) => unknown>>;
  return (details['time'] ?? []).map(([from, to, millis]) => {
    const at = (name: string): unknown => valueOf[name]?.(from);
    const ferry = at('road_environment') === 'ferry';
    return {
      from,
      to,
      millis: Number(millis),
      metres: Number(at('distance')),
      highway: ferry ? 'ferry' : (textOf(at('road_class')) ?? 'road'),
      name: textOf(at('street_name')),
      surface: textOf(at('surface')),
      heldBy: ferry ? 'ferry' : heldBy(at('average_speed'), at('max_speed')),
      slope: typeof at('max_slope') === 'number' ? Math.round(at('max_slope') as number) : null,
    };
  });
};

/** The value at an index, for indexes that never fall. */
const follow = (list: readonly Detail[]): ((at: number) => unknown) => {
  let i = 0;
  return (at) => {
    while (i < list.length - 1 && list[i]![1] <= at) i += 1;
    return list[i]?.[2] ?? null;
  };
};

const textOf = (value: unknown): string | null =>
  typeof value !== 'string' || value === '' || value === 'missing' || value === 'other' ? null : value;

/**
 * GraphHopper does not say what bounds a speed. Where it equals the signed limit, or nine tenths of it as
 * its built-in speeds have it, the sign did; everything else is put down to the class of the road.
 */
const heldBy = (average: unknown, limit: unknown): SpeedBound => {
  if (typeof average !== 'number' || typeof limit !== 'number' || limit <= 0) return 'class';
  return Math.abs(average - limit) <= 1 || Math.abs(average - 0.9 * limit) <= 1 ? 'sign' : 'class';
};

const alike = (a: Step, b: Step): boolean =>
  a.highway === b.highway && a.name === b.name && a.surface === b.surface && a.heldBy === b.heldBy;

const partOf = (run: readonly Step[], line: readonly Position[], start: number): RoutePart => {
  const [first, last] = [run[0]!, run[run.length - 1]!];
  const metres = run.reduce((sum, step) => sum + step.metres, 0);
  const seconds = run.reduce((sum, step) => sum + step.millis, 0) / 1000;
  const { up, down } = climbOf(line, first.from, last.to);
  return {
    from: first.from - start,
    to: last.to - start,
    metres: Math.round(metres),
    seconds: Math.round(seconds),
    ascentMetres: Math.round(up),
    descentMetres: Math.round(down),
    highway: first.highway,
    name: first.name,
    surface: first.surface,
    heldBy: first.heldBy,
    factor: 1,
    kmh: seconds === 0 ? 0 : Math.round((metres / seconds) * 3.6),
    steepestPercent: steepest(run, metres, up - down),
  };
};

/** Of the slopes the server knows; the mean grade where it knows none. */
const steepest = (run: readonly Step[], metres: number, rise: number): number => {
  const slopes = run.flatMap(({ slope }) => (slope === null ? [] : [slope]));
  if (slopes.length === 0) return metres < 1 ? 0 : Math.round((100 * rise) / metres);
  return slopes.reduce((most, slope) => (Math.abs(slope) > Math.abs(most) ? slope : most));
};
