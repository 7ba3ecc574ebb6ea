import { NO_WAY, type Point } from '../road-source.js';
import { eulerTour, piecesOf, starTour } from './euler-tour.js';
import { LEG_DETAILS, legsOf, type Leg } from './figures.js';
import { drain, legsInHalves } from './in-halves.js';
import type { GraphHopperServer } from './server.js';

/** Durations, distances and climbs between places; row-major, {@link NO_WAY} where there is none. */
export interface Table {
  readonly size: number;
  readonly durations: Int32Array;
  readonly distances: Int32Array;
  readonly ascents: Int32Array;
}

export const emptyTable = (size: number): Table => {
  const column = (): Int32Array => new Int32Array(size * size).fill(NO_WAY);
  const table = { size, durations: column(), distances: column(), ascents: column() };
  for (let i = 0; i < size; i += 1)
    for (const figures of [table.durations, table.distances, table.ascents]) figures[i * size + i] = 0;
  return table;
};

export interface TableQuery {
  readonly server: GraphHopperServer;
  /** The server's name of it. */
  readonly profile: string;
  /** No two on the same spot of a road. */
  readonly points: readonly Point[];
  /** Whether climbs are asked for; 0 where not. */
  readonly climbs: boolean;
  readonly width: number;
  readonly signal?: AbortSignal | undefined;
  readonly onShare: (share: number) => void;
}

/**
 * A table from routes over many points, for servers without matrices: one walk over all ordered pairs,
 * cut into requests of `stops` points. One leg without a way fails a whole request, so the places that
 * do not reach each other are told apart first, by routes from one of each group and back: walks stay
 * within a group, and only pairs of different groups are asked for one by one.
 */
export const viaMatrix = async (query: TableQuery, stops: number): Promise<Table> => {
  const { size } = { size: query.points.length };
  const table = emptyTable(size);
  let asked = 0;
  const answer = async (walk: readonly number[]): Promise<void> => {
    const legs = await legsInHalves(walk, (part) => askLegs(query, part));
    legs.forEach((leg, i) => put(table, walk[i]!, walk[i + 1]!, leg));
    asked += legs.length;
    query.onShare(asked / (size * (size - 1)));
  };
  const groups = await groupPlaces(
    table,
    query.width,
    (spokes, hub) => piecesOf(starTour(hub, spokes), stops),
    answer,
  );
  await drain(insideGroups(groups, stops), query.width, answer);
  await drain(betweenGroups(groups), query.width, answer);
  return table;
};

const askLegs = async (query: TableQuery, walk: readonly number[]): Promise<Leg[]> => {
  const points = walk.map((place) => [query.points[place]!.lon, query.points[place]!.lat]);
  const request = { profile: query.profile, points, details: [...LEG_DETAILS] };
  const path = await query.server.route(request, query.climbs ? 'packed' : 'coarse', query.signal);
  return legsOf(path, walk.length - 1);
};

const put = (table: Table, from: number, to: number, leg: Leg | null): void => {
  if (leg === null) return;
  const at = from * table.size + to;
  table.durations[at] = leg.seconds;
  table.distances[at] = leg.metres;
  table.ascents[at] = leg.ascentMetres;
};

/** Groups of places that reach each other, each led by a hub whose ways to and from all later places are answered. */
const groupPlaces = async (
  table: Table,
  width: number,
  star: (spokes: readonly number[], hub: number) => Iterable<number[]>,
  answer: (walk: readonly number[]) => Promise<void>,
): Promise<number[][]> => {
  const groups: number[][] = [];
  let left = Array.from({ length: table.size }, (_, i) => i);
  while (left.length > 0) {
    const [hub, ...spokes] = left as [number, ...number[]];
    await drain(star(spokes, hub), width, answer);
    const mutual = (spoke: number): boolean =>
      table.durations[hub * table.size + spoke] !== NO_WAY &&
      table.durations[spoke * table.size + hub] !== NO_WAY;
    groups.push([hub, ...spokes.filter(mutual)]);
    left = spokes.filter((spoke) => !mutual(spoke));
  }
  return groups;
};

function* insideGroups(groups: readonly (readonly number[])[], stops: number): Generator<number[]> {
  for (const [, ...members] of groups)
    for (const piece of piecesOf(eulerTour(members.length), stops)) yield piece.map((i) => members[i]!);
}

/** Both ways between places of different groups, but for those from and to the earlier one's hub. */
function* betweenGroups(groups: readonly (readonly number[])[]): Generator<number[]> {
  for (const [i, [, ...members]] of groups.entries())
    for (const other of groups.slice(i + 1).flat())
      for (const member of members) {
        yield [member, other];
        yield [other, member];
      }
}
