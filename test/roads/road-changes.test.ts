import { expect } from 'chai';
import { readRoadChanges } from '../../src/roads/road-changes.js';
import { RoadError } from '../../src/roads/road-error.js';

const feature = (
  properties: object,
  geometry: object | null = { type: 'Point', coordinates: [109.5, 34.5] },
) => ({
  type: 'Feature',
  properties: { id: 'slide', ...properties },
  geometry,
});

function faultsOf(json: unknown): string {
  try {
    readRoadChanges(json, 'changes.geojson');
  } catch (error) {
    if (error instanceof RoadError && error.code === 'conditions-invalid') return error.message;
    throw error;
  }
  throw new Error('no fault was found');
}

describe('readRoadChanges', () => {
  it('reads a closure at a point from a FeatureCollection', () => {
    const json = { type: 'FeatureCollection', features: [feature({})] };
    expect(readRoadChanges(json, 'x')).to.deep.equal([
      { id: 'slide', effect: 'closed', geometry: { type: 'Point', coordinates: [109.5, 34.5] } },
    ]);
  });

  it('reads slowdowns, ways, lines, polygons, profiles and times from a list', () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [1, 2, 700],
        [1.1, 2],
      ],
    };
    const area = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    };
    const read = readRoadChanges(
      [
        feature({ id: 'a', effect: 'slow', factor: 0.5, withinMetres: 40 }, line),
        feature({ id: 'b', effect: 'slow', maxKmh: 15, profiles: ['van'] }, area),
        feature(
          { id: 'c', way: 17, from: '2026-10-17T06:00', until: '2026-10-18T20:30', note: 'bridge' },
          null,
        ),
      ],
      'x',
    );
    expect(read).to.deep.equal([
      {
        id: 'a',
        effect: { factor: 0.5 },
        geometry: {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [1.1, 2],
          ],
        },
        withinMetres: 40,
      },
      { id: 'b', effect: { maxKmh: 15 }, geometry: area, profiles: ['van'] },
      { id: 'c', effect: 'closed', way: 17, from: '2026-10-17T06:00', until: '2026-10-18T20:30' },
    ]);
  });

  it('tells every fault at once with its path and what to do', () => {
    const text = faultsOf({
      type: 'FeatureCollection',
      features: [
        feature({ id: 'a', effect: 'slow' }),
        feature({ id: 'a', factor: 0.5 }),
        feature({ id: 'c', factr: 0.5 }),
        feature({ id: 'd', effect: 'slow', factor: 1.5 }),
        feature({ id: 'e' }, null),
        feature({ id: 'f', way: 3 }),
        feature({ id: 'g', from: '2026-10-17T06:00+08:00' }),
        feature({ id: 'h', from: '2026-10-17T06:00', until: '2026-10-16T06:00' }),
        feature({ id: 'i' }, { type: 'Point', coordinates: [34.5, 109.5] }),
        feature({ id: 'j' }, { type: 'MultiPoint', coordinates: [[1, 2]] }),
        feature({ id: 'k', withinMetres: 3, way: 3 }, null),
        'l',
      ],
    });
    for (const part of [
      'changes.geojson',
      'features[0].properties.effect says slow, but not how slow',
      'features[1].properties.factor is given for a road that is closed',
      'features[2].properties.factr is not a key known here',
      'features[3].properties.factor',
      'features[4].geometry is null',
      'features[5].properties.way is given beside a geometry',
      'features[6].properties.from: a clock time of the place without an offset',
      'features[7].properties.until is before',
      'features[8].geometry.coordinates [34.5, 109.5]',
      'Longitude comes first',
      'features[9].geometry.type: must be Point, LineString or Polygon',
      'features[10].properties.withinMetres is only for',
      'features[11]: ',
      '"a" is the id of two changes',
    ])
      expect(text).to.include(part);
  });

  it('refuses what is no list of features', () => {
    for (const json of [null, 7, 'x', {}, { type: 'Feature' }, { type: 'FeatureCollection', features: 3 }])
      expect(faultsOf(json)).to.include('GeoJSON FeatureCollection');
  });

  it('counts the faults it does not tell', () => {
    expect(faultsOf(Array.from({ length: 30 }, () => 1))).to.include('and 10 more faults');
    expect(faultsOf(Array.from({ length: 1001 }, (_, k) => feature({ id: `c${k}` })))).to.include(
      '1001 changes',
    );
  });
});
