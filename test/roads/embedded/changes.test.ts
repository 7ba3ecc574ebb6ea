import { expect } from 'chai';
import fc from 'fast-check';
import { NO_WAY, type Point, type RoadChange, type RoadMatrix } from '../../../src/roads/road-source.js';
import { withRoads } from '../graph-of.js';
import { sketch } from '../sketch.js';
import type { OsmMap } from '../../support/osm-pbf.js';

/** A town of square blocks, some roads left out; every road is one way of two or three nodes. */
interface Town {
  readonly map: OsmMap;
  /** At the crossings and on the roads. */
  readonly points: readonly Point[];
}

const SIDE = 8;
const STEP = 0.002;
const CLASSES = ['primary', 'secondary', 'tertiary', 'unclassified', 'track'];

const town = (seed: readonly number[]): Town => {
  const pick = (i: number, most: number): number => seed[i % seed.length]! % most;
  const nodes: { id: number; lon: number; lat: number }[] = [];
  const ways: { id: number; refs: number[]; tags: Record<string, string> }[] = [];
  const place = (row: number, column: number) => ({ lon: 100 + column * STEP, lat: 0.5 + row * STEP });
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1)
      nodes.push({ id: row * SIDE + column + 1, ...place(row, column) });
  }
  const join = (a: number, b: number, n: number): void => {
    if (pick(n, 6) === 0) return;
    const [from, to] = [nodes[a]!, nodes[b]!];
    const refs = [a + 1, b + 1];
    if (pick(n + 3, 2) === 0) {
      const id = 1000 + n;
      nodes.push({ id, lon: (from.lon + to.lon) / 2 + 0.0001, lat: (from.lat + to.lat) / 2 });
      refs.splice(1, 0, id);
    }
    const oneway = pick(n + 7, 9) === 0 ? { oneway: 'yes' } : {};
    ways.push({ id: n + 1, refs, tags: { highway: CLASSES[pick(n + 5, CLASSES.length)]!, ...oneway } });
  };
  let n = 0;
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    if (i % SIDE < SIDE - 1) join(i, i + 1, n++);
    if (i + SIDE < SIDE * SIDE) join(i, i + SIDE, n++);
  }
  return { map: { nodes, ways }, points: nodes.map(({ lon, lat }) => ({ lon, lat })) };
};

const seeds = fc.array(fc.nat(10_000), { minLength: 40, maxLength: 60 });

const matrixOf = async (map: OsmMap, points: readonly Point[], changes: readonly RoadChange[]) => {
  let answer: RoadMatrix | undefined;
  await withRoads(map, async (roads) => {
    answer = await roads.matrix({ profile: 'van', points, maxSnapMetres: 5, conditions: { changes } });
  });
  return answer!;
};

const sameTimes = (a: RoadMatrix, b: RoadMatrix): void => {
  a.durations.forEach((seconds, at) => {
    // Two roundings of the same stretches may differ by a few milliseconds.
    expect(
      Math.abs(seconds - b.durations[at]!),
      `pair ${at}: ${seconds} and ${b.durations[at]}`,
    ).to.be.at.most(1);
    expect(seconds === NO_WAY).to.equal(b.durations[at] === NO_WAY);
  });
};

