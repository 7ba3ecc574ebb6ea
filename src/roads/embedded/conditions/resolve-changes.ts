import { setImmediate as nextTurn } from 'node:timers/promises';
import Flatbush from 'flatbush';
import { RoadError } from '../../road-error.js';
import type { ChangeReport, RoadChange, TravelConditions } from '../../road-source.js';
import { METRES_PER_DEGREE, metresPerLonDegree, UNITS_PER_DEGREE } from '../geo.js';
import { pieceMetres, type Network } from '../network/network.js';
import type { PieceChange } from '../profiles/profile-state.js';
import { CLOSED, MAIN, type RoadGraph } from '../road-graph.js';
import { nearestPlace, piecesWithin } from '../snap/segment-index.js';
import { PieceChangeList, type PieceChanges } from './piece-changes.js';

/** A Point farther from every road than this cuts none, metres [E]. */
const POINT_REACH_METRES = 100;
/** Roads so near a LineString follow it, metres [E]: a track of a hand-held receiver, or a line drawn by hand. */
const LINE_REACH_METRES = 25;

export interface ResolvedChanges {
  /** Null where no change holds on any road of the profile. */
  readonly pieces: PieceChanges | null;
  readonly reports: readonly ChangeReport[];
}

/**
 * Finds the pieces of road of a profile on which changes hold.
 * @throws RoadError conditions-invalid: a change that names profiles the graph has not, or no place.
 */
export const resolveChanges = async (
  roads: RoadGraph,
  index: number,
  { changes = [], at }: Pick<TravelConditions, 'changes' | 'at'>,
): Promise<ResolvedChanges> => {
  if (changes.length === 0) return { pieces: null, reports: [] };
  refuseUnknownProfiles(roads, changes);
  const { profile, standing } = roads.profiles[index]!;
  const list = new PieceChangeList();
  const reports: ChangeReport[] = [];
  for (const change of changes) {
    // A thousand changes must not keep other work waiting.
    await nextTurn();
    let metres = 0;
    if (holdsAt(change, at) && (change.profiles?.includes(profile.name) ?? true)) {
      for (const { edge, vertex } of piecesOf(roads, change)) {
        if (standing[edge] === CLOSED) continue;
        list.add(vertex, effectOf(change));
        metres += pieceMetres(roads.network, vertex);
      }
    }
    reports.push({ id: change.id, metres: Math.round(metres) });
  }
  return { pieces: list.pack(), reports };
};

const refuseUnknownProfiles = (roads: RoadGraph, changes: readonly RoadChange[]): void => {
  const known = roads.profiles.map(({ profile }) => profile.name);
  const faults = changes.flatMap(({ id, profiles = [] }) =>
    profiles.filter((name) => !known.includes(name)).map((name) => `"${id}" names the profile "${name}"`),
  );
  if (faults.length === 0) return;
  throw new RoadError(
    'conditions-invalid',
    `Changes of the roads: ${faults.join('; ')}. The graph was built for ${known.join(', ')}.`,
  );
};

const DATED = /^\d{4}-\d\d-\d\dT/;

// Local clocks of one form order as text. A moment without a date, or none, is any day: the change holds.
const holdsAt = ({ from, until }: RoadChange, at: string | undefined): boolean => {
  if (at === undefined || !DATED.test(at)) return true;
  return (from === undefined || from <= at) && (until === undefined || at <= until);
};

const effectOf = ({ effect }: RoadChange): PieceChange =>
  effect === 'closed'
    ? { closed: true, factor: 1, maxKmh: Infinity }
    : {
        closed: false,
        factor: 'factor' in effect ? effect.factor : 1,
        maxKmh: 'maxKmh' in effect ? effect.maxKmh : Infinity,
      };

/** A piece of road: from a vertex of an edge to the next. */
interface Piece {
  readonly edge: number;
  readonly vertex: number;
}

