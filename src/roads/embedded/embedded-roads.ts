import { setImmediate as nextTurn } from 'node:timers/promises';
import { RoadError } from '../road-error.js';
import type {
  IsochroneAnswer,
  IsochroneQuery,
  MatrixQuery,
  Point,
  RoadLine,
  RoadMatrix,
  RoadSource,
  RouteAnswer,
  RouteLeg,
  RouteQuery,
  Snap,
  WalkingLeg,
} from '../road-source.js';
import { UNITS_PER_DEGREE } from './geo.js';
import { MatrixClient } from './matrix-client.js';
import { packPlaces, runMatrixTask, type MatrixTask } from './matrix-task.js';
import type { RoadGraph } from './road-graph.js';
import { routeLeg } from './route-leg.js';
import { wayFinder, type WayFinder } from './search/fastest-way.js';
import { packSeeds } from './search/seeds.js';
import { anchorer, sourceSeeds, targetSeeds, type Anchor } from './snap/anchor.js';
import { nearestPlace, type EdgeSnap } from './snap/segment-index.js';
import type { Manifest } from './store/manifest.js';
import { walkBetween } from './walk.js';

/** Farther from a road than this is unroutable unless told otherwise, metres [E]. */
export const DEFAULT_MAX_SNAP_METRES = 2000;

/** Up to so many points a matrix takes a few milliseconds and is worked out at once. */
const INLINE_POINTS = 40;
/** Snapping gives way to other work after so many points. */
const POINTS_A_TURN = 250;
const LEGS_A_TURN = 25;
/** Three columns of so many squared are 4.8 GB: a question beyond it is a mistake. */
const MAX_MATRIX_POINTS = 20_000;

/** A road source over a graph in memory. */
export class EmbeddedRoads implements RoadSource {
  readonly kind = 'embedded';
  readonly profiles: readonly string[];
  readonly seasons: readonly string[] = ['dry'];
  readonly bounds: readonly [number, number, number, number];
  readonly attribution: string;
  readonly synthetic: boolean;
  private readonly matrices: MatrixClient;
  private readonly anchorers: readonly ((place: EdgeSnap) => Anchor)[];
  /** By profile, made at first use. */
  private readonly finders: WayFinder[] = [];

  constructor(
    private readonly roads: RoadGraph,
    manifest: Pick<Manifest, 'bounds' | 'attribution' | 'synthetic'>,
  ) {
    this.profiles = roads.profiles.map(({ profile }) => profile.name);
    this.bounds = manifest.bounds;
    this.attribution = manifest.attribution;
    this.synthetic = manifest.synthetic;
    this.anchorers = roads.profiles.map((_, index) => anchorer(roads, index));
    this.matrices = new MatrixClient(roads.profiles.map(({ hierarchy }) => hierarchy));
  }

  async nearest(profile: string, points: readonly Point[], maxSnapMetres?: number): Promise<(Snap | null)[]> {
    const places = await this.places(this.profileIndex(profile), points, maxSnapMetres);
    return places.map(toSnap);
  }

  async matrix(query: MatrixQuery): Promise<RoadMatrix> {
    const { points, signal, onProgress } = query;
    signal?.throwIfAborted();
    const index = this.profileIndex(query.profile);
    if (points.length > MAX_MATRIX_POINTS) {
      throw new RoadError(
        'points-too-many',
        `A matrix of ${points.length} points was asked for; at most ${MAX_MATRIX_POINTS} are worked out at once. Ask for parts of it.`,
      );
    }
    const places = await this.places(index, points, query.maxSnapMetres, signal);
    const task = this.matrixTask(index, places);
    const result =
      points.length <= INLINE_POINTS
        ? runMatrixTask(this.roads.profiles[index]!.hierarchy, task)!
        : await this.matrices.run(index, task, signal, onProgress);
    onProgress?.(1);
    return { size: points.length, ...result, snapped: places.map(toSnap) };
  }

  route(query: RouteQuery): Promise<RouteAnswer> {
    return this.routeLegs(query);
  }

  walk(from: Point, to: Point): WalkingLeg {
    return walkBetween(this.roads.elevation, from, to);
  }

  *lines(): Iterable<RoadLine> {
    const { network } = this.roads;
    for (let edge = 0; edge < network.edgeCount; edge += 1) {
      const coordinates: [number, number][] = [];
      for (let v = network.edgeStart[edge]!; v < network.edgeStart[edge + 1]!; v += 1) {
        coordinates.push([network.lon[v]! / UNITS_PER_DEGREE, network.lat[v]! / UNITS_PER_DEGREE]);
      }
      const name = network.edgeName[edge]!;
      yield {
        coordinates,
        highway: network.kinds[network.edgeKind[edge]!]!.highway,
        name: name < 0 ? null : network.names[name]!,
      };
    }
  }