describe('closures of the day', () => {
  for (const few of [true, false]) {
    const how = few ? 'a few points, searched plainly' : 'many points, over a new hierarchy';
    it(`answer as a map without the closed roads: ${how}`, async () => {
      await fc.assert(
        fc.asyncProperty(seeds, async (seed) => {
          const { map, points } = town(seed);
          const asked = few ? points.slice(0, 20) : points;
          const closed = map.ways.filter(({ id }) => (seed[id % seed.length]! + id) % 5 === 0);
          const left = { ...map, ways: map.ways.filter((way) => !closed.includes(way)) };
          const changes = closed.map(({ id }): RoadChange => ({
            id: `way ${id}`,
            way: id,
            effect: 'closed',
          }));
          sameTimes(await matrixOf(map, asked, changes), await matrixOf(left, asked, []));
        }),
        { numRuns: 5 },
      );
    });
  }

  it('take a road as a sign with the speed would', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { map, points } = town(seed);
        const slow = new Map(map.ways.filter(({ id }) => id % 3 === 0).map(({ id }) => [id, 7 + (id % 20)]));
        const signed = map.ways.map((way) => {
          const kmh = slow.get(way.id);
          return kmh === undefined ? way : { ...way, tags: { ...way.tags, maxspeed: String(kmh) } };
        });
        const changes = [...slow].map(([way, maxKmh]): RoadChange => ({
          id: String(way),
          way,
          effect: { maxKmh },
        }));
        sameTimes(await matrixOf(map, points, changes), await matrixOf({ ...map, ways: signed }, points, []));
      }),
      { numRuns: 4 },
    );
  });

  const street = sketch('a----b----c----d');

  it('cut a road at a point, and what lies on either side is reached from there', async () => {
    await withRoads(street.map, async (roads) => {
      const points = [street.at('a'), street.at('b', 'c', 0.1), street.at('b', 'c', 0.9), street.at('d')];
      const cut: RoadChange = {
        id: 'landslide',
        geometry: {
          type: 'Point',
          coordinates: [street.at('b', 'c', 0.5).lon, street.at('b', 'c', 0.5).lat],
        },
        effect: 'closed',
      };
      const { durations, snapped, changes } = await roads.matrix({
        profile: 'van',
        points,
        conditions: { changes: [cut] },
      });
      // Without heights the piece b-c has no vertex between, so points on it are sent to its ends.
      expect(snapped.every((snap) => snap !== null)).to.equal(true);
      expect([durations[1]! >= 0, durations[2], durations[3], durations[4 * 2 + 3]! >= 0]).to.deep.equal([
        true,
        NO_WAY,
        NO_WAY,
        true,
      ]);
      expect(changes).to.deep.equal([{ id: 'landslide', metres: 500 }]);
    });
  });

  it('say nothing was met where no road is near', async () => {
    await withRoads(street.map, async (roads) => {
      const at = street.at('a');
      const far: RoadChange = {
        id: 'elsewhere',
        geometry: { type: 'Point', coordinates: [at.lon + 1, at.lat] },
        effect: 'closed',
      };
      const { durations, changes } = await roads.matrix({
        profile: 'van',
        points: [street.at('a'), street.at('d')],
        conditions: { changes: [far] },
      });
      expect(changes).to.deep.equal([{ id: 'elsewhere', metres: 0 }]);
      expect(durations[1]).to.be.above(0);
    });
  });

  it('hold between their times, and always where no moment is asked', async () => {
    await withRoads(street.map, async (roads) => {
      const works: RoadChange = {
        id: 'works',
        way: street.wayOf('bc'),
        effect: 'closed',
        from: '2026-10-01T08:00',
        until: '2026-10-01T17:00',
      };
      const ask = async (at?: string): Promise<number> => {
        const { durations } = await roads.matrix({
          profile: 'van',
          points: [street.at('a'), street.at('d')],
          conditions: { changes: [works], ...(at === undefined ? {} : { at }) },
        });
        return durations[1]!;
      };
      expect(await ask('2026-10-01T07:59')).to.be.above(0);
      expect(await ask('2026-10-01T08:00')).to.equal(NO_WAY);
      expect(await ask('2026-10-01T17:00')).to.equal(NO_WAY);
      expect(await ask('2026-10-01T17:01')).to.be.above(0);
      expect(await ask()).to.equal(NO_WAY);
    });
  });

  it('take the roads that follow a line, and no road that crosses it', async () => {
    const cross = sketch(`
a----b----c
     |
     d`);
    await withRoads(cross.map, async (roads) => {
      const line = [cross.at('a'), cross.at('b'), cross.at('c')].map(({ lon, lat }) => [lon, lat] as const);
      const along: RoadChange = {
        id: 'flood',
        geometry: { type: 'LineString', coordinates: line },
        effect: { factor: 0.5 },
      };
      const times = async (changes: readonly RoadChange[]) => {
        const points = [cross.at('a'), cross.at('b'), cross.at('d')];
        const { durations } = await roads.matrix({ profile: 'van', points, conditions: { changes } });
        return [durations[1]!, durations[5]!];
      };
      const [before, beforeDown] = await times([]);
      const [after, afterDown] = await times([along]);
      expect(after).to.be.closeTo(2 * before!, 2);
      expect(afterDown).to.equal(beforeDown);
    });
  });

  it('close the roads inside an area', async () => {
    await withRoads(street.map, async (roads) => {
      const { lon, lat } = street.at('b', 'c', 0.5);
      const d = 0.001;
      const ring = [
        [lon - d, lat - d],
        [lon + d, lat - d],
        [lon + d, lat + d],
        [lon - d, lat + d],
        [lon - d, lat - d],
      ] as const;
      const area: RoadChange = {
        id: 'fair',
        geometry: { type: 'Polygon', coordinates: [ring] },
        effect: 'closed',
      };
      const { durations } = await roads.matrix({
        profile: 'van',
        points: [street.at('a'), street.at('b'), street.at('d')],
        conditions: { changes: [area] },
      });
      expect(durations[1]).to.be.above(0);
      expect(durations[2]).to.equal(NO_WAY);
    });
  });

  it('close a long straight road that passes through a small area', async () => {
    const { map, at } = sketch('a----------b');
    const middle = at('a', 'b', 0.2);
    const around = ([east, north]: readonly [number, number]): [number, number] => [
      middle.lon + east * 0.0005,
      middle.lat + north * 0.0005,
    ];
    const coordinates = [
      (
        [
          [-1, -1],
          [1, -1],
          [1, 1],
          [-1, 1],
          [-1, -1],
        ] as const
      ).map(around),
    ];
    await withRoads(map, async (roads) => {
      const { durations, changes } = await roads.matrix({
        profile: 'van',
        points: [at('a'), at('b')],
        maxSnapMetres: 5,
        conditions: {
          changes: [{ id: 'slide', geometry: { type: 'Polygon', coordinates }, effect: 'closed' }],
        },
      });
      expect(durations[1]).to.equal(NO_WAY);
      expect(changes).to.deep.equal([{ id: 'slide', metres: 1100 }]);
    });
  });

  it('close a road so slow that its time would be no number, also between points on it', async () => {
    const { map, at } = sketch('a---b---c');
    const change: RoadChange = { id: 'crawl', way: 1, effect: { maxKmh: 1e-9 } };
    await withRoads(map, async (roads) => {
      const points = [at('a', 'b', 0.2), at('a', 'b', 0.7), at('c')];
      const conditions = { changes: [change] };
      const { durations } = await roads.matrix({ profile: 'van', points, conditions });
      const { legs } = await roads.route({ profile: 'van', points, conditions });
      expect([...durations]).to.deep.equal([0, -1, -1, -1, 0, -1, -1, -1, 0]);
      expect(legs).to.deep.equal([null, null]);
    });
  });

  it('bind only the profiles they name, and refuse names the graph has not', async () => {
    await withRoads(
      street.map,
      async (roads) => {
        const ask = (profile: string, profiles: readonly string[]) =>
          roads.matrix({
            profile,
            points: [street.at('a'), street.at('d')],
            conditions: { changes: [{ id: 'bridge', way: street.wayOf('bc'), effect: 'closed', profiles }] },
          });
        expect((await ask('heavy', ['heavy'])).durations[1]).to.equal(NO_WAY);
        expect((await ask('van', ['heavy'])).durations[1]).to.be.above(0);
        const fault: unknown = await ask('van', ['camel']).catch((error: unknown) => error);
        expect(fault).to.include({ code: 'conditions-invalid' });
        expect((fault as Error).message).to.match(/"bridge".*camel.*van, heavy/);
      },
      { profiles: ['van', 'heavy'] },
    );
  });

  it('route round a closure as the matrix says', async () => {
    const ring = sketch(`
a----b----c
|         |
d---------e`);
    await withRoads(ring.map, async (roads) => {
      const conditions = {
        changes: [{ id: 'slide', way: ring.wayOf('ab'), effect: 'closed' as const }],
      };
      const points = [ring.at('a'), ring.at('b'), ring.at('e')];
      const { legs } = await roads.route({ profile: 'van', points, conditions });
      const { durations } = await roads.matrix({ profile: 'van', points, conditions });
      expect([legs[0]!.seconds, legs[1]!.seconds]).to.deep.equal([durations[1], durations[5]]);
      expect(legs[0]!.metres).to.be.closeTo(1900, 5);
    });
  });
});

describe('tracks at night', () => {
  const farm = sketch(
    `
a----b----c
     |
     d`,
    { roads: { bd: { highway: 'track' } } },
  );

  it('are barred, by day open, and no place to stop while they are', async () => {
    await withRoads(farm.map, async (roads) => {
      const ask = async (at: string) => {
        const points = [farm.at('a'), farm.at('d')];
        const { durations, snapped } = await roads.matrix({ profile: 'van', points, conditions: { at } });
        return [durations[1]! > 0, snapped[1]!.metres];
      };
      expect(await ask('19:29')).to.deep.equal([true, 0]);
      expect(await ask('19:30')).to.deep.equal([true, 200]);
      expect(await ask('05:59')).to.deep.equal([true, 200]);
      expect(await ask('06:00')).to.deep.equal([true, 0]);
      const [near] = await roads.nearest('van', [farm.at('d')], 50, { at: '23:00' });
      expect(near).to.equal(null);
    });
  });
});
