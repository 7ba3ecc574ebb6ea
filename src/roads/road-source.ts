/**
 * Road travel as the planner sees it. Embedded graph and GraphHopper server both implement it,
 * and one contract suite (test/roads/road-source.contract.ts) runs over every implementation.
 */

/** WGS-84 degrees. */
export interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** Where a point meets the road network of a profile. */
export interface Snap {
  /** On the road, WGS-84. */
  readonly lon: number;
  readonly lat: number;
  /** Straight line from the point asked for, whole metres. */
  readonly metres: number;
}

/** Entry of a matrix where there is no way. */
export const NO_WAY = -1;

/** Row-major n x n over the points asked for, in their order. Diagonal 0 where the point is snapped. */
export interface RoadMatrix {
  readonly size: number;
  /** Whole seconds, rounded up; {@link NO_WAY} where there is none. */
  readonly durations: Int32Array;
  /** Whole metres along the fastest way; {@link NO_WAY} where there is none. */
  readonly distances: Int32Array;
  /** Whole metres climbed along the fastest way; {@link NO_WAY} where there is none. */
  readonly ascents: Int32Array;
  /** Null where no road of the profile is within the limit. */
  readonly snapped: readonly (Snap | null)[];
}

export interface MatrixQuery {
  readonly profile: string;
  readonly points: readonly Point[];
  /** Farther from a road than this is unroutable; default 2000. */
  readonly maxSnapMetres?: number;
  readonly signal?: AbortSignal;
  /** Rows done, 0..1. */
  readonly onProgress?: (share: number) => void;
}

export interface RouteQuery {
  readonly profile: string;
  /** At least two; the legs between neighbours are joined. */
  readonly points: readonly Point[];
  readonly maxSnapMetres?: number;
}

export interface RouteLeg {
  readonly seconds: number;
  readonly metres: number;
  readonly ascentMetres: number;
  readonly descentMetres: number;
  /** [lon, lat] pairs along the road. */
  readonly coordinates: readonly (readonly [number, number])[];
}

/** One leg a pair of neighbouring points; null where there is no way. */
export interface RouteAnswer {
  readonly legs: readonly (RouteLeg | null)[];
  readonly snapped: readonly (Snap | null)[];
}

/** A piece of road for drawing a map. */
export interface RoadLine {
  readonly coordinates: readonly (readonly [number, number])[];
  /** OpenStreetMap highway value. */
  readonly highway: string;
  readonly name: string | null;
}

/** A walk from the end of the road to a place, there and back is twice `seconds` only on level ground. */
export interface WalkingLeg {
  readonly metres: number;
  readonly ascentMetres: number;
  /** Out and back by Tobler's hiking function, whole seconds. */
  readonly outSeconds: number;
  readonly backSeconds: number;
}

export interface RoadSource {
  readonly kind: 'embedded' | 'graphhopper';
  readonly profiles: readonly string[];
  /** [west, south, east, north] of the network, degrees; null where unknown. */
  readonly bounds: readonly [number, number, number, number] | null;
  /** Credit that must be shown with maps and reports drawn from this data. */
  readonly attribution: string;
  /** True where the network is made up (a fixture), so that pages and prints say so. */
  readonly synthetic: boolean;
  nearest(profile: string, points: readonly Point[], maxSnapMetres?: number): Promise<(Snap | null)[]>;
  matrix(query: MatrixQuery): Promise<RoadMatrix>;
  route(query: RouteQuery): Promise<RouteAnswer>;
  /** The walk between two points off the road, heights from the elevation model (level where none). */
  walk(from: Point, to: Point): WalkingLeg;
  /** Roads for the map's own tiles; absent where the source cannot list them. */
  lines?(): Iterable<RoadLine>;
  close(): Promise<void>;
}
