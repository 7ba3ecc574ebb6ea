import { expect } from 'chai';
import fc from 'fast-check';
import { convertPoint, type LatLon, toWgs84 } from '../../src/domain/coordinates.js';
import { readDay } from '../../src/intake/read-day.js';
import { smallDay } from '../intake/small-day.js';

const WEINAN: LatLon = { lat: 34.5, lon: 109.5 };

function metresBetween(a: LatLon, b: LatLon): number {
  const north = (a.lat - b.lat) * 111_195;
  const east = (a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}

const inChina = fc.record({
  lat: fc.double({ min: 20, max: 48, noNaN: true }),
  lon: fc.double({ min: 80, max: 125, noNaN: true }),
});

describe('coordinates of Chinese maps', () => {
  for (const system of ['GCJ-02', 'BD-09'] as const)
    it(`come back from ${system} within five metres`, () => {
      fc.assert(
        fc.property(inChina, (point) => {
          const there = convertPoint(point, 'WGS-84', system);
          expect(metresBetween(convertPoint(there, system, 'WGS-84'), point)).to.be.below(5);
          expect(metresBetween(there, point)).to.be.within(20, 2000);
        }),
      );
    });

  it('are off by hundreds of metres in Weinan where they are not converted', () => {
    expect(metresBetween(convertPoint(WEINAN, 'WGS-84', 'GCJ-02'), WEINAN)).to.be.within(300, 600);
  });

  it('are left alone outside China and where they are WGS-84 already', () => {
    const andorra = { lat: 42.5, lon: 1.5 };
    expect(convertPoint(andorra, 'GCJ-02', 'WGS-84')).to.deep.equal(andorra);
    expect(convertPoint(WEINAN, 'WGS-84', 'WGS-84')).to.deep.equal(WEINAN);
  });
});

describe('a day in GCJ-02', () => {
  const shifted = <Row extends object>(row: Row): Row => ({
    ...row,
    ...convertPoint(row as unknown as LatLon, 'WGS-84', 'GCJ-02'),
  });

  it('is the same day in WGS-84 once read: hub, outlets, sites and where vehicles stop', () => {
    const plain = smallDay();
    plain.sites[0]!['stopAt'] = { lat: 34.605, lon: 109.515 };
    const moved = {
      ...plain,
      crs: 'GCJ-02',
      hub: shifted(plain.hub),
      outlets: plain.outlets.map(shifted),
      sites: plain.sites.map((site) =>
        shifted(site['stopAt'] ? { ...site, stopAt: shifted(site['stopAt']) } : site),
      ),
    };
    const [here, there] = [readDay(plain), readDay(moved)];
    if (!here.ok || !there.ok) throw new Error('refused');
    expect(there.day.crs).to.equal('WGS-84');
    const places = (day: typeof here.day): LatLon[] => [
      day.hub,
      ...day.outlets,
      ...day.sites,
      day.sites[0]!.stopAt!,
    ];
    places(there.day).forEach((place, index) =>
      expect(metresBetween(place, places(here.day)[index]!)).to.be.below(5),
    );
    expect(metresBetween(moved.hub as unknown as LatLon, here.day.hub)).to.be.above(300);
  });

  it('has its road changes moved too', () => {
    const at = [109.5, 34.5];
    const geometries = [
      { type: 'Point', coordinates: at },
      { type: 'LineString', coordinates: [at, at] },
      { type: 'Polygon', coordinates: [[at, at, at, at]] },
    ];
    const changes = geometries.map((geometry, k) => ({
      type: 'Feature' as const,
      properties: { id: `c${k}` },
      geometry,
    }));
    const reading = readDay({ ...smallDay(), crs: 'GCJ-02', roads: { changes } });
    if (!reading.ok) throw new Error('refused');
    const there = convertPoint({ lon: at[0]!, lat: at[1]! }, 'GCJ-02', 'WGS-84');
    const pair = [there.lon, there.lat];
    expect(reading.day.roads!.changes!.map(({ geometry }) => geometry!.coordinates)).to.deep.equal([
      pair,
      [pair, pair],
      [[pair, pair, pair, pair]],
    ]);
  });

  it('is returned as it is where nothing is to be converted', () => {
    const reading = readDay(smallDay());
    if (!reading.ok) throw new Error('refused');
    expect(toWgs84(reading.day)).to.equal(reading.day);
  });
});
