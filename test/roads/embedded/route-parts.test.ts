import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { openGraph } from '../../../src/roads/embedded/open-graph.js';
import { edgeMillis, pieceBound, pieceTimer } from '../../../src/roads/embedded/network/edge-costs.js';
import type { Network } from '../../../src/roads/embedded/network/network.js';
import { pieceShapes } from '../../../src/roads/embedded/network/piece-shapes.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { gradeSpeed } from '../../../src/roads/embedded/profiles/grade-speed.js';
import {
  plainState,
  profileState,
  type ProfileState,
} from '../../../src/roads/embedded/profiles/profile-state.js';
import { readGraphFiles } from '../../../src/roads/embedded/store/graph-files.js';
import { readManifest } from '../../../src/roads/embedded/store/manifest.js';
import type { Point, RouteLeg, RoadSource, TravelConditions } from '../../../src/roads/road-source.js';
import { inFolder, withRoads } from '../graph-of.js';
import { sketch } from '../sketch.js';

/** What must be true of the parts of any leg. */
const checkParts = (leg: RouteLeg): void => {
  const { parts, coordinates } = leg;
  const sum = (pick: (part: RouteLeg['parts'][number]) => number): number =>
    parts.reduce((total, part) => total + pick(part), 0);
  if (parts.length === 0) {
    expect(leg.metres).to.equal(0);
    return;
  }
  expect(parts[0]!.from).to.equal(0);
  expect(parts[parts.length - 1]!.to).to.equal(coordinates.length - 1);
  parts.forEach((part, i) => {
    expect(part.to).to.be.greaterThan(part.from);
    if (i > 0) expect(part.from).to.equal(parts[i - 1]!.to);
    expect(Math.min(part.metres, part.seconds, part.ascentMetres, part.descentMetres)).to.be.at.least(0);
    expect(part.factor).to.be.greaterThan(0);
  });
  expect(sum((part) => part.metres)).to.equal(leg.metres);
  expect(sum((part) => part.seconds)).to.equal(leg.seconds);
  expect(sum((part) => part.ascentMetres)).to.equal(leg.ascentMetres);
  expect(sum((part) => part.descentMetres)).to.equal(leg.descentMetres);
};

const legOf = async (
  roads: RoadSource,
  from: Point,
  to: Point,
  conditions: TravelConditions = {},
  profile = 'van',
): Promise<RouteLeg> => {
  const { legs } = await roads.route({ profile, points: [from, to], conditions });
  expect(legs[0]).not.to.equal(null);
  return legs[0]!;
};

const told = (leg: RouteLeg): string =>
  leg.parts
    .map((part) => `${part.name ?? '-'} ${part.highway} ${part.surface ?? '-'} ${part.heldBy} ${part.metres}`)
    .join(' | ');

