import { readFile } from 'node:fs/promises';
import type { FeatureCollection, MultiPolygon, Position } from 'geojson';
import { buildGraph } from './embedded/build-graph.js';
import { openGraph } from './embedded/open-graph.js';
import { chooseProfiles } from './embedded/profiles/choose-profiles.js';
import type { GraphCounts } from './embedded/store/manifest.js';
import { readPoints } from './read-points.js';
import { RoadError } from './road-error.js';
import {
  NO_WAY,
  type ChangeReport,
  type Point,
  type RoadMatrix,
  type RoadSource,
  type RoutePart,
  type Snap,
  type TravelConditions,
} from './road-source.js';
import { routeSummary, type RouteSummary } from './route-summary.js';

export interface RoadsBuildOptions {
  readonly extract: string;
  readonly dem?: string | undefined;
  readonly out: string;
  /** JSON file of profiles. */
  readonly profilesFile?: string | undefined;
  /** Names of profiles of the file or built in; absent or empty: all of the file, without one all built-in. */
  readonly profiles?: readonly string[] | undefined;
  readonly log?: ((message: string) => void) | undefined;
  /** Told the share of the build that is done, 0..1. */
  readonly onShare?: ((share: number) => void) | undefined;
}

export interface RoadsBuildAnswer {
  readonly out: string;
  readonly profiles: readonly string[];
  readonly bounds: readonly [number, number, number, number];
  readonly attribution: string;
  readonly synthetic: boolean;
  readonly counts: GraphCounts;
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** `packhorse roads build`: builds a graph and tells what it holds. @throws RoadError. */
export const roadsBuild = async (options: RoadsBuildOptions): Promise<RoadsBuildAnswer> => {
  const started = performance.now();
  const chosen = await chooseProfiles(options.profilesFile, options.profiles ?? []);
  const manifest = await buildGraph({
    extract: options.extract,
    out: options.out,
    ...(options.dem === undefined ? {} : { dem: options.dem }),
    profiles: chosen,
    ...(options.log === undefined ? {} : { onProgress: options.log }),
    ...(options.onShare === undefined ? {} : { onShare: options.onShare }),
  });
  const { bounds, attribution, synthetic, counts, warnings } = manifest;
  const profiles = manifest.profiles.map((profile) => profile.name);
  const seconds = Math.round(performance.now() - started) / 1000;
  return { out: options.out, profiles, bounds, attribution, synthetic, counts, warnings, seconds };
};

/** Where the roads are: a graph on disk, or whatever opens them; they are closed after the answer. */
export type RoadsPlace = { readonly graph: string } | { readonly open: () => Promise<RoadSource> };

type RoadsQuestion = RoadsPlace & {
  readonly profile: string;
  readonly conditions?: TravelConditions | undefined;
};

type PointsQuestion = RoadsQuestion & {
  /** CSV with lon,lat a line. */
  readonly pointsFile: string;
  readonly maxSnap?: number | undefined;
};

/** Rows and columns in the order of the points; null where there is no way. */
export interface RoadsMatrixAnswer {
  /** Whole seconds, rounded up. */
  readonly durations: readonly (readonly (number | null)[])[];
  /** Whole metres. */
  readonly distances: readonly (readonly (number | null)[])[];
  /** Whole metres climbed. */
  readonly ascents: readonly (readonly (number | null)[])[];
  /** Null for a point farther from every road than the limit. */
  readonly snapped: readonly (Snap | null)[];
  /** What each change of the conditions met. */
  readonly changes?: readonly ChangeReport[];
}

/** `packhorse roads matrix`. @throws RoadError. */
export const roadsMatrix = async (
  question: PointsQuestion & { readonly onShare?: ((share: number) => void) | undefined },
): Promise<RoadMatrix> => {
  const points = await pointsOf(question.pointsFile);
  const { profile, onShare } = question;
  return withRoads(question, (roads) =>
    roads.matrix({
      profile,
      points,
      ...limits(question),
      ...(onShare === undefined ? {} : { onProgress: onShare }),
    }),
  );
};

/** The answer of `roads matrix` as rows of objects; for large matrices {@link matrixJson}. */
export const matrixAnswer = (matrix: RoadMatrix): RoadsMatrixAnswer => ({
  durations: rowsOf(matrix, matrix.durations),
  distances: rowsOf(matrix, matrix.distances),
  ascents: rowsOf(matrix, matrix.ascents),
  snapped: matrix.snapped,
  ...changesOf(matrix),
});

const rowsOf = ({ size }: RoadMatrix, column: Int32Array): (number | null)[][] =>
  Array.from({ length: size }, (_, row) => rowOf(column, row, size));

const rowOf = (column: Int32Array, row: number, size: number): (number | null)[] =>
  Array.from(column.subarray(row * size, (row + 1) * size), (value) => (value === NO_WAY ? null : value));

/** The same answer as JSON in pieces of a row: 10,000 points make a gigabyte of it. */
export function* matrixJson(matrix: RoadMatrix): Generator<string> {
  for (const name of ['durations', 'distances', 'ascents'] as const) {
    yield `${name === 'durations' ? '{' : ','}"${name}":[`;
    for (let row = 0; row < matrix.size; row += 1)
      yield `${row === 0 ? '' : ','}${JSON.stringify(rowOf(matrix[name], row, matrix.size))}`;
    yield ']';
  }
  const rest = JSON.stringify({ snapped: matrix.snapped, ...changesOf(matrix) });
  yield `,${rest.slice(1)}`;
}

// Told only where something was changed, so that plain answers stay plain.
const changesOf = ({ changes = [] }: { readonly changes?: readonly ChangeReport[] }) =>
  changes.length === 0 ? {} : { changes };

/** `packhorse roads nearest`: where points meet the roads of a profile. @throws RoadError. */
export const roadsNearest = async (
  question: RoadsPlace &
    Omit<PointsQuestion, 'pointsFile'> &
    ({ readonly pointsFile: string } | { readonly points: readonly (Point | string)[] }),
): Promise<{ readonly snapped: readonly (Snap | null)[] }> => {
  const points =
    'points' in question
      ? question.points.map((point) => asPoint(point, 'point'))
      : await pointsOf(question.pointsFile);
  return withRoads(question, async (roads) => ({
    snapped: await roads.nearest(question.profile, points, question.maxSnap, question.conditions),
  }));
};

export interface RoadsRouteAnswer {
  /** All null where there is no way. */
  readonly seconds: number | null;
  readonly metres: number | null;
  /** Metres climbed and descended. */
  readonly climb: number | null;
  readonly descent: number | null;
  readonly snapped: readonly (Snap | null)[];
  readonly changes?: readonly ChangeReport[];
  /** Why the way takes its time: stretches of one road, surface and bound; `summary` adds them up. */
  readonly parts: readonly RoutePart[];
  readonly summary: RouteSummary | null;
  /** The line along the road. */
  readonly geojson: {
    readonly type: 'Feature';
    readonly properties: { readonly profile: string; readonly attribution: string };
    readonly geometry: {
      readonly type: 'LineString';
      readonly coordinates: readonly (readonly [number, number])[];
    };
  } | null;
}

const NO_ROUTE = {
  seconds: null,
  metres: null,
  climb: null,
  descent: null,
  parts: [],
  summary: null,
  geojson: null,
} as const;

/** `packhorse roads route`: the fastest way between two points, each { lon, lat } or "lon,lat". @throws RoadError. */
export const roadsRoute = async (
  question: RoadsQuestion & {
    readonly from: Point | string;
    readonly to: Point | string;
    readonly maxSnap?: number | undefined;
  },
): Promise<RoadsRouteAnswer> => {
  const points = [asPoint(question.from, '--from'), asPoint(question.to, '--to')];
  return withRoads(question, async (roads) => {
    const { profile } = question;
    const { legs, snapped, changes = [] } = await roads.route({ profile, points, ...limits(question) });
    const leg = legs[0] ?? null;
    if (leg === null) return { ...NO_ROUTE, snapped, ...changesOf({ changes }) };
    return {
      seconds: leg.seconds,
      metres: leg.metres,
      climb: leg.ascentMetres,
      descent: leg.descentMetres,
      snapped,
      ...changesOf({ changes }),
      parts: leg.parts,
      summary: routeSummary(leg.parts),
      geojson: {
        type: 'Feature',
        properties: { profile, attribution: roads.attribution },
        geometry: { type: 'LineString', coordinates: leg.coordinates },
      },
    };
  });
};

/** `packhorse roads isochrone`: areas within so many minutes, largest first. @throws RoadError. */
export const roadsIsochrone = async (
  question: RoadsQuestion & {
    readonly point: Point | string;
    readonly minutes: readonly number[];
    readonly direction?: 'from' | 'to' | undefined;
    readonly maxSnap?: number | undefined;
  },
): Promise<FeatureCollection<MultiPolygon> & { readonly snapped: Snap | null }> =>
  withRoads(question, async (roads) => {
    const { profile, minutes, direction = 'from' } = question;
    const point = asPoint(question.point, '--point');
    const answer = await roads.isochrone({ profile, point, minutes, direction, ...limits(question) });
    const features = answer.areas.map((area) => ({
      type: 'Feature' as const,
      properties: { minutes: area.minutes, profile, direction, attribution: roads.attribution },
      geometry: { type: 'MultiPolygon' as const, coordinates: area.coordinates as unknown as Position[][][] },
    }));
    return { type: 'FeatureCollection', features: features.reverse(), snapped: answer.snapped };
  });

const limits = ({
  maxSnap,
  conditions,
}: {
  readonly maxSnap?: number | undefined;
  readonly conditions?: TravelConditions | undefined;
}): { maxSnapMetres?: number; conditions?: TravelConditions } => ({
  ...(maxSnap === undefined ? {} : { maxSnapMetres: maxSnap }),
  ...(conditions === undefined ? {} : { conditions }),
});

const withRoads = async <T>(place: RoadsPlace, ask: (roads: RoadSource) => Promise<T>): Promise<T> => {
  const roads = await ('open' in place ? place.open() : openGraph(place.graph));
  try {
    return await ask(roads);
  } finally {
    await roads.close();
  }
};

const pointsOf = async (path: string): Promise<Point[]> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new RoadError(
      'points-missing',
      `${path}: the file of points cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown fault'}). Give a CSV file with lon,lat on each line.`,
      { cause },
    );
  }
  return readPoints(text, path);
};

const asPoint = (point: Point | string, name: string): Point => {
  if (typeof point !== 'string') return point;
  return readPoints(point, name)[0]!;
};
