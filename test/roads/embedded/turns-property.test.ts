import { expect } from 'chai';
import fc from 'fast-check';
import { withRoads } from '../graph-of.js';
import { GRID_METRES, sketch } from '../sketch.js';

/** A town of places in rows; roads are pairs of neighbours in reading order, three blocks long. */
const COLUMNS = 4;
const LETTERS = 'abcdefghijkl';
const ROAD_BLOCKS = 3;

interface Town {
  readonly roads: readonly string[];
  /** One-way roads, in the direction they may be driven. */
  readonly oneWay: readonly string[];
  /** no_* and only_* turns: three places in a row. */
  readonly turns: readonly (readonly [only: boolean, turn: string])[];
}

const ALL_ROADS = [...LETTERS].flatMap((letter, i) => [
  ...(i % COLUMNS < COLUMNS - 1 ? [letter + LETTERS[i + 1]!] : []),
  ...(i + COLUMNS < LETTERS.length ? [letter + LETTERS[i + COLUMNS]!] : []),
]);

const turned = (road: string): string => road[1]! + road[0]!;

const town: fc.Arbitrary<Town> = fc.subarray(ALL_ROADS, { minLength: 8 }).chain((roads) => {
  const directed = [...roads, ...roads.map(turned)];
  const turns = directed.flatMap((from) =>
    directed.filter((to) => to[0] === from[1]).map((to) => from + to[1]!),
  );
  return fc.record({
    roads: fc.constant(roads),
    oneWay: fc
      .subarray(directed, { maxLength: 4 })
      .map((list) => list.filter((road) => !list.includes(turned(road)))),
    turns: fc.array(fc.tuple(fc.boolean(), fc.constantFrom(...turns)), { maxLength: 4 }),
  });
});

const draw = ({ roads }: Town): string => {
  const rows: string[] = [];
  for (let first = 0; first < LETTERS.length; first += COLUMNS) {
    const places = [...LETTERS.slice(first, first + COLUMNS)];
    rows.push(
      places.map((letter, i) => letter + (roads.includes(letter + places[i + 1]) ? '--' : '  ')).join(''),
    );
    const down = places
      .map((letter, i) => (roads.includes(letter + LETTERS[first + COLUMNS + i]) ? '|  ' : '   '))
      .join('');
    rows.push(down, down);
  }
  return rows.join('\n');
};

/** Judges a town from its rules alone, a state for each road driven in one direction. */
class Judge {
  private readonly driven: string[];

  constructor(private readonly town: Town) {
    const closed = town.oneWay.map(turned);
    this.driven = [...town.roads, ...town.roads.map(turned)].filter((road) => !closed.includes(road));
  }

  /** Blocks from the middle of one road to the middle of another, -1 where there is no way. */
  blocks(from: string, to: string): number {
    if (from === to) return 0;
    const reached = new Map<string, number>();
    let front = this.driven.filter((road) => road === from || road === turned(from));
    for (let roads = 1; front.length > 0; roads += 1) {
      const next: string[] = [];
      for (const road of front) {
        for (const on of this.onwards(road)) {
          if (on === to || on === turned(to)) return roads * ROAD_BLOCKS;
          if (reached.has(on)) continue;
          reached.set(on, roads);
          next.push(on);
        }
      }
      front = next;
    }
    return -1;
  }

  private onwards(road: string): string[] {
    const exits = this.driven.filter((next) => next[0] === road[1] && this.isAllowed(road, next));
    const others = exits.filter((next) => next !== turned(road));
    return this.bindsTurns().has(road[1]!) && others.length > 0 ? others : exits;
  }

  private isAllowed(road: string, next: string): boolean {
    return this.town.turns.every(([only, turn]) => {
      if (turn.slice(0, 2) !== road) return true;
      return only ? next === turn.slice(1) : next !== turn.slice(1);
    });
  }

  /** Places of restrictions, and the plain ones along the roads from them to the next junction. */
  private bindsTurns(): Set<string> {
    const roadsAt = (place: string): string[] => this.town.roads.filter((road) => road.includes(place));
    const bound = new Set(this.town.turns.map(([, turn]) => turn[1]!));
    for (const place of bound) {
      for (const road of roadsAt(place)) {
        const other = road.replace(place, '');
        if (roadsAt(other).length === 2) bound.add(other);
      }
    }
    return bound;
  }
}

describe('one-ways and turn restrictions on random towns', () => {
  it('leave the ways that their rules leave, between the middles of all roads', async () => {
    await fc.assert(
      fc.asyncProperty(town, async (random) => {
        const oneWay = Object.fromEntries(random.oneWay.map((road) => [road, { oneway: 'yes' }]));
        const turns = random.turns.map(
          ([only, [from, via, to]]) =>
            [only ? 'only_straight_on' : 'no_left_turn', from! + via!, via!, via! + to!] as const,
        );
        const drawn = sketch(draw(random), { roads: oneWay, turns });
        const judge = new Judge(random);
        await withRoads(drawn.map, async (roads) => {
          const points = random.roads.map((road) => drawn.at(road[0]!, road[1]!, 0.5));
          const { size, distances } = await roads.matrix({ profile: 'van', points, maxSnapMetres: 5 });
          random.roads.forEach((from, row) => {
            random.roads.forEach((to, column) => {
              const metres = distances[row * size + column]!;
              const blocks = metres < 0 ? -1 : Math.round(metres / GRID_METRES);
              expect(blocks, `${from} to ${to}`).to.equal(judge.blocks(from, to));
            });
          });
        });
      }),
      { numRuns: 60, interruptAfterTimeLimit: 20_000 },
    );
  });
});
