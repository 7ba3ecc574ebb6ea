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
  /** True on a road that is not joined both ways to the main network of the profile; left out elsewhere. */
  readonly island?: true;
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
  /** One for each change of the query's conditions. */
  readonly changes?: readonly ChangeReport[];
}

/**
 * A closure or slowdown that is not on the map: a landslide, a bridge out, road works. It lies on an
 * OpenStreetMap way, or on a geometry: a Point cuts the nearest road there, or with `withinMetres` every
 * road so near; a LineString takes the roads that follow it; a Polygon those inside it.
 */
export interface RoadChange {
  /** Named in messages and answers. */
  readonly id: string;
  readonly way?: number;
  readonly geometry?: ChangeGeometry;
  /** Metres round a Point, default the nearest road only, or beside a LineString, default 25. */
  readonly withinMetres?: number;
  /** `closed`, or the speed is multiplied (above 0, at most 1), or capped in km/h. */
  readonly effect: 'closed' | { readonly factor: number } | { readonly maxKmh: number };
  /** Profiles it binds; absent: all. */
  readonly profiles?: readonly string[];
  /** Local clock "YYYY-MM-DDTHH:MM", both ends included; it always holds in a query without a dated moment. */
  readonly from?: string;
  readonly until?: string;
}

/** GeoJSON geometry of a change, [lon, lat]. */
export type ChangeGeometry =
  | { readonly type: 'Point'; readonly coordinates: readonly [number, number] }
  | { readonly type: 'LineString'; readonly coordinates: readonly (readonly [number, number])[] }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly [number, number])[])[] };

/** What a change met. */
export interface ChangeReport {
  readonly id: string;
  /** Metres of road of the profile it holds on, both directions counted once; 0 where it met none or does not hold now. */
  readonly metres: number;
}

/** What holds on the roads when they are driven. All absent: dry, laden, no rules of the clock, no changes. */
export interface TravelConditions {
  /** One of {@link RoadSource.seasons}. */
  readonly season?: string;
  /**
   * Local clock on the roads, "YYYY-MM-DDTHH:MM" or "HH:MM": bans and factors by the clock, and dated
   * closures, are those of this moment for the whole way.
   */
  readonly at?: string;
  /** Default laden. */
  readonly load?: 'laden' | 'empty';
  readonly changes?: readonly RoadChange[];
}

export interface MatrixQuery {
  readonly profile: string;
  readonly points: readonly Point[];
  /** Farther from a road than this is unroutable; default 2000. */
  readonly maxSnapMetres?: number;
  readonly conditions?: TravelConditions;
  readonly signal?: AbortSignal;
  /** Rows done, 0..1. */
  readonly onProgress?: (share: number) => void;
}

export interface RouteQuery {
  readonly profile: string;
  /** At least two; the legs between neighbours are joined. */
  readonly points: readonly Point[];
  readonly maxSnapMetres?: number;
  readonly conditions?: TravelConditions;
  readonly signal?: AbortSignal;
}

/** What held the speed on a stretch: the least of these. */
export type SpeedBound =
  | 'class'
  | 'surface'
  | 'tracktype'
  | 'smoothness'
  | 'law'
  | 'sign'
  | 'bend'
  | 'climb'
  | 'descent'
  | 'vehicle'
  | 'slowdown'
  | 'ferry'
  | 'pace';

/** Why a leg takes its time: a stretch of one road, one surface and one bound. */
export interface RoutePart {
  /** Indexes into the leg's coordinates, first and last. */
  readonly from: number;
  readonly to: number;
  readonly metres: number;
  readonly seconds: number;
  readonly ascentMetres: number;
  readonly descentMetres: number;
  /** OpenStreetMap highway value, or "ferry". */
  readonly highway: string;
  readonly name: string | null;
  /** OpenStreetMap surface where tagged. */
  readonly surface: string | null;
  readonly heldBy: SpeedBound;
  /** Share of the dry speed left by season, clock and slowdown; 1 where they take nothing. */
  readonly factor: number;
  /** Mean over the stretch. */
  readonly kmh: number;
  /** Steepest grade in the direction driven, whole percent, negative downhill. */
  readonly steepestPercent: number;
}

export interface RouteLeg {
  readonly seconds: number;
  readonly metres: number;
  readonly ascentMetres: number;
  readonly descentMetres: number;
  /** [lon, lat] pairs along the road. */
  readonly coordinates: readonly (readonly [number, number])[];
  /** In order of travel, covering the leg; empty where the source cannot tell. */
  readonly parts: readonly RoutePart[];
}

/** One leg a pair of neighbouring points; null where there is no way. */
export interface RouteAnswer {
  readonly legs: readonly (RouteLeg | null)[];
  readonly snapped: readonly (Snap | null)[];
  readonly changes?: readonly ChangeReport[];
}

/** Where can be reached from a point, or from where the point can be reached, within given times. */
export interface IsochroneQuery {
  readonly profile: string;
  readonly point: Point;
  /** Ascending, at most 12. */
  readonly minutes: readonly number[];
  /** Default from the point. */
  readonly direction?: 'from' | 'to';
  readonly maxSnapMetres?: number;
  readonly conditions?: TravelConditions;
  readonly signal?: AbortSignal;
}

export interface Isochrone {
  readonly minutes: number;
  /** GeoJSON MultiPolygon coordinates, [lon, lat]; rings closed, outer ones anticlockwise. */
  readonly coordinates: readonly (readonly (readonly (readonly [number, number])[])[])[];
}

export interface IsochroneAnswer {
  /** Null where the point is off the roads; there are no areas then. */
  readonly snapped: Snap | null;
  /** One a time asked for, in that order; each holds those before it. */
  readonly areas: readonly Isochrone[];
}

/** A stretch of road of one grade, for a map by grade and speed. */
export interface RoadStretch extends RoadLine {
  readonly surface: string | null;
  /** Mean steepness whichever way it is driven, whole percent; null without elevation. */
  readonly gradePercent: number | null;
  /** Mean speed of the profile along the line and against it, km/h; null where closed to it. */
  readonly kmhAlong: number | null;
  readonly kmhAgainst: number | null;
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
  /** Seasons that conditions may name, the first being the default; only one where the source knows none. */
  readonly seasons: readonly string[];
  /** [west, south, east, north] of the network, degrees; null where unknown. */
  readonly bounds: readonly [number, number, number, number] | null;
  /** Credit that must be shown with maps and reports drawn from this data. */
  readonly attribution: string;
  /** True where the network is made up (a fixture), so that pages and prints say so. */
  readonly synthetic: boolean;
  nearest(
    profile: string,
    points: readonly Point[],
    maxSnapMetres?: number,
    conditions?: TravelConditions,
  ): Promise<(Snap | null)[]>;
  matrix(query: MatrixQuery): Promise<RoadMatrix>;
  route(query: RouteQuery): Promise<RouteAnswer>;
  /** The walk between two points off the road, heights from the elevation model (level where none). */
  walk(from: Point, to: Point): WalkingLeg;
  /** Roads for the map's own tiles; absent where the source cannot list them. */
  lines?(): Iterable<RoadLine>;
  /** Roads of a profile cut by grade; absent where the source cannot list them. */
  stretches?(profile: string): Iterable<RoadStretch>;
  /** @throws RoadError where the source has no isochrones. */
  isochrone(query: IsochroneQuery): Promise<IsochroneAnswer>;
  close(): Promise<void>;
}
