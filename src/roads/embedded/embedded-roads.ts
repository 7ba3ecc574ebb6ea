import { setImmediate as nextTurn } from 'node:timers/promises';
import { DEFAULT_MAX_SNAP_METRES, refuseBadMinutes, refuseBadPoints } from '../check-question.js';
import { RoadError } from '../road-error.js';
import type {
  ChangeReport,
  IsochroneAnswer,
  IsochroneQuery,
  MatrixQuery,
  Point,
  RoadLine,
  RoadMatrix,
  RoadSource,
  RoadStretch,
  RouteAnswer,
  RouteLeg,
  RouteQuery,
  Snap,
  TravelConditions,
  WalkingLeg,
} from '../road-source.js';
import { metricSpec, stateOf, type MetricSpec } from './conditions/metric.js';
import { resolveChanges } from './conditions/resolve-changes.js';
import { UNITS_PER_DEGREE } from './geo.js';
import type { Network } from './network/network.js';
import { packPlaces, runMatrixTask, type MatrixTask } from './matrix-task.js';
import type { ProfileState } from './profiles/profile-state.js';
import { seasonsOf } from './profiles/seasons.js';
import { ISLAND, type RoadGraph } from './road-graph.js';
import { routeLeg } from './route-leg.js';
import { wayFinder, type WayFinder } from './search/fastest-way.js';
import { packSeeds } from './search/seeds.js';
import { anchorer, sourceSeeds, targetSeeds, type Anchor } from './snap/anchor.js';
import { nearestPlace, type EdgeSnap } from './snap/segment-index.js';
import type { Manifest } from './store/manifest.js';
import { roadStretches } from './stretches.js';
import { walkBetween } from './walk.js';
import { RoadClient } from './thread/road-client.js';

/** Up to so many points a matrix takes a few milliseconds and is worked out at once. */
const INLINE_POINTS = 40;
/** Snapping gives way to other work after so many points. */
const POINTS_A_TURN = 250;
const LEGS_A_TURN = 25;
/** Conditions remembered with what they mean for a profile. */
const MAX_HELD = 16;
/** Three columns of so many squared are 4.8 GB: a question beyond it is a mistake. */
const MAX_MATRIX_POINTS = 20_000;

/** What holds on a profile's roads in a query. */
interface Held {
  /** Null where the plain graph's times hold. */
  readonly spec: MetricSpec | null;
  readonly state: ProfileState | undefined;
  readonly anchor: (place: EdgeSnap) => Anchor;
  readonly changes: readonly ChangeReport[];
}

/** A road source over a graph in memory. */
export class EmbeddedRoads implements RoadSource {
  readonly kind = 'embedded';
  readonly profiles: readonly string[];
  readonly seasons: readonly string[];
  readonly bounds: readonly [number, number, number, number];
  readonly attribution: string;
  readonly synthetic: boolean;
  private readonly client: RoadClient;
  /** By profile and conditions, the latest last. */
  private readonly held = new Map<string, Promise<Held>>();
  /** By profile, made at first use. */
  private readonly finders: WayFinder[] = [];

  constructor(
    private readonly roads: RoadGraph,
    manifest: Pick<Manifest, 'bounds' | 'attribution' | 'synthetic'>,
  ) {
    this.profiles = roads.profiles.map(({ profile }) => profile.name);
    this.seasons = seasonsOf(roads.profiles.map(({ profile }) => profile));
    this.bounds = manifest.bounds;
    this.attribution = manifest.attribution;
    this.synthetic = manifest.synthetic;
    const { network, lengths, profiles } = roads;
    this.client = new RoadClient({ network, lengths, profiles });
  }

  async nearest(
    profile: string,
    points: readonly Point[],
    maxSnapMetres?: number,
    conditions?: TravelConditions,
  ): Promise<(Snap | null)[]> {
    const index = this.profileIndex(profile);
    const held = await this.hold(index, conditions);
    const places = await this.places(index, held, points, maxSnapMetres);
    return places.map((place) => this.toSnap(index, place));
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
    const held = await this.hold(index, query.conditions);
    const places = await this.places(index, held, points, query.maxSnapMetres, signal);
    const task = this.matrixTask(index, held, places);
    const result =
      held.spec === null && points.length <= INLINE_POINTS
        ? runMatrixTask(this.roads.profiles[index]!.hierarchy, task)!
        : await this.client.run({
            profile: index,
            metric: held.spec,
            job: { kind: 'matrix', task },
            signal,
            onProgress,
          });
    onProgress?.(1);
    return {
      size: points.length,
      ...result,
      snapped: places.map((place) => this.toSnap(index, place)),
      changes: held.changes,
    };
  }

  async route(query: RouteQuery): Promise<RouteAnswer> {
    const index = this.profileIndex(query.profile);
    if (query.points.length < 2) {
      throw new RoadError(
        'points-invalid',
        `A route needs at least two points; ${query.points.length} given.`,
      );
    }
    query.signal?.throwIfAborted();
    const held = await this.hold(index, query.conditions);
    const places = await this.places(index, held, query.points, query.maxSnapMetres, query.signal);
    const anchors = places.map((place) => (place === null ? null : held.anchor(place)));
    const find = await this.finder(index, held, anchors, query.signal);
    const graph = this.roads.profiles[index]!;
    const legs: (RouteLeg | null)[] = [];
    for (const [i, to] of anchors.slice(1).entries()) {
      const from = anchors[i]!;
      const legOf = (a: Anchor, b: Anchor) => routeLeg(this.roads, graph, find(i), a, b, held.state);
      legs.push(from === null || to === null ? null : legOf(from, to));
      if (i % LEGS_A_TURN !== LEGS_A_TURN - 1) continue;
      await nextTurn();
      query.signal?.throwIfAborted();
    }
    return { legs, snapped: places.map((place) => this.toSnap(index, place)), changes: held.changes };
  }

