import * as turf from '@turf/turf';
import { expect } from 'chai';
import fc from 'fast-check';
import { isochroneAreas, type RoadSamples } from '../../../src/roads/embedded/isochrone.js';
import type { Isochrone } from '../../../src/roads/road-source.js';

const METRES_PER_DEGREE = 111_195;
const LAT = 30;
const METRES_PER_LON = METRES_PER_DEGREE * Math.cos((LAT * Math.PI) / 180);

interface Sample {
  /** Metres east and north of 100 E, 30 N. */
  readonly x: number;
  readonly y: number;
  readonly seconds: number;
}

const place = (x: number, y: number): [number, number] => [
  100 + x / METRES_PER_LON,
  LAT + y / METRES_PER_DEGREE,
];

const samplesOf = (samples: readonly Sample[]): RoadSamples => ({
  lon: Float64Array.from(samples, ({ x, y }) => place(x, y)[0]),
  lat: Float64Array.from(samples, ({ x, y }) => place(x, y)[1]),
  seconds: Float64Array.from(samples, ({ seconds }) => seconds),
});

/** Roads east-west and north-south a kilometre apart, driven at a speed from the middle. */
function grid(metresPerSecond: number, half = 12_000): Sample[] {
  const samples: Sample[] = [];
  for (let road = -half; road <= half; road += 1000)
    for (let along = -half; along <= half; along += 50) {
      // Along a road, then over to the next at a crossing: Manhattan time.
      const seconds = (Math.abs(road) + Math.abs(along)) / metresPerSecond;
      samples.push({ x: along, y: road, seconds }, { x: road, y: along, seconds });
    }
  return samples;
}

const shapeOf = ({ coordinates }: Isochrone) =>
  turf.multiPolygon(coordinates as unknown as [number, number][][][]);

const holds = (area: Isochrone, x: number, y: number): boolean =>
  area.coordinates.length > 0 && turf.booleanPointInPolygon(place(x, y), shapeOf(area));

describe('isochroneAreas', () => {
  it('draws a diamond on a grid of roads', async () => {
    const [area] = await isochroneAreas(samplesOf(grid(10)), [10]);
    const hull = turf.convex(shapeOf(area!));
    expect(Math.sqrt(turf.area(hull!) / 2)).to.be.within(5900, 6300);
    expect(holds(area!, 5900, 0)).to.equal(true);
    expect(holds(area!, 0, -5900)).to.equal(true);
    expect(holds(area!, 4500, 4500)).to.equal(false);
    expect(holds(area!, 6500, 0)).to.equal(false);
  });

  it('holds every sample within the time, none far beyond it, and each area those before', async () => {
    const road = fc.record({
      x: fc.integer({ min: -20_000, max: 20_000 }),
      y: fc.integer({ min: -20_000, max: 20_000 }),
      seconds: fc.integer({ min: 0, max: 4000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(road, { minLength: 1, maxLength: 60 }), async (roads) => {
        const areas = await isochroneAreas(samplesOf(roads), [10, 20, 60]);
        for (const [k, area] of areas.entries()) {
          const within = roads.filter(({ seconds }) => seconds <= area.minutes * 60);
          for (const { x, y } of within) expect(holds(area, x, y), `${x},${y}`).to.equal(true);
          for (const { x, y } of roads)
            if (within.every((one) => Math.hypot(one.x - x, one.y - y) > 900))
              expect(holds(area, x, y), `${x},${y}`).to.equal(false);
          const inner = areas[k - 1];
          if (inner === undefined || inner.coordinates.length === 0) continue;
          const rest = turf.difference(turf.featureCollection([shapeOf(inner), shapeOf(area)]));
          expect(rest === null ? 0 : turf.area(rest)).to.be.below(turf.area(shapeOf(inner)) * 1e-4 + 20);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('closes its rings, outer ones anticlockwise and holes clockwise', async () => {
    const around: Sample[] = Array.from({ length: 400 }, (_, k) => ({
      x: 3000 * Math.cos((k * Math.PI) / 200),
      y: 3000 * Math.sin((k * Math.PI) / 200),
      seconds: 0,
    }));
    const [area] = await isochroneAreas(samplesOf(around), [15]);
    expect(area!.coordinates).to.have.length(1);
    const [outer, hole, ...more] = area!.coordinates[0]!;
    expect(more).to.deep.equal([]);
    for (const ring of [outer!, hole!]) expect(ring.at(-1)).to.deep.equal(ring[0]);
    expect(turf.booleanClockwise(turf.lineString(outer as unknown as [number, number][]))).to.equal(false);
    expect(turf.booleanClockwise(turf.lineString(hole as unknown as [number, number][]))).to.equal(true);
    expect(holds(area!, 0, 0)).to.equal(false);
  });

  it('spreads off the road at a walk, at most 300 m', async () => {
    const road = samplesOf([{ x: 0, y: 0, seconds: 0 }]);
    const [brief, long] = await isochroneAreas(road, [2, 60]);
    // Two minutes off the path are 100 m.
    expect(Math.sqrt(turf.area(shapeOf(brief!)) / Math.PI)).to.be.within(95, 130);
    expect(Math.sqrt(turf.area(shapeOf(long!)) / Math.PI)).to.be.within(295, 330);
  });

  it('draws nothing where nothing is reached', async () => {
    const none = [{ minutes: 5, coordinates: [] }];
    expect(await isochroneAreas(samplesOf([]), [5])).to.deep.equal(none);
    expect(await isochroneAreas(samplesOf([{ x: 0, y: 0, seconds: 400 }]), [5])).to.deep.equal(none);
  });

  it('stays one piece along a road that runs far beyond a fine grid', async () => {
    const road = Array.from({ length: 4000 }, (_, k) => ({ x: k * 50, y: k * 13, seconds: k }));
    const [area] = await isochroneAreas(samplesOf(road), [70]);
    expect(area!.coordinates).to.have.length(1);
    for (let k = 0; k < 4000; k += 37) expect(holds(area!, k * 50, k * 13)).to.equal(true);
  });
});