const piecesOf = (roads: RoadGraph, change: RoadChange): readonly Piece[] => {
  const { way, geometry } = change;
  if (way !== undefined) return piecesOfWay(roads.network, way);
  if (geometry?.type === 'Point') return piecesAt(roads, geometry.coordinates, change.withinMetres);
  if (geometry?.type === 'LineString')
    return piecesAlong(roads, geometry.coordinates, change.withinMetres ?? LINE_REACH_METRES);
  if (geometry?.type === 'Polygon') return piecesIn(roads, geometry.coordinates);
  throw new RoadError(
    'conditions-invalid',
    `The change "${change.id}" has no place. Give an OpenStreetMap way, or a Point, LineString or Polygon.`,
  );
};

const piecesOfWay = (network: Network, way: number): Piece[] => {
  const pieces: Piece[] = [];
  const { wayFrom, wayIds, edgeStart } = network;
  for (let i = 0; i < wayIds.length; i += 1) {
    if (wayIds[i] !== way) continue;
    const edge = edgeOf(network, wayFrom[i]!);
    const end = Math.min(wayFrom[i + 1] ?? Infinity, edgeStart[edge + 1]! - 1);
    for (let vertex = wayFrom[i]!; vertex < end; vertex += 1) pieces.push({ edge, vertex });
  }
  return pieces;
};

/** The edge a vertex belongs to. */
const edgeOf = ({ edgeStart, edgeCount }: Network, vertex: number): number => {
  let [low, high] = [0, edgeCount - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (edgeStart[middle]! <= vertex) low = middle;
    else high = middle - 1;
  }
  return low;
};

// A vehicle's road before a path beside it: what blocks a road is reported where the road is.
const piecesAt = (roads: RoadGraph, at: Position, within?: number): Piece[] => {
  const { segments, network } = roads;
  const [lon, lat] = at;
  if (within !== undefined) {
    const box = around([at], within);
    return [...piecesWithin(segments, network, box)].filter((piece) => {
      const [from, , to] = placesOn(network, piece);
      return metresToSegment([lon, lat], from, to) <= within;
    });
  }
  for (const wheels of [true, false]) {
    const open = openTo(roads, wheels);
    const place = nearestPlace(segments, network, open, lon, lat, POINT_REACH_METRES);
    if (place !== null) return [{ edge: place.edge, vertex: place.vertex }];
  }
  return [];
};

const openByKind = new WeakMap<RoadGraph, Map<boolean, Uint8Array>>();

/** By edge: {@link MAIN} where some profile of the kind may use it, else {@link CLOSED}; the same for every Point. */
const openTo = (roads: RoadGraph, wheels: boolean): Uint8Array => {
  const made = openByKind.get(roads) ?? new Map<boolean, Uint8Array>();
  openByKind.set(roads, made);
  const known = made.get(wheels);
  if (known !== undefined) return known;
  const open = new Uint8Array(roads.network.edgeCount);
  for (const { profile, standing } of roads.profiles) {
    if ((profile.engine !== undefined) !== wheels) continue;
    standing.forEach((one, edge) => {
      if (one !== CLOSED) open[edge] = MAIN;
    });
  }
  made.set(wheels, open);
  return open;
};

const ALL_PLACES = 0b111;

/**
 * A road follows a line where both ends of its piece and the middle are near it. Only pieces near each
 * segment are measured: a line of thousands of positions over a whole map would take minutes otherwise.
 */
const piecesAlong = (
  { segments, network }: RoadGraph,
  line: readonly Position[],
  within: number,
): Piece[] => {
  const near = new Map<number, Piece & { places: number }>();
  for (const [from, to] of neighbours(line)) {
    for (const piece of piecesWithin(segments, network, around([from, to], within))) {
      const known = near.get(piece.vertex) ?? { ...piece, places: 0 };
      near.set(piece.vertex, known);
      placesOn(network, piece).forEach((place, i) => {
        if (metresToSegment(place, from, to) <= within) known.places |= 1 << i;
      });
    }
  }
  return [...near.values()].filter(({ places }) => places === ALL_PLACES);
};