  async isochrone(query: IsochroneQuery): Promise<IsochroneAnswer> {
    const index = this.profileIndex(query.profile);
    refuseBadMinutes(query.minutes);
    const held = await this.hold(index, query.conditions);
    const [place] = await this.places(index, held, [query.point], query.maxSnapMetres, query.signal);
    if (!place) return { snapped: null, areas: [] };
    const graph = this.roads.profiles[index]!;
    const anchor = held.anchor(place);
    const direction = query.direction ?? 'from';
    const seedsOf = direction === 'from' ? sourceSeeds : targetSeeds;
    const areas = await this.client.run({
      profile: index,
      metric: held.spec,
      job: {
        kind: 'isochrone',
        anchor,
        seeds: packSeeds([seedsOf(this.roads, graph, anchor)]),
        minutes: query.minutes,
        direction,
      },
      signal: query.signal,
    });
    return { snapped: this.toSnap(index, place), areas };
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

  stretches(profile: string): Iterable<RoadStretch> {
    return roadStretches(this.roads, this.profileIndex(profile));
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** What conditions make of a profile's roads; worked out once for the same ones. */
  private hold(index: number, conditions: TravelConditions = {}): Promise<Held> {
    const key = JSON.stringify([index, conditions]);
    const known = this.held.get(key);
    const held = known ?? this.holdAnew(index, conditions);
    this.held.delete(key);
    this.held.set(key, held);
    held.catch(() => this.held.delete(key));
    for (const oldest of this.held.keys()) {
      if (this.held.size <= MAX_HELD) break;
      this.held.delete(oldest);
    }
    return held;
  }

  private async holdAnew(index: number, conditions: TravelConditions): Promise<Held> {
    const { network, profiles } = this.roads;
    const { pieces, reports } = await resolveChanges(this.roads, index, conditions);
    const spec = metricSpec(network, profiles[index]!, index, conditions, pieces);
    const state = spec === null ? undefined : stateOf(spec);
    return { spec, state, anchor: anchorer(this.roads, index, state), changes: reports };
  }

  /** Finders of the legs between neighbouring anchors, by the leg's number. */
  private async finder(
    index: number,
    held: Held,
    anchors: readonly (Anchor | null)[],
    signal: AbortSignal | undefined,
  ): Promise<(leg: number) => WayFinder> {
    const graph = this.roads.profiles[index]!;
    if (held.spec === null) {
      const find = (this.finders[index] ??= wayFinder(graph.hierarchy));
      return () => find;
    }
    const legs = anchors.slice(1).map((to, i) => [anchors[i] ?? null, to] as const);
    const ways = await this.client.run({
      profile: index,
      metric: held.spec,
      job: {
        kind: 'ways',
        sources: packSeeds(legs.map(([from]) => (from === null ? [] : sourceSeeds(this.roads, graph, from)))),
        targets: packSeeds(legs.map(([, to]) => (to === null ? [] : targetSeeds(this.roads, graph, to)))),
      },
      signal,
    });
    return (leg) => () => ways[leg] ?? null;
  }

  private matrixTask(index: number, held: Held, places: readonly (EdgeSnap | null)[]): MatrixTask {
    const graph = this.roads.profiles[index]!;
    const anchors = places.map((place) => (place === null ? null : held.anchor(place)));
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

  private async places(
    index: number,
    { state }: Held,
    points: readonly Point[],
    maxSnapMetres = DEFAULT_MAX_SNAP_METRES,
    signal?: AbortSignal,
  ): Promise<(EdgeSnap | null)[]> {
    refuseBadPoints(points, maxSnapMetres);
    const { segments, network } = this.roads;
    const { standing } = this.roads.profiles[index]!;
    const isClosed = state && closedNow(network, state);
    const places: (EdgeSnap | null)[] = [];
    for (const { lon, lat } of points) {
      places.push(nearestPlace(segments, network, standing, lon, lat, maxSnapMetres, isClosed));
      if (places.length % POINTS_A_TURN === 0) {
        await nextTurn();
        signal?.throwIfAborted();
      }
    }
    return places;
  }

  private toSnap(index: number, place: EdgeSnap | null): Snap | null {
    if (place === null) return null;
    return {
      lon: Math.round(place.lon * UNITS_PER_DEGREE) / UNITS_PER_DEGREE,
      lat: Math.round(place.lat * UNITS_PER_DEGREE) / UNITS_PER_DEGREE,
      metres: Math.round(place.metres),
      ...(this.roads.profiles[index]!.standing[place.edge] === ISLAND ? { island: true as const } : {}),
    };
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

/** Whether a piece of road is closed under conditions: its kind by season or clock, or the piece itself. */
const closedNow = (network: Network, { kmh, change }: ProfileState) => {
  const { edgeKind } = network;
  return (edge: number, vertex: number): boolean => {
    const kind = edgeKind[edge]!;
    if (kmh[2 * kind] === 0 && kmh[2 * kind + 1] === 0) return true;
    return change?.(vertex, false)?.closed === true;
  };
};
