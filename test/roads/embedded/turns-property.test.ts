import { expect } from 'chai';
import fc from 'fast-check';
import { withRoads } from '../graph-of.js';
import { GRID_METRES, sketch } from '../sketch.js';

/** A town of places in rows; roads are pairs of neighbours in reading order, three blocks long. */
const COLUMNS = 4;
const LETTERS = 'abcdefghijkl';
const ROAD_BLOCKS = 3;

/** Places of the longest restriction: from, two ways between, to. */
const MAX_PLACES = 5;

interface Town {
  readonly roads: readonly string[];
  /** One-way roads, in the direction they may be driven. */
  readonly oneWay: readonly string[];
  /** no_* and only_* turns: three places in a row through a place, more through ways. */
  readonly turns: readonly (readonly [only: boolean, path: string])[];
}

const ALL_ROADS = [...LETTERS].flatMap((letter, i) => [
  ...(i % COLUMNS < COLUMNS - 1 ? [letter + LETTERS[i + 1]!] : []),
  ...(i + COLUMNS < LETTERS.length ? [letter + LETTERS[i + COLUMNS]!] : []),
]);

const turned = (road: string): string => road[1]! + road[0]!;

/** Follows roads to places not yet met, by one choice a step. */
const wander = (directed: readonly string[], first: string, choices: readonly number[]): string =>
  choices.reduce((path, choice) => {
    const on = directed.filter((road) => road[0] === path.at(-1) && !path.includes(road[1]!));
    return on.length === 0 ? path : path + on[choice % on.length]![1]!;
  }, first);

const town: fc.Arbitrary<Town> = fc.subarray(ALL_ROADS, { minLength: 8 }).chain((roads) => {
  const directed = [...roads, ...roads.map(turned)];
  const path = fc
    .tuple(fc.constantFrom(...directed), fc.array(fc.nat(5), { minLength: 1, maxLength: MAX_PLACES - 2 }))
    .map(([first, choices]) => wander(directed, first, choices));
  const back = fc.constantFrom(...directed).map((road) => road + road[0]!);
  return fc.record({
    roads: fc.constant(roads),
    oneWay: fc
      .subarray(directed, { maxLength: 4 })
      .map((list) => list.filter((road) => !list.includes(turned(road)))),
    turns: fc
      .array(
        fc.tuple(fc.boolean(), fc.oneof({ weight: 5, arbitrary: path }, { weight: 1, arbitrary: back })),
        {
          maxLength: 5,
        },
      )
      .map((turns) => turns.filter(([, places]) => places.length >= 3)),
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

/** Judges a town from its rules alone; a state is the last places driven through, in order. */
class Judge {
  private readonly driven: string[];
  private readonly bound: Set<string>;

  constructor(private readonly town: Town) {
    const closed = town.oneWay.map(turned);
    this.driven = [...town.roads, ...town.roads.map(turned)].filter((road) => !closed.includes(road));
    this.bound = this.bindsTurns();
  }

  /** Blocks from each of the points, a place or the middle of a road, to every other: -1 where there is no way. */
  blocks(points: readonly string[]): number[][] {
    return points.map((from) => {
      const reached = this.blocksFrom(from);
      return points.map((to) => (from === to ? 0 : (reached.get(to) ?? -1)));
    });
  }

  private blocksFrom(from: string): Map<string, number> {
    const best = new Map<string, number>();
    const note = (point: string, blocks: number): void => {
      if (!best.has(point)) best.set(point, blocks);
    };
    const inRoad = from.length === 2;
    const seen = new Set<string>();
    let front = inRoad ? this.driven.filter((road) => road === from || road === turned(from)) : [from];
    for (let blocks = inRoad ? ROAD_BLOCKS / 2 : 0; front.length > 0; blocks += ROAD_BLOCKS) {
      const next: string[] = [];
      for (const path of front) {
        note(path.at(-1)!, blocks);
        for (const road of this.onwards(path)) {
          for (const same of [road, turned(road)]) note(same, blocks + ROAD_BLOCKS / 2);
          const longer = (path + road[1]!).slice(1 - MAX_PLACES);
          if (!seen.has(longer)) next.push(longer);
          seen.add(longer);
        }
      }
      front = next;
    }
    return best;
  }

  private onwards(path: string): string[] {
    const here = path.at(-1)!;
    const exits = this.driven.filter((road) => road[0] === here && this.isAllowed(path, road[1]!));
    const others = exits.filter((road) => road[1] !== path.at(-2));
    return this.bound.has(here) && path.length > 1 && others.length > 0 ? others : exits;
  }

  private isAllowed(path: string, next: string): boolean {
    return this.town.turns.every(([only, places]) => {
      if (!path.endsWith(places.slice(0, -1))) return true;
      return only ? next === places.at(-1) : next !== places.at(-1);
    });
  }

  /**
   * Places within restrictions, those within 500 m of them, which here is one road, and the plain ones along
   * the roads from all of them to the next junction.
   */
  private bindsTurns(): Set<string> {
    const roadsAt = (place: string): string[] => this.town.roads.filter((road) => road.includes(place));
    const neighbours = (place: string): string[] => roadsAt(place).map((road) => road.replace(place, ''));
    const within = this.town.turns.flatMap(([, places]) => [...places.slice(1, -1)]);
    const bound = new Set([...within, ...within.flatMap(neighbours)]);
    for (const place of bound) {
      for (const other of neighbours(place)) if (roadsAt(other).length === 2) bound.add(other);
    }
    return bound;
  }
}

/** A restriction as a sketch notes it: the roads of a path of places. */
const noteOf = ([only, path]: Town['turns'][number]): readonly [string, string, string, string] => {
  const roads = [...path.slice(1)].map((place, i) => path[i]! + place);
  const via = roads.length === 2 ? path[1]! : roads.slice(1, -1).join(' ');
  return [only ? 'only_straight_on' : 'no_left_turn', roads[0]!, via, roads.at(-1)!];
};

describe('one-ways and turn restrictions, through places and ways, on random towns', () => {
  it('leave the ways that their rules leave, between all places and the middles of all roads', async () => {
    await fc.assert(
      fc.asyncProperty(town, async (random) => {
        const oneWay = Object.fromEntries(random.oneWay.map((road) => [road, { oneway: 'yes' }]));
        const drawn = sketch(draw(random), { roads: oneWay, turns: random.turns.map(noteOf) });
        const met = [...new Set(random.roads.join(''))];
        const asked = [...random.roads, ...met];
        const expected = new Judge(random).blocks(asked);
        await withRoads(drawn.map, async (roads) => {
          const points = asked.map((name) =>
            drawn.at(name[0]!, name[1] ?? name[0], name.length === 2 ? 0.5 : 0),
          );
          const { distances } = await roads.matrix({ profile: 'van', points, maxSnapMetres: 5 });
          asked.forEach((from, row) => {
            asked.forEach((to, column) => {
              const metres = distances[row * points.length + column]!;
              const blocks = metres < 0 ? -1 : Math.round((2 * metres) / GRID_METRES) / 2;
              expect(blocks, `${from} to ${to}`).to.equal(expected[row]![column]);
            });
          });
        });
      }),
      { numRuns: 120, interruptAfterTimeLimit: 20_000 },
    );
  });
});