  isochrone(_query: IsochroneQuery): Promise<IsochroneAnswer> {
    return Promise.reject(
      new RoadError('conditions-unsupported', 'The embedded roads answer no isochrones yet.'),
    );
  }

  close(): Promise<void> {
    return this.matrices.close();
  }

  private async routeLegs(query: RouteQuery): Promise<RouteAnswer> {
    const index = this.profileIndex(query.profile);
    if (query.points.length < 2) {
      throw new RoadError(
        'points-invalid',
        `A route needs at least two points; ${query.points.length} given.`,
      );
    }
    const places = await this.places(index, query.points, query.maxSnapMetres);
    const anchors = this.anchors(index, places);
    const graph = this.roads.profiles[index]!;
    const find = (this.finders[index] ??= wayFinder(graph.hierarchy));
    const legs: (RouteLeg | null)[] = [];
    for (const [i, to] of anchors.slice(1).entries()) {
      const from = anchors[i]!;
      legs.push(from === null || to === null ? null : routeLeg(this.roads, graph, find, from, to));
      if (i % LEGS_A_TURN === LEGS_A_TURN - 1) await nextTurn();
    }
    return { legs, snapped: places.map(toSnap) };
  }

  private matrixTask(index: number, places: readonly (EdgeSnap | null)[]): MatrixTask {
    const graph = this.roads.profiles[index]!;
    const anchors = this.anchors(index, places);
    return {
      sources: packSeeds(
        anchors.map((anchor) => (anchor === null ? [] : sourceSeeds(this.roads, graph, anchor))),
      ),
      targets: packSeeds(
        anchors.map((anchor) => (anchor === null ? [] : targetSeeds(this.roads, graph, anchor))),
      ),
      places: packPlaces(anchors),
    };
  }

  private anchors(index: number, places: readonly (EdgeSnap | null)[]): (Anchor | null)[] {
    return places.map((place) => (place === null ? null : this.anchorers[index]!(place)));
  }

  private async places(
    index: number,
    points: readonly Point[],
    maxSnapMetres = DEFAULT_MAX_SNAP_METRES,
    signal?: AbortSignal,
  ): Promise<(EdgeSnap | null)[]> {
    refuseBadPoints(points, maxSnapMetres);
    const { segments, network } = this.roads;
    const { standing } = this.roads.profiles[index]!;
    const places: (EdgeSnap | null)[] = [];
    for (const { lon, lat } of points) {
      places.push(nearestPlace(segments, network, standing, lon, lat, maxSnapMetres));
      if (places.length % POINTS_A_TURN === 0) {
        await nextTurn();
        signal?.throwIfAborted();
      }
    }
    return places;
  }

  private profileIndex(name: string): number {
    const index = this.profiles.indexOf(name);
    if (index >= 0) return index;
    throw new RoadError(
      'profile-unknown',
      `The road graph has no profile "${name}". It was built for ${this.profiles.join(', ')}.`,
    );
  }
}

// A plan asks this far, to tell how far a misplaced site lies from the roads.
const FARTHEST_SNAP_METRES = 1_000_000;

const refuseBadPoints = (points: readonly Point[], maxSnapMetres: number): void => {
  const bad = points.findIndex(({ lon, lat }) => !(Math.abs(lon) <= 180 && Math.abs(lat) < 90));
  if (bad >= 0) {
    const { lon, lat } = points[bad]!;
    throw new RoadError(
      'points-invalid',
      `Point ${bad}: lon ${lon}, lat ${lat} is no place on earth. Give WGS-84 degrees, longitude -180 to 180 and latitude between -90 and 90.`,
    );
  }
  if (!(maxSnapMetres >= 0 && maxSnapMetres <= FARTHEST_SNAP_METRES)) {
    throw new RoadError(
      'points-invalid',
      `The farthest snap is ${maxSnapMetres} m; give 0 to 1,000,000 metres.`,
    );
  }
};

const toSnap = (place: EdgeSnap | null): Snap | null =>
  place === null
    ? null
    : {
        lon: Math.round(place.lon * UNITS_PER_DEGREE) / UNITS_PER_DEGREE,
        lat: Math.round(place.lat * UNITS_PER_DEGREE) / UNITS_PER_DEGREE,
        metres: Math.round(place.metres),
      };
