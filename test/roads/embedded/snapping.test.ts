import { expect } from 'chai';
import { withRoads } from '../graph-of.js';
import { sketch } from '../sketch.js';

const NORTH_METRE = 1 / 111195.08;

describe('snapping', () => {
  const line = sketch('a----b----c');

  it('finds the place within an edge and its distance', () =>
    withRoads(line.map, async (roads) => {
      const on = line.at('a', 'b', 0.3);
      const [snap] = await roads.nearest('van', [{ lon: on.lon, lat: on.lat + 120 * NORTH_METRE }]);
      expect(snap!.metres).to.equal(120);
      expect(snap!.lon).to.be.closeTo(on.lon, 2e-7);
      expect(snap!.lat).to.be.closeTo(on.lat, 2e-7);
    }));

  it('answers null beyond the limit, and leaves the rest of a matrix whole', () =>
    withRoads(line.map, async (roads) => {
      const far = { lon: line.at('a').lon, lat: line.at('a').lat + 2001 * NORTH_METRE };
      const matrix = await roads.matrix({ profile: 'van', points: [line.at('a'), far, line.at('c')] });
      expect(matrix.snapped.map((snap) => snap?.metres ?? null)).to.deep.equal([0, null, 0]);
      expect([...matrix.durations].map((value) => value >= 0)).to.deep.equal([
        true,
        false,
        true,
        false,
        false,
        false,
        true,
        false,
        true,
      ]);
      const near = await roads.nearest('van', [far], 2002);
      expect(near[0]!.metres).to.equal(2001);
    }));

  it('measures between two points of one edge along it', () =>
    withRoads(line.map, async (roads) => {
      const points = [line.at('a', 'b', 0.2), line.at('a', 'b', 0.7)];
      const { distances, durations } = await roads.matrix({ profile: 'van', points });
      expect([...distances]).to.deep.equal([0, 250, 250, 0]);
      // 250 m at 48 km/h.
      expect([...durations]).to.deep.equal([0, 19, 19, 0]);
    }));

  it('goes round for a point behind on a one-way edge', () => {
    const ring = sketch(
      `
a----b
|    |
d----c`,
      { roads: { ab: { oneway: 'yes' } } },
    );
    return withRoads(ring.map, async (roads) => {
      const points = [ring.at('a', 'b', 0.25), ring.at('a', 'b', 0.75)];
      const { distances } = await roads.matrix({ profile: 'van', points });
      // Round: 125 on to b, 200 down, 500 along, 200 up, 125 to the point.
      expect([...distances]).to.deep.equal([0, 250, 1150, 0]);
      const { legs } = await roads.route({ profile: 'van', points: [points[1]!, points[0]!] });
      expect(legs[0]!.metres).to.equal(1150);
    });
  });

  it('joins a point on one edge with one on the next', () =>
    withRoads(line.map, async (roads) => {
      const points = [line.at('a', 'b', 0.6), line.at('b', 'c', 0.4)];
      const { distances } = await roads.matrix({ profile: 'van', points });
      expect([...distances]).to.deep.equal([0, 400, 400, 0]);
    }));

  it('lets a point at a junction use every road there, whichever edge it met', () => {
    const fork = sketch(
      `
a-b-c
  |
  d`,
      { roads: { ab: { oneway: 'yes' }, bc: { oneway: 'yes' }, bd: { oneway: '-1' } } },
    );
    return withRoads(fork.map, async (roads) => {
      const { distances } = await roads.matrix({
        profile: 'van',
        points: [fork.at('a'), fork.at('b'), fork.at('c'), fork.at('d')],
      });
      const row = (from: number) => [...distances.subarray(4 * from, 4 * from + 4)];
      expect(row(0)).to.deep.equal([0, 200, 400, -1]);
      expect(row(1)).to.deep.equal([-1, 0, 200, -1]);
      expect(row(3)).to.deep.equal([-1, 200, 400, 0]);
    });
  });

  it('prefers the main network to a nearer scrap, and takes the scrap where nothing else is in reach', () => {
    const island = sketch(`
a--b--c

  e-f`);
    return withRoads(island.map, async (roads) => {
      const below = { lon: island.at('e').lon, lat: island.at('e').lat - 10 * NORTH_METRE };
      const [main, scrap] = [await roads.nearest('van', [below]), await roads.nearest('van', [below], 150)];
      expect(main[0]!.metres).to.be.closeTo(210, 1);
      expect(scrap[0]!.metres).to.equal(10);
      expect([main[0]!.island, scrap[0]!.island]).to.deep.equal([undefined, true]);
    });
  });

  it('refuses a point that is no place on earth', () =>
    withRoads(line.map, async (roads) => {
      const fault = await roads.nearest('van', [{ lon: 24.9, lat: 98.9 }]).catch((error: unknown) => error);
      expect(fault).to.include({ code: 'points-invalid' });
    }));
});
