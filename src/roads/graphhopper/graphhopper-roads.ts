import { walkBetween } from '../embedded/walk.js';
import { elevationModel } from '../embedded/elevation/elevation-model.js';
import { DEFAULT_MAX_SNAP_METRES, refuseBadMinutes, refuseBadPoints } from '../check-question.js';
import { RoadError } from '../road-error.js';
import {
  NO_WAY,
  type IsochroneAnswer,
  type IsochroneQuery,
  type MatrixQuery,
  type Point,
  type RoadMatrix,
  type RoadSource,
  type RouteAnswer,
  type RouteQuery,
  type Snap,
  type TravelConditions,
  type WalkingLeg,
} from '../road-source.js';
import { refuseConditions } from './check-conditions.js';
import { hostedMatrix } from './hosted-matrix.js';
import { areasOf } from './isochrone.js';
import { routeLegs } from './route.js';
import { readInfo, type ServerInfo } from './server-info.js';
import { GraphHopperServer } from './server.js';
import { snapPoints, spotsOf, type Spots } from './snapping.js';
import { emptyTable, viaMatrix, type Table, type TableQuery } from './via-matrix.js';

export interface GraphHopperOptions {
  /** Of a server of one's own, or https://graphhopper.com/api/1. */
  readonly url: string;
  /** Sent to the server and nowhere else. */
  readonly key?: string;
  /** Our names of profiles to the server's; default its own names. */
  readonly profiles?: Readonly<Record<string, string>>;
  /** Longest wait for one answer; default 60,000. */
  readonly timeoutMs?: number;
  /** Requests under way at the same time; default 4. */
  readonly concurrency?: number;
  /** Tries after the first where a fault may pass; default 4. */
  readonly retries?: number;
  /** First pause before another try, doubled each time; default 300. */
  readonly retryMs?: number;
  /** Points of one request for a route; default 150. */
  readonly stopsPerRequest?: number;
  /** False leaves climbs 0 in matrices, which come about twice as fast; default where the server has heights. */
  readonly climbs?: boolean;
  /** Rows and columns of one request for a matrix; default 80. */
  readonly matrixBlock?: number;
  readonly signal?: AbortSignal;
}

/** So many squared take hours of a server. */
const MAX_MATRIX_POINTS = 5000;
const CREDIT = '© OpenStreetMap contributors (ODbL), routes by GraphHopper';
const LEVEL = elevationModel([]);

/** Asks the server what it is. @throws RoadError server-unreachable, server-refused, profile-unknown */
export const openGraphHopper = async (options: GraphHopperOptions): Promise<GraphHopperRoads> => {
  const server = new GraphHopperServer({
    url: options.url,
    ...(options.key === undefined ? {} : { key: options.key }),
    timeoutMs: options.timeoutMs ?? 60_000,
    concurrency: options.concurrency ?? 4,
    retries: options.retries ?? 4,
    retryMs: options.retryMs ?? 300,
  });
  const info = readInfo(await server.info(options.signal), server.url);
  return new GraphHopperRoads(server, info, namesOf(options.profiles, info, server.url), {
    stops: Math.max(2, options.stopsPerRequest ?? 150),
    block: Math.max(1, options.matrixBlock ?? 80),
    climbs: info.hasHeights && options.climbs !== false,
  });
};

/** Our names to the server's. @throws RoadError profile-unknown */
const namesOf = (
  given: Readonly<Record<string, string>> | undefined,
  { profiles }: ServerInfo,
  url: string,
): ReadonlyMap<string, string> => {
  const names = new Map(given === undefined ? profiles.map((name) => [name, name]) : Object.entries(given));
  const known = profiles.length === 0 ? 'does not tell its profiles' : `has ${profiles.join(', ')}`;
  for (const name of names.values())
    if (profiles.length > 0 && !profiles.includes(name))
      throw new RoadError(
        'profile-unknown',
        `The GraphHopper server at ${url} has no profile "${name}": it ${known}. Map to one of these.`,
      );
  if (names.size > 0) return names;
  throw new RoadError(
    'profile-unknown',
    `The GraphHopper server at ${url} ${known}. Name them: NAME=graphhopper:URL;OURS=ITS.`,
  );
};

/** A road source over a GraphHopper server. Speeds, turn rules and heights are the server's. */
export class GraphHopperRoads implements RoadSource {
  readonly kind = 'graphhopper';
  readonly profiles: readonly string[];
  readonly seasons: readonly string[] = ['dry'];
  readonly bounds: readonly [number, number, number, number] | null;
  readonly attribution = CREDIT;
  readonly synthetic = false;
  #hasMatrix = true;

  constructor(
    private readonly server: GraphHopperServer,
    private readonly info: ServerInfo,
    private readonly names: ReadonlyMap<string, string>,
    private readonly sizes: { readonly stops: number; readonly block: number; readonly climbs: boolean },
  ) {
    this.profiles = [...names.keys()];
    this.bounds = info.bounds;
  }