/** A road lies in an area where some of its piece does, however short the stretch. */
const piecesIn = ({ segments, network }: RoadGraph, rings: readonly (readonly Position[])[]): Piece[] => {
  const border = new Set<number>();
  for (const [from, to] of rings.flatMap(neighbours)) {
    for (const piece of piecesWithin(segments, network, around([from, to], 0))) {
      const [a, , b] = placesOn(network, piece);
      if (meet(a, b, from, to)) border.add(piece.vertex);
    }
  }
  const isInside = insideOf(rings);
  // A piece that does not meet the border is inside as a whole or not at all.
  return [...piecesWithin(segments, network, around(rings[0] ?? [], 0))].filter(
    (piece) => border.has(piece.vertex) || isInside(placesOn(network, piece)[0]),
  );
};

type Position = readonly [lon: number, lat: number];

const neighbours = (line: readonly Position[]): (readonly [Position, Position])[] =>
  line.slice(1).map((to, i) => [line[i]!, to]);

/** Whether two segments share a point. */
const meet = (a: Position, b: Position, c: Position, d: Position): boolean => {
  const side = (from: Position, to: Position, at: Position): number =>
    Math.sign((to[0] - from[0]) * (at[1] - from[1]) - (to[1] - from[1]) * (at[0] - from[0]));
  const overlap = (axis: 0 | 1): boolean =>
    Math.max(Math.min(a[axis], b[axis]), Math.min(c[axis], d[axis])) <=
    Math.min(Math.max(a[axis], b[axis]), Math.max(c[axis], d[axis]));
  return overlap(0) && overlap(1) && side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
};

/**
 * Whether a place lies in an area: a ray eastwards from it crosses the rings, outer and holes, an odd number
 * of times. The rings' segments are indexed, since a flooded valley may be drawn with thousands.
 */
const insideOf = (rings: readonly (readonly Position[])[]): ((place: Position) => boolean) => {
  const borders = rings.flatMap(neighbours);
  if (borders.length === 0) return () => false;
  const index = new Flatbush(borders.length);
  for (const [[ax, ay], [bx, by]] of borders)
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  index.finish();
  return ([lon, lat]) => {
    const crossed = index.search(lon, lat, Infinity, lat, (i) => {
      const [[ax, ay], [bx, by]] = borders[i]!;
      return ay > lat !== by > lat && lon < ax + ((bx - ax) * (lat - ay)) / (by - ay);
    });
    return crossed.length % 2 === 1;
  };
};

/** Both ends of a piece and its middle. */
const placesOn = ({ lon, lat }: Network, { vertex }: Pick<Piece, 'vertex'>) => {
  const at = (share: number): Position => [
    (lon[vertex]! + (lon[vertex + 1]! - lon[vertex]!) * share) / UNITS_PER_DEGREE,
    (lat[vertex]! + (lat[vertex + 1]! - lat[vertex]!) * share) / UNITS_PER_DEGREE,
  ];
  return [at(0), at(0.5), at(1)] as const;
};

const metresToSegment = ([lon, lat]: Position, a: Position, b: Position): number => {
  const scale = metresPerLonDegree(lat);
  const [ax, ay] = [(a[0] - lon) * scale, (a[1] - lat) * METRES_PER_DEGREE];
  const [dx, dy] = [(b[0] - a[0]) * scale, (b[1] - a[1]) * METRES_PER_DEGREE];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / square));
  return Math.hypot(ax + dx * share, ay + dy * share);
};

/** The box of places, wider by so many metres, degrees. */
const around = (
  places: readonly Position[],
  metres: number,
): [west: number, south: number, east: number, north: number] => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of places) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  const dLat = metres / METRES_PER_DEGREE;
  const dLon = metres / metresPerLonDegree(Math.max(Math.abs(south), Math.abs(north)));
  return [west - dLon, south - dLat, east + dLon, north + dLat];
};
