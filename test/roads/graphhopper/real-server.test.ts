import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../../src/project-root.js';
import { openGraphHopper, type GraphHopperRoads } from '../../../src/roads/graphhopper/graphhopper-roads.js';
import { NO_WAY, type Point } from '../../../src/roads/road-source.js';
import {
  graphHopperJar,
  plainCar,
  startGraphHopper,
  type RunningGraphHopper,
} from '../../support/graphhopper-server.js';
import { roadSourceContract, type ContractSubject } from '../road-source.contract.js';

const data = process.env['PACKHORSE_TEST_DATA'];
const real = data !== undefined && existsSync(join(data, 'osm', 'andorra-2025.osm.pbf'));
const extract = real
  ? join(data, 'osm', 'andorra-2025.osm.pbf')
  : join(projectRoot(), 'fixtures', 'baoshan', 'roads.osm.pbf');
const elevation = real ? join(data, 'osm') : undefined;

const CAPITAL: Point = { lon: 1.5218, lat: 42.5063 };
const PASS: Point = { lon: 1.719, lat: 42.54 };

describe('a real GraphHopper server', () => {
  let server: RunningGraphHopper;
  let roads: GraphHopperRoads;
  let subject: ContractSubject;

  before(async function () {
    const found = graphHopperJar();
    if ('why' in found || !existsSync(extract)) {
      process.stdout.write(`    left out: ${'why' in found ? found.why : `${extract} is not there`}\n`);
      this.skip();
    }
    server = await startGraphHopper({
      extract,
      ...(elevation === undefined ? {} : { elevation }),
      profiles: [plainCar('van'), plainCar('truck')],
    });
    roads = await openGraphHopper({ url: server.url, stopsPerRequest: 7 });
    subject = real
      ? {
          roads,
          profile: 'van',
          points: [CAPITAL, PASS, { lon: 1.4914, lat: 42.4634 }, { lon: 1.5339, lat: 42.5565 }],
          offRoad: { lon: 1.4985, lat: 42.5035 },
          far: { lon: 1.4, lat: 42.3 },
        }
      : await foundSubject(roads);
  });
  after(async () => {
    await roads?.close();
    await server?.stop();
  });

  roadSourceContract('GraphHopper', () => subject);

  it('answers a table as it answers each pair alone', async () => {
    const { bounds } = roads;
    const [west, south, east, north] = bounds!;
    const points = Array.from({ length: 25 }, (_, i) => ({
      lon: west + ((i * 0.377) % 1) * (east - west),
      lat: south + ((i * 0.619) % 1) * (north - south),
    }));
    const table = await roads.matrix({ profile: 'van', points });
    const pairs = await openGraphHopper({ url: server.url, stopsPerRequest: 2 });
    const alone = await pairs.matrix({ profile: 'van', points });
    expect(alone.snapped).to.deep.equal(table.snapped);
    expect(table.snapped.filter((snap) => snap !== null).length).to.be.above(5);
    expect(alone.distances).to.deep.equal(table.distances);
    expect(alone.ascents).to.deep.equal(table.ascents);
    alone.durations.forEach((seconds, at) => expect(table.durations[at]).to.be.closeTo(seconds, 1));
    await pairs.close();
  });

  it('leaves climbs at 0 where they are not wanted, and all else as it is', async () => {
    const level = await openGraphHopper({ url: server.url, climbs: false });
    const { points } = subject;
    const [with_, without] = [
      await roads.matrix({ profile: 'van', points }),
      await level.matrix({ profile: 'van', points }),
    ];
    expect([...without.ascents].every((metres) => metres === 0)).to.equal(true);
    expect([without.durations, without.distances]).to.deep.equal([with_.durations, with_.distances]);
    await level.close();
  });

  it('explains a leg in parts that cover it', async () => {
    const { legs } = await roads.route({ profile: 'van', points: subject.points });
    for (const leg of legs) {
      const { parts, coordinates, metres, seconds } = leg!;
      expect(parts.length).to.be.above(1);
      expect([parts[0]!.from, parts.at(-1)!.to]).to.deep.equal([0, coordinates.length - 1]);
      parts.slice(1).forEach((part, i) => expect(part.from).to.equal(parts[i]!.to));
      const sum = (of: (part: (typeof parts)[number]) => number): number =>
        parts.reduce((all, part) => all + of(part), 0);
      expect(sum((part) => part.metres)).to.be.closeTo(metres, parts.length);
      expect(sum((part) => part.seconds)).to.be.closeTo(seconds, parts.length);
      expect(parts.every((part) => part.highway !== '' && part.kmh > 0)).to.equal(true);
    }
  });

  it('draws areas that grow with the time', async () => {
    const [point] = subject.points;
    for (const minutes of [
      [5, 10, 15],
      [4, 15],
    ]) {
      const from = await roads.isochrone({ profile: 'van', point: point!, minutes });
      expect(from.areas.map((area) => area.minutes)).to.deep.equal(minutes);
      const sizes = from.areas.map(({ coordinates }) =>
        coordinates.reduce((sum, [outer]) => sum + areaOf(outer!), 0),
      );
      sizes.slice(1).forEach((size, i) => expect(size).to.be.above(sizes[i]!));
      expect(sizes[0]).to.be.above(0);
    }
    const away = await roads.isochrone({ profile: 'van', point: subject.far, minutes: [10] });
    expect(away).to.deep.equal({ snapped: null, areas: [] });
  });

  it('takes our names of profiles for its own, and names those it has', async () => {
    const mapped = await openGraphHopper({ url: server.url, profiles: { tricycle: 'truck' } });
    expect(mapped.profiles).to.deep.equal(['tricycle']);
    const { durations } = await mapped.matrix({ profile: 'tricycle', points: subject.points });
    expect(durations[1]).to.be.above(0);
    await mapped.close();
    const fault: unknown = await openGraphHopper({ url: server.url, profiles: { a: 'mule' } }).catch(
      (e: unknown) => e,
    );
    expect(fault).to.include({ code: 'profile-unknown' });
    expect((fault as Error).message).to.include('van, truck');
  });

  it('answers the points that are on roads beside those outside the map', async () => {
    const points = [subject.points[0]!, { lon: -70, lat: -30 }, subject.points[1]!, subject.points[0]!];
    const { durations, snapped } = await roads.matrix({ profile: 'van', points });
    expect(snapped[1]).to.equal(null);
    expect([durations[1], durations[4], durations[7]]).to.deep.equal([NO_WAY, NO_WAY, NO_WAY]);
    expect([durations[3], durations[12]]).to.deep.equal([0, 0]);
    expect(durations[2]).to.be.above(0);
  });
});

/** Twice the area, positive where the ring turns anticlockwise; degrees squared. */
const areaOf = (ring: readonly (readonly [number, number])[]): number =>
  ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0] * y - x * ring[i]![1], 0);

/** Points as the contract wants them, looked for on a map nothing is known of. */
const foundSubject = async (roads: GraphHopperRoads): Promise<ContractSubject> => {
  const [west, south, east, north] = roads.bounds!;
  const grid = Array.from({ length: 400 }, (_, i) => ({
    lon: west + (((i % 20) + 0.5) / 20) * (east - west),
    lat: south + ((Math.floor(i / 20) + 0.5) / 20) * (north - south),
  }));
  const snaps = await roads.nearest('van', grid);
  const offRoad = grid.find((_, i) => snaps[i] !== null && snaps[i]!.metres > 220);
  const on = snaps.filter((snap) => snap !== null);
  const points = [on[0]!, on[Math.floor(on.length / 2)]!, on.at(-1)!].map(({ lon, lat }) => ({ lon, lat }));
  if (offRoad === undefined) throw new Error('the map has no place off the roads');
  return { roads, profile: 'van', points, offRoad, far: { lon: west - 0.5, lat: south - 0.5 } };
};