  async nearest(
    profile: string,
    points: readonly Point[],
    maxSnapMetres = DEFAULT_MAX_SNAP_METRES,
    conditions?: TravelConditions,
  ): Promise<(Snap | null)[]> {
    refuseConditions(conditions);
    return this.#snap(this.#nameOf(profile), points, maxSnapMetres);
  }

  async matrix(query: MatrixQuery): Promise<RoadMatrix> {
    const { points, signal, onProgress } = query;
    signal?.throwIfAborted();
    refuseConditions(query.conditions);
    const profile = this.#nameOf(query.profile);
    if (points.length > MAX_MATRIX_POINTS)
      throw new RoadError(
        'points-too-many',
        `A matrix of ${points.length} points was asked for; at most ${MAX_MATRIX_POINTS} are asked of a GraphHopper server. Ask for parts of it, or use an embedded network.`,
      );
    const snapped = await this.#snap(profile, points, query.maxSnapMetres, signal);
    const spots = spotsOf(snapped);
    const table = await this.#table({
      server: this.server,
      profile,
      points: spots.first.map((index) => points[index]!),
      climbs: this.sizes.climbs,
      width: this.server.options.concurrency,
      signal,
      onShare: (share) => onProgress?.(Math.min(1, share)),
    });
    onProgress?.(1);
    return { size: points.length, ...spread(table, spots), snapped };
  }

  async route(query: RouteQuery): Promise<RouteAnswer> {
    const { points, signal } = query;
    signal?.throwIfAborted();
    refuseConditions(query.conditions);
    const profile = this.#nameOf(query.profile);
    if (points.length < 2)
      throw new RoadError('points-invalid', `A route needs at least two points; ${points.length} given.`);
    const snapped = await this.#snap(profile, points, query.maxSnapMetres, signal);
    const legs = await routeLegs({
      server: this.server,
      info: this.info,
      profile,
      points,
      snapped,
      stops: this.sizes.stops,
      width: this.server.options.concurrency,
      signal,
    });
    return { legs, snapped };
  }

  /** On level ground: the server is asked for roads only. */
  walk(from: Point, to: Point): WalkingLeg {
    return walkBetween(LEVEL, from, to);
  }

  async isochrone(query: IsochroneQuery): Promise<IsochroneAnswer> {
    const { point, minutes, signal } = query;
    signal?.throwIfAborted();
    refuseConditions(query.conditions);
    refuseBadMinutes(minutes);
    const profile = this.#nameOf(query.profile);
    const [snapped = null] = await this.#snap(profile, [point], query.maxSnapMetres, signal);
    if (snapped === null) return { snapped, areas: [] };
    const reverse = query.direction === 'to';
    return {
      snapped,
      areas: await areasOf({ server: this.server, profile, point, minutes, reverse, signal }),
    };
  }

  close(): Promise<void> {
    this.server.close();
    return Promise.resolve();
  }

  #snap(
    profile: string,
    points: readonly Point[],
    maxSnapMetres = DEFAULT_MAX_SNAP_METRES,
    signal?: AbortSignal,
  ): Promise<(Snap | null)[]> {
    refuseBadPoints(points, maxSnapMetres);
    return snapPoints(this.server, profile, points, maxSnapMetres, this.server.options.concurrency, signal);
  }

  /** By the server's matrices where it has them, which its first answer tells. */
  async #table(query: TableQuery): Promise<Table> {
    if (query.points.length < 2) return emptyTable(query.points.length);
    const found = this.#hasMatrix ? await hostedMatrix(query, this.sizes.block) : null;
    if (found !== null) return found;
    this.#hasMatrix = false;
    return viaMatrix(query, this.sizes.stops);
  }

  #nameOf(profile: string): string {
    const name = this.names.get(profile);
    if (name !== undefined) return name;
    throw new RoadError(
      'profile-unknown',
      `The GraphHopper server at ${this.server.url} has no profile "${profile}". It has ${this.profiles.join(', ')}.`,
    );
  }
}

/** The table of the spots as a table of the points. */
const spread = (table: Table, { spotOf }: Spots): Pick<RoadMatrix, 'durations' | 'distances' | 'ascents'> => {
  const column = (figures: Int32Array): Int32Array =>
    Int32Array.from({ length: spotOf.length ** 2 }, (_, at) => {
      const from = spotOf[Math.floor(at / spotOf.length)]!;
      const to = spotOf[at % spotOf.length]!;
      return from === null || to === null ? NO_WAY : figures[from * table.size + to]!;
    });
  return {
    durations: column(table.durations),
    distances: column(table.distances),
    ascents: column(table.ascents),
  };
};