describe('the parts of a leg', () => {
  it('change with the road, its surface and what holds the speed', () => {
    const { map, at } = sketch('a-----b-----c-----d-----e', {
      roads: {
        ab: { name: 'North Road', surface: 'asphalt' },
        bc: { name: 'North Road', surface: 'gravel' },
        cd: { highway: 'track' },
        de: { name: 'Mill Lane', highway: 'unclassified', maxspeed: '10' },
      },
    });
    return withRoads(map, async (roads) => {
      const leg = await legOf(roads, at('a', 'b', 0.5), at('e'));
      checkParts(leg);
      expect(told(leg)).to.equal(
        'North Road primary asphalt class 300 | North Road primary gravel surface 600 | - track - class 600 | Mill Lane unclassified - sign 600',
      );
      expect(leg.parts.map(({ kmh }) => kmh)).to.deep.equal([48, 30, 12, 10]);
      const back = await legOf(roads, at('e'), at('a', 'b', 0.5));
      checkParts(back);
      expect(back.parts.map(({ metres }) => metres)).to.deep.equal([600, 600, 600, 300]);
    });
  });

  it('do not tell of a nameless bit of road, but of a named one', () => {
    const { map, at } = sketch('a----------b----------c----------d', {
      roads: { ab: { name: 'North Road' }, bc: { name: 'North Road' }, cd: { name: 'South Road' } },
    });
    // Bits of 15 m at b and c: a bridge without a name, and a lane with one.
    const near = (letter: string, other: string) => at(letter, other, 15 / 1100);
    const bits = [near('b', 'c'), near('c', 'd')].map((place, i) => ({ id: 900 + i, ...place, tags: {} }));
    const refs = Object.fromEntries(map.ways.map((way) => [way.id, way.refs]));
    const [ab, bc, cd] = map.ways;
    const ways = [
      ab!,
      { id: 90, refs: [refs[bc!.id]![0]!, 900], tags: { highway: 'primary', surface: 'concrete' } },
      { ...bc!, refs: [900, refs[bc!.id]![1]!] },
      { id: 91, refs: [refs[cd!.id]![0]!, 901], tags: { highway: 'primary', name: 'Ferry Lane' } },
      { ...cd!, refs: [901, refs[cd!.id]![1]!] },
    ];
    return withRoads({ ...map, nodes: [...map.nodes, ...bits], ways }, async (roads) => {
      const leg = await legOf(roads, at('a'), at('d'));
      checkParts(leg);
      expect(leg.parts.map(({ name }) => name)).to.deep.equal(['North Road', 'Ferry Lane', 'South Road']);
    });
  });

  it('tell of a leg within one edge, of one to the same place, and of a ferry', () => {
    const { map, at } = sketch('a----------b----------c', {
      roads: { bc: { highway: '', route: 'ferry' } },
    });
    const ways = map.ways.map((way) => {
      const { highway, ...tags } = way.tags;
      return highway === '' ? { ...way, tags } : way;
    });
    return withRoads({ ...map, ways }, async (roads) => {
      const within = await legOf(roads, at('a', 'b', 0.8), at('a', 'b', 0.3));
      checkParts(within);
      expect(told(within)).to.equal('- primary - class 550');
      const here = await legOf(roads, at('a', 'b', 0.3), at('a', 'b', 0.3));
      expect([here.metres, here.seconds, here.parts, here.coordinates.length]).to.deep.equal([0, 0, [], 2]);
      const across = await legOf(roads, at('a'), at('c'));
      checkParts(across);
      expect(told(across)).to.equal('- primary - class 1100 | - ferry - ferry 1100');
    });
  });

  it('tell what season, clock and slowdowns take', () => {
    const { map, at } = sketch('a----------b----------c', { roads: { bc: { maxspeed: '20' } } });
    return withRoads(map, async (roads) => {
      const winter = await legOf(roads, at('a'), at('c'), { season: 'winter' });
      checkParts(winter);
      expect(winter.parts.map(({ factor, heldBy, kmh }) => [factor, heldBy, kmh])).to.deep.equal([
        [0.6, 'class', 28.8],
        [1, 'sign', 20],
      ]);
      const slow = { id: 'works', withinMetres: 5, effect: { factor: 0.5 } } as const;
      const line = [at('a'), at('b')].map(({ lon, lat }) => [lon, lat] as const);
      const change = { ...slow, geometry: { type: 'LineString', coordinates: line } } as const;
      const works = await legOf(roads, at('a'), at('c'), { changes: [change] });
      checkParts(works);
      expect(works.parts[0]).to.include({ factor: 0.5, heldBy: 'slowdown', kmh: 24 });
      expect(works.parts[works.parts.length - 1]).to.include({ factor: 1, heldBy: 'sign', kmh: 20 });
    });
  });

  it('add up to the leg between any places of any map', async () => {
    const drawing = ['a---b---c', '|   |   |', 'd---e---f', '|   |   |', 'g---h---i'].join('\n');
    const pairs = ['ab', 'bc', 'ad', 'be', 'cf', 'de', 'ef', 'dg', 'eh', 'fi', 'gh', 'hi'];
    const tags = fc.record(
      {
        highway: fc.constantFrom('primary', 'track', 'residential', 'trunk'),
        name: fc.constantFrom('North Road', 'South Road'),
        surface: fc.constantFrom('asphalt', 'gravel', 'mud'),
        maxspeed: fc.constantFrom('10', '30'),
        oneway: fc.constantFrom('yes', 'no'),
      },
      { requiredKeys: ['highway'] },
    );
    const place = fc.tuple(fc.constantFrom(...pairs), fc.double({ min: 0, max: 1, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(tags, { minLength: pairs.length, maxLength: pairs.length }),
        fc.array(fc.tuple(place, place), { minLength: 20, maxLength: 20 }),
        fc.constantFrom(undefined, 'rainy'),
        async (roadTags, trips, season) => {
          const roads = Object.fromEntries(
            pairs.map((pair, i) => [pair, roadTags[i] as Record<string, string>]),
          );
          const { map, at } = sketch(drawing, { roads });
          await withRoads(map, async (source) => {
            const points = trips.flat().map(([pair, share]) => at(pair[0]!, pair[1], share));
            const conditions = season === undefined ? {} : { season };
            const { legs } = await source.route({ profile: 'van', points, conditions });
            for (const leg of legs) if (leg !== null) checkParts(leg);
          });
        },
      ),
      { numRuns: 12 },
    );
  }).timeout(30_000);
});

/** The speed that a bound names, metres a second, by the rules in words and not by the timer's code. */
const speedOfBound = (network: Network, state: ProfileState, names: readonly string[], i: number) => {
  const profile = builtInProfiles(names)[i]!;
  const { grade } = pieceShapes(network);
  const rule = gradeSpeed(profile, state.engine);
  return (bound: string, edge: number, vertex: number, backward: boolean): number => {
    const kind = network.edgeKind[edge]!;
    const { rolling } = network.kinds[kind]!;
    const factor = state.factor[kind]!;
    const rise = (backward ? -1 : 1) * grade[vertex]!;
    if (bound === 'bend') return (30 / 3.6) * factor;
    if (bound === 'climb' || bound === 'descent' || bound === 'pace') {
      if (bound !== 'pace') expect(rise > 0 ? 'climb' : 'descent').to.equal(bound);
      return rule.cap(rolling, rise) * factor;
    }
    return state.kmh[2 * kind + (backward ? 1 : 0)]! / 3.6;
  };
};

describe('the parts of a leg in Andorra', function () {
  this.timeout(60_000);
  const data = process.env['PACKHORSE_TEST_DATA'];
  const names = ['van', 'heavy', 'foot'];

  before(function () {
    if (data !== undefined) return;
    process.stdout.write('    left out: PACKHORSE_TEST_DATA is not set\n');
    this.skip();
  });

  it('add up, name the least of the speeds, and agree with the timer', () =>
    inFolder(async (folder) => {
      const out = join(folder, 'graph');
      await buildGraph({
        extract: join(data!, 'osm/andorra-2025.osm.pbf'),
        dem: join(data!, 'osm'),
        out,
        profiles: builtInProfiles(names),
      });
      await checkLegs(out);
      const { network } = await readGraphFiles(out, await readManifest(out));
      builtInProfiles(names).forEach((profile, i) => {
        for (const conditions of [{}, { season: 'snow', load: 'empty' as const }]) {
          const state = profileState(network.kinds, profile, i, conditions);
          checkBounds(network, names, i, state);
        }
      });
    }));

  const checkLegs = async (out: string): Promise<void> => {
    const roads = await openGraph(out);
    const vertices = [...roads.lines!()].flatMap(({ coordinates }) => coordinates);
    const points = fc
      .sample(fc.nat(vertices.length - 1), { numRuns: 120, seed: 7 })
      .map((i) => ({ lon: vertices[i]![0], lat: vertices[i]![1] }));
    try {
      for (const profile of names) {
        for (const conditions of [{}, { season: 'snow', at: '21:00' }]) {
          const { legs } = await roads.route({ profile, points, conditions });
          const found = legs.filter((leg) => leg !== null);
          expect(found.length).to.be.greaterThan(40);
          found.forEach(checkParts);
          const [parts, metres] = found.reduce(
            ([p, m], leg) => [p + leg.parts.length, m + leg.metres],
            [0, 0],
          );
          expect(metres / parts, 'metres a part').to.be.greaterThan(150);
        }
      }
    } finally {
      await roads.close();
    }
  };

  const checkBounds = (
    network: Network,
    all: readonly string[],
    i: number,
    state: ProfileState | null,
  ): void => {
    const profile = builtInProfiles(all)[i]!;
    const held = state ?? plainState(network.kinds, profile, i);
    const timer = pieceTimer(network, profile, i, state);
    const boundOf = pieceBound(network, profile, i, state);
    const speedOf = speedOfBound(network, held, all, i);
    const { metres, grade } = pieceShapes(network);
    const seen = new Set<string>();
    const millis = edgeMillis(network, profile, i, state);
    for (let edge = 0; edge < network.edgeCount; edge += 3) {
      for (const backward of [false, true]) {
        if (millis[2 * edge + (backward ? 1 : 0)]! < 0) continue;
        let seconds = 0;
        for (let v = network.edgeStart[edge]!; v < network.edgeStart[edge + 1]! - 1; v += 1) {
          const bound = boundOf(edge, v, backward);
          const terrain = Math.abs(grade[v]!) >= 0.08 ? (held.terrain?.[2] ?? 1) : 1;
          const expected = metres[v]! / (speedOf(bound, edge, v, backward) * terrain);
          const actual = timer(edge, v, backward);
          if (Math.abs(actual - expected) > 1e-9)
            expect.fail(`${profile.name} ${bound} at ${edge}/${v}: ${actual} s, not ${expected} s`);
          seconds += actual;
          seen.add(bound);
        }
        expect(millis[2 * edge + (backward ? 1 : 0)]!).to.be.closeTo(seconds * 1000, 1);
      }
    }
    const expectedBounds =
      profile.engine === undefined ? ['pace'] : ['class', 'bend', 'climb', 'descent', 'law'];
    expect([...seen]).to.include.members(expectedBounds);
  };
});
