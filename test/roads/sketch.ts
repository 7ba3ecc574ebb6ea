import type { OsmMap } from '../support/osm-pbf.js';
import type { Point } from '../../src/roads/road-source.js';

/** Metres between neighbouring characters of a sketch. */
export const GRID_METRES = 100;
const DEGREE_METRES = 111195.08;
/** Near the equator a degree is as long east as north, so a sketch is as square as it looks. */
const ORIGIN: Point = { lon: 100, lat: 0.5 };

type Tags = Record<string, string>;

/** What is said of a sketch beside its drawing. */
export interface SketchNotes {
  /** Tags of roads, by the letters of their places: `{ 'ab': { oneway: 'yes' } }`. */
  readonly roads?: Record<string, Tags>;
  /** Tags of places. */
  readonly places?: Record<string, Tags>;
  /**
   * Turn restrictions: from, via and to. Via is a place, or roads with blanks between:
   * `['no_left_turn', 'ab', 'b', 'bd']`, `['no_u_turn', 'ab', 'bc cd', 'de']`; from and to may be several.
   */
  readonly turns?: readonly (readonly [kind: string, from: string, via: string, to: string, tags?: Tags])[];
}

/** A map drawn with letters for places and `-` and `|` for roads between them. */
export interface Sketch {
  readonly map: OsmMap;
  /** The place of a letter, or between two of them: `at('a')`, `at('a', 'b', 0.25)`. */
  at(letter: string, other?: string, share?: number): Point;
  /** Id of the way between two letters. */
  wayOf(pair: string): number;
}

/** Reads a drawing; every road between two letters becomes one way, highway=primary unless told. */
export const sketch = (drawing: string, notes: SketchNotes = {}): Sketch => {
  const rows = drawing.split('\n');
  const cell = (row: number, column: number): string => rows[row]?.[column] ?? ' ';
  const places = new Map<string, Point & { id: number; row: number; column: number }>();
  rows.forEach((text, row) => {
    [...text].forEach((letter, column) => {
      if (!/[a-z]/.test(letter)) return;
      const lon =
        ORIGIN.lon + (column * GRID_METRES) / (DEGREE_METRES * Math.cos((ORIGIN.lat * Math.PI) / 180));
      const lat = ORIGIN.lat - (row * GRID_METRES) / DEGREE_METRES;
      places.set(letter, { id: letter.charCodeAt(0), lon, lat, row, column });
    });
  });
  const pairs = [...places].flatMap(([letter, { row, column }]) => [
    ...walkTo(cell, row, column, 0, 1, '-').map((other) => letter + other),
    ...walkTo(cell, row, column, 1, 0, '|').map((other) => letter + other),
  ]);
  const ids = new Map(pairs.map((pair, i) => [pair, i + 1]));
  const wayOf = (pair: string): number => {
    const id = ids.get(pair) ?? ids.get([...pair].reverse().join(''));
    if (id === undefined) throw new Error(`There is no road ${pair} in the sketch.`);
    return id;
  };
  for (const named of Object.keys(notes.roads ?? {})) wayOf(named);
  const ways = pairs.map((pair, i) => {
    const reverse = [...pair].reverse().join('');
    const drawn = notes.roads?.[reverse] ? reverse : pair;
    return {
      id: i + 1,
      refs: [...drawn].map((letter) => places.get(letter)!.id),
      tags: { highway: 'primary', ...notes.roads?.[drawn] },
    };
  });
  const relations = (notes.turns ?? []).map(([kind, from, via, to, tags], i) => ({
    id: i + 1,
    tags: { type: 'restriction', ...(kind === '' ? {} : { restriction: kind }), ...tags },
    members: [
      ...from.split(' ').map((road) => ({ type: 'way' as const, id: wayOf(road), role: 'from' })),
      ...via
        .split(' ')
        .map((member) =>
          member.length === 1
            ? { type: 'node' as const, id: places.get(member)!.id, role: 'via' }
            : { type: 'way' as const, id: wayOf(member), role: 'via' },
        ),
      ...to.split(' ').map((road) => ({ type: 'way' as const, id: wayOf(road), role: 'to' })),
    ],
  }));
  const nodes = [...places].map(([letter, { id, lon, lat }]) => ({
    id,
    lon,
    lat,
    tags: notes.places?.[letter] ?? {},
  }));
  return {
    map: { nodes, ways, relations },
    wayOf,
    at: (letter, other = letter, share = 0) => {
      const [a, b] = [places.get(letter)!, places.get(other)!];
      return { lon: a.lon + (b.lon - a.lon) * share, lat: a.lat + (b.lat - a.lat) * share };
    },
  };
};

const walkTo = (
  cell: (row: number, column: number) => string,
  row: number,
  column: number,
  down: number,
  right: number,
  line: string,
): string[] => {
  let [r, c] = [row + down, column + right];
  if (cell(r, c) !== line) return [];
  while (cell(r, c) === line) [r, c] = [r + down, c + right];
  const end = cell(r, c);
  return /[a-z]/.test(end) ? [end] : [];
};
