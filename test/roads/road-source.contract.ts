import { expect } from 'chai';
import { NO_WAY, type Point, type RoadSource } from '../../src/roads/road-source.js';

/** What a source is tried with. */
export interface ContractSubject {
  readonly roads: RoadSource;
  /** A profile of wheels. */
  readonly profile: string;
  /** At least three points within 50 m of roads that all reach each other, at least 500 m apart. */
  readonly points: readonly Point[];
  /** Farther than 200 m from every road and nearer than 2000 m. */
  readonly offRoad: Point;
  /** Farther than 2000 m from every road. */
  readonly far: Point;
}

const metresApart = (a: Point, b: Point): number => {
  const north = (b.lat - a.lat) * 111195;
  const east = (b.lon - a.lon) * 111195 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
};

/** Every road source keeps these promises; run over each in a suite of its own. */
export const roadSourceContract = (name: string, subject: () => ContractSubject): void => {
  describe(`${name} as a road source`, () => {
    it('says what it is', () => {
      const { roads, profile, points } = subject();
      expect(roads.profiles).to.include(profile);
      expect(roads.attribution).to.match(/\S/);
      if (roads.bounds === null) return;
      const [west, south, east, north] = roads.bounds;
      for (const { lon, lat } of points) {
        expect(lon).to.be.within(west - 0.01, east + 0.01);
        expect(lat).to.be.within(south - 0.01, north + 0.01);
      }
    });

    it('gives a square matrix with a diagonal of zeros and ways between all', async () => {
      const { roads, profile, points } = subject();
      const matrix = await roads.matrix({ profile, points });
      const { size, durations, distances, ascents } = matrix;
      expect([size, durations.length, distances.length, ascents.length]).to.deep.equal([
        points.length,
        points.length ** 2,
        points.length ** 2,
        points.length ** 2,
      ]);
      points.forEach((from, row) => {
        points.forEach((to, column) => {
          const at = row * size + column;
          if (row === column) {
            expect([durations[at], distances[at], ascents[at]]).to.deep.equal([0, 0, 0]);
            return;
          }
          expect(durations[at]).to.be.above(0);
          // No road is shorter than the straight line, but for what the two ends snap.
          expect(distances[at]).to.be.above(metresApart(from, to) - 110);
          expect(ascents[at]).to.be.within(0, distances[at]!);
        });
      });
    });

    it('snaps each point, tells how far, and answers nearest the same', async () => {
      const { roads, profile, points } = subject();
      const { snapped } = await roads.matrix({ profile, points });
      snapped.forEach((snap, i) => {
        expect(snap!.metres).to.be.within(0, 50);
        expect(metresApart(points[i]!, snap!)).to.be.closeTo(snap!.metres, 2);
      });
      expect(await roads.nearest(profile, points)).to.deep.equal(snapped);
    });

    it('leaves out a point too far from a road and plans the rest', async () => {
      const { roads, profile, points, far } = subject();
      const { size, snapped, durations } = await roads.matrix({
        profile,
        points: [points[0]!, far, points[1]!],
      });
      expect(snapped[1]).to.equal(null);
      for (let i = 0; i < size; i += 1) {
        expect([durations[size + i], durations[i * size + 1]]).to.deep.equal([NO_WAY, NO_WAY]);
      }
      expect(durations[2]).to.be.above(0);
    });

    it('keeps to the limit of snapping it is given', async () => {
      const { roads, profile, offRoad } = subject();
      const [within] = await roads.nearest(profile, [offRoad]);
      expect(within!.metres).to.be.above(200);
      expect(await roads.nearest(profile, [offRoad], within!.metres - 5)).to.deep.equal([null]);
    });

    it('routes as its matrix says, along a line from snap to snap', async () => {
      const { roads, profile, points } = subject();
      const matrix = await roads.matrix({ profile, points });
      const route = await roads.route({ profile, points });
      expect(route.legs).to.have.length(points.length - 1);
      route.legs.forEach((leg, i) => {
        const at = i * matrix.size + i + 1;
        expect(leg!.seconds).to.be.closeTo(matrix.durations[at]!, 1);
        expect(leg!.metres).to.be.closeTo(matrix.distances[at]!, 2);
        expect(leg!.ascentMetres).to.be.closeTo(matrix.ascents[at]!, 2);
        expect(leg!.descentMetres).to.be.at.least(0);
        const ends = [leg!.coordinates[0]!, leg!.coordinates[leg!.coordinates.length - 1]!];
        ends.forEach(([lon, lat], end) => {
          expect(metresApart({ lon, lat }, route.snapped[i + end]!)).to.be.below(2);
        });
      });
    });

    it('answers null for a leg to a point out of reach', async () => {
      const { roads, profile, points, far } = subject();
      const { legs, snapped } = await roads.route({ profile, points: [points[0]!, far, points[1]!] });
      expect(legs).to.deep.equal([null, null]);
      expect(snapped[1]).to.equal(null);
    });

    it('answers an empty matrix for no points', async () => {
      const { roads, profile } = subject();
      const matrix = await roads.matrix({ profile, points: [] });
      expect([matrix.size, matrix.durations.length, matrix.snapped.length]).to.deep.equal([0, 0, 0]);
    });

    it('refuses a profile it has not, naming those it has', async () => {
      const { roads, points, profile } = subject();
      const fault: unknown = await roads
        .matrix({ profile: 'camel', points })
        .catch((error: unknown) => error);
      expect(fault).to.include({ code: 'profile-unknown' });
      expect((fault as Error).message).to.include(profile);
    });

    it('stops at a signal', async () => {
      const { roads, profile, points } = subject();
      const control = new AbortController();
      control.abort(new Error('not wanted any more'));
      const fault: unknown = await roads
        .matrix({ profile, points, signal: control.signal })
        .catch((e: unknown) => e);
      expect((fault as Error).message).to.equal('not wanted any more');
    });

    it('walks off the road at less than a walker’s pace, the same way there as back in metres', () => {
      const { roads, points, offRoad } = subject();
      const there = roads.walk(points[0]!, offRoad);
      const back = roads.walk(offRoad, points[0]!);
      expect(there.metres).to.be.closeTo(metresApart(points[0]!, offRoad), there.metres * 0.01 + 1);
      expect([back.outSeconds, back.backSeconds]).to.deep.equal([there.backSeconds, there.outSeconds]);
      // At most 0.6 of 6 km/h, that is 1 m/s.
      expect(Math.min(there.outSeconds, there.backSeconds)).to.be.at.least(there.metres - 1);
    });
  });
};
