import { readFile } from 'node:fs/promises';
import { buildGraph } from './embedded/build-graph.js';
import { openGraph } from './embedded/open-graph.js';
import { chooseProfiles } from './embedded/profiles/choose-profiles.js';
import type { GraphCounts } from './embedded/store/manifest.js';
import { readPoints } from './read-points.js';
import { RoadError } from './road-error.js';
import { NO_WAY, type Point, type RoadSource, type RoutePart, type Snap } from './road-source.js';
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
  });
  const { bounds, attribution, synthetic, counts, warnings } = manifest;
  const profiles = manifest.profiles.map((profile) => profile.name);
  const seconds = Math.round(performance.now() - started) / 1000;
  return { out: options.out, profiles, bounds, attribution, synthetic, counts, warnings, seconds };
};

/** Where the roads are: a graph on disk, or whatever opens them; they are closed after the answer. */
export type RoadsPlace = { readonly graph: string } | { readonly open: () => Promise<RoadSource> };

type PointsQuestion = RoadsPlace & {
  readonly profile: string;
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
}

/** `packhorse roads matrix`. @throws RoadError. */
export const roadsMatrix = async (question: PointsQuestion): Promise<RoadsMatrixAnswer> => {
  const points = await pointsOf(question.pointsFile);
  return withRoads(question, async (roads) => {
    const matrix = await roads.matrix({ profile: question.profile, points, ...snapLimit(question.maxSnap) });
    const rows = (column: Int32Array): (number | null)[][] =>
      Array.from({ length: matrix.size }, (_, row) =>
        Array.from(column.subarray(row * matrix.size, (row + 1) * matrix.size), (value) =>
          value === NO_WAY ? null : value,
        ),
      );
    return {
      durations: rows(matrix.durations),
      distances: rows(matrix.distances),
      ascents: rows(matrix.ascents),
      snapped: matrix.snapped,
    };
  });
};

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
    snapped: await roads.nearest(question.profile, points, question.maxSnap),
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
  question: RoadsPlace & {
    readonly profile: string;
    readonly from: Point | string;
    readonly to: Point | string;
    readonly maxSnap?: number | undefined;
  },
): Promise<RoadsRouteAnswer> => {
  const points = [asPoint(question.from, '--from'), asPoint(question.to, '--to')];
  return withRoads(question, async (roads) => {
    const { profile } = question;
    const { legs, snapped } = await roads.route({ profile, points, ...snapLimit(question.maxSnap) });
    const leg = legs[0] ?? null;
    if (leg === null) return { ...NO_ROUTE, snapped };
    return {
      seconds: leg.seconds,
      metres: leg.metres,
      climb: leg.ascentMetres,
      descent: leg.descentMetres,
      snapped,
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

const snapLimit = (metres: number | undefined): { maxSnapMetres?: number } =>
  metres === undefined ? {} : { maxSnapMetres: metres };

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
