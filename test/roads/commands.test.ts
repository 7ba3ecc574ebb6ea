import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { booleanPointInPolygon } from '@turf/turf';
import { expect } from 'chai';
import {
  matrixAnswer,
  matrixJson,
  roadsBuild,
  roadsIsochrone,
  roadsMatrix,
  roadsNearest,
  roadsRoute,
} from '../../src/roads/commands.js';
import { readPoints } from '../../src/roads/read-points.js';
import { osmPbf } from '../support/osm-pbf.js';
import { inFolder } from './graph-of.js';
import { sketch } from './sketch.js';

const drawn = sketch(`
a--b--c

x-y`);

const withBuilt = (
  work: (graph: string, file: (text: string) => Promise<string>) => Promise<void>,
): Promise<void> =>
  inFolder(async (folder) => {
    const extract = join(folder, 'map.osm.pbf');
    await writeFile(extract, osmPbf(drawn.map));
    const graph = join(folder, 'graph');
    const built = await roadsBuild({ extract, out: graph, profiles: ['van', 'foot'] });
    expect(built.profiles).to.deep.equal(['van', 'foot']);
    await work(graph, async (text) => {
      const path = join(folder, 'points.csv');
      await writeFile(path, text);
      return path;
    });
  });

const line = (letter: string): string => `${drawn.at(letter).lon},${drawn.at(letter).lat}\n`;

describe('roads build', () => {
  it('builds every built-in profile unless told, with a warning where roads are level', () =>
    inFolder(async (folder) => {
      const extract = join(folder, 'map.osm.pbf');
      await writeFile(extract, osmPbf(drawn.map));
      const built = await roadsBuild({ extract, out: join(folder, 'graph') });
      expect(built.profiles).to.deep.equal(['motorbike', 'trike', 'van', 'truck', 'heavy', 'foot']);
      expect(built.warnings.join()).to.include('level');
      expect(built.counts.edges).to.equal(2);
    }));

  it('refuses a profile it does not know, naming those it does', async () => {
    const fault: unknown = await roadsBuild({ extract: 'x', out: 'y', profiles: ['camel'] }).catch(
      (e: unknown) => e,
    );
    expect(fault).to.include({ code: 'profile-unknown' });
    expect((fault as Error).message).to.include('motorbike, trike, van');
  });
});

describe('roads build with a file of profiles', () => {
  const own = JSON.stringify([
    { name: 'mule', extends: 'van', topKmh: 10 },
    { name: 'van', extends: 'van', topKmh: 20 },
  ]);
  const built = (profiles?: readonly string[]) =>
    inFolder(async (folder) => {
      const [extract, profilesFile] = [join(folder, 'map.osm.pbf'), join(folder, 'profiles.json')];
      await writeFile(extract, osmPbf(drawn.map));
      await writeFile(profilesFile, own);
      const out = join(folder, 'graph');
      const answer = await roadsBuild({ extract, out, profilesFile, profiles });
      const question = { graph: out, from: drawn.at('a'), to: drawn.at('c') };
      const seconds = answer.profiles.map(
        async (profile) => (await roadsRoute({ ...question, profile })).seconds,
      );
      return [answer.profiles, await Promise.all(seconds)];
    });

  it('takes all of them', async () => {
    expect(await built()).to.deep.equal([
      ['mule', 'van'],
      [216, 108],
    ]);
  });

  it('takes those named, of the file before built-in ones', async () => {
    expect(await built(['heavy', 'van'])).to.deep.equal([
      ['heavy', 'van'],
      [45, 108],
    ]);
    const fault: unknown = await built(['camel']).catch((e: unknown) => e);
    expect(fault).to.include({ code: 'profile-unknown' });
    expect((fault as Error).message).to.match(/no profile in .*profiles\.json, nor .*mule, van, motorbike/);
  });
});

describe('roads matrix', () => {
  it('gives rows of seconds, metres and climb, null where there is no way', () =>
    withBuilt(async (graph, file) => {
      const pointsFile = await file(`lon,lat\n${line('a')}${line('c')}100,10\n${line('x')}`);
      const matrix = await roadsMatrix({ graph, profile: 'van', pointsFile, maxSnap: 50 });
      const answer = matrixAnswer(matrix);
      expect(JSON.parse([...matrixJson(matrix)].join(''))).to.deep.equal(answer);
      expect(answer.distances).to.deep.equal([
        [0, 600, null, null],
        [600, 0, null, null],
        [null, null, null, null],
        [null, null, null, 0],
      ]);
      expect(answer.durations[0]).to.deep.equal([0, 45, null, null]);
      expect(answer.ascents[1]).to.deep.equal([0, 0, null, null]);
      expect(answer.snapped.map((snap) => snap?.metres ?? null)).to.deep.equal([0, 0, null, 0]);
    }));

  it('tells a file of points that is not there', () =>
    withBuilt(async (graph) => {
      const fault: unknown = await roadsMatrix({ graph, profile: 'van', pointsFile: '/nowhere.csv' }).catch(
        (e: unknown) => e,
      );
      expect(fault).to.include({ code: 'points-missing' });
    }));
});

describe('roads nearest', () => {
  it('tells where points meet the road', () =>
    withBuilt(async (graph, file) => {
      const pointsFile = await file(line('b'));
      const { snapped } = await roadsNearest({ graph, profile: 'foot', pointsFile });
      expect(snapped[0]!.metres).to.equal(0);
      const { lon, lat } = drawn.at('b');
      expect(await roadsNearest({ graph, profile: 'foot', points: [`${lon},${lat}`] })).to.deep.equal({
        snapped,
      });
    }));

  it('finds the nearest road of a place far out at sea, so that a plan can tell the distance', () =>
    withBuilt(async (graph) => {
      const { lon, lat } = drawn.at('a');
      const answer = await roadsNearest({
        graph,
        profile: 'van',
        points: [`${lon},${lat - 3}`, `${lon},${lat - 15}`],
        maxSnap: 1_000_000,
      });
      expect(answer.snapped[0]!.metres).to.be.within(330_000, 337_000);
      expect(answer.snapped[1]).to.equal(null);
    }));

  it('refuses a limit beyond every map', () =>
    withBuilt(async (graph) => {
      const asked = roadsNearest({ graph, profile: 'van', points: ['1,2'], maxSnap: 1_000_001 });
      const fault: unknown = await asked.catch((error: unknown) => error);
      expect(fault).to.include({ code: 'points-invalid' });
    }));
});

describe('roads route', () => {
  it('tells time, length, climb and line', () =>
    withBuilt(async (graph) => {
      const answer = await roadsRoute({ graph, profile: 'van', from: drawn.at('a'), to: line('c').trim() });
      expect(answer).to.deep.include({ seconds: 45, metres: 600, climb: 0, descent: 0 });
      expect(answer.geojson!.geometry.coordinates).to.have.length(3);
    }));

  it('explains the time by its parts, and adds them up', () =>
    withBuilt(async (graph) => {
      const { parts, summary } = await roadsRoute({
        graph,
        profile: 'van',
        from: drawn.at('a'),
        to: drawn.at('c'),
      });
      expect(parts).to.have.length(1);
      expect(parts[0]).to.include({ from: 0, to: 2, highway: 'primary', heldBy: 'class', kmh: 48 });
      expect(summary).to.deep.equal({
        byBound: [{ heldBy: 'class', highway: 'primary', metres: 600, seconds: 45 }],
        bySurface: [{ surface: null, metres: 600, seconds: 45 }],
        steepestUpPercent: 0,
        steepestDownPercent: 0,
      });
    }));

  it('answers nulls where there is no way', () =>
    withBuilt(async (graph) => {
      const answer = await roadsRoute({
        graph,
        profile: 'van',
        from: drawn.at('a'),
        to: drawn.at('x'),
        maxSnap: 20,
      });
      expect(answer).to.deep.include({ seconds: null, metres: null, climb: null, geojson: null });
    }));

  it('refuses a point that is no point, naming it', () =>
    withBuilt(async (graph) => {
      const fault: unknown = await roadsRoute({ graph, profile: 'van', from: 'here', to: '1,2' }).catch(
        (e: unknown) => e,
      );
      expect(fault).to.include({ code: 'points-invalid' });
      expect((fault as Error).message).to.include('--from');
    }));
});

describe('a file of points', () => {
  it('may have a header, columns the other way round, a byte order mark and blank lines', () => {
    const expected = [{ lon: 98.88, lat: 24.95 }];
    for (const text of [
      '98.88,24.95',
      '\uFEFFlon,lat\r\n98.88,24.95\r\n\r\n',
      'name;lat;lng\nLujiang;24.95;98.88',
      '"98.88", "24.95", more',
    ]) {
      expect(readPoints(text, 'points.csv'), text).to.deep.equal(expected);
    }
  });

  it('is refused with all its bad lines, numbered', () => {
    expect(() => readPoints('lon,lat\n1,2\nhere,there\n3\n24.95,98.88\n200,1', 'points.csv'))
      .to.throw(
        /points\.csv: line 3: .*line 4: .*line 5: latitude 98\.88 .*longitude comes first.*line 6: longitude 200/,
      )
      .with.property('code', 'points-invalid');
  });

  it('is refused when it is empty', () => {
    expect(() => readPoints('\n\n', 'points.csv')).to.throw(/no point/);
  });
});

describe('roads under conditions', () => {
  const closed = {
    changes: [{ id: 'slide', way: drawn.wayOf('bc'), effect: 'closed' as const }],
  };

  it('tell in a matrix and a route what each change met, and its effect', () =>
    withBuilt(async (graph, file) => {
      const pointsFile = await file(line('a') + line('c'));
      const matrix = matrixAnswer(
        await roadsMatrix({ graph, profile: 'van', pointsFile, maxSnap: 50, conditions: closed }),
      );
      // A closed road is no place to stop: c has no other within 50 m.
      expect([matrix.durations, matrix.snapped[1]]).to.deep.equal([
        [
          [0, null],
          [null, null],
        ],
        null,
      ]);
      expect(matrix.changes).to.deep.equal([{ id: 'slide', metres: 300 }]);
      const [from, to] = [drawn.at('a'), drawn.at('c')];
      const route = await roadsRoute({ graph, profile: 'van', from, to, maxSnap: 50, conditions: closed });
      expect([route.seconds, route.changes]).to.deep.equal([null, matrix.changes]);
    }));

  it('refuse a season the profile does not know', () =>
    withBuilt(async (graph) => {
      const [from, to] = [drawn.at('a'), drawn.at('c')];
      const fault: unknown = await roadsRoute({
        graph,
        profile: 'van',
        from,
        to,
        conditions: { season: 'monsoon' },
      }).catch((error: unknown) => error);
      expect(fault).to.include({ code: 'conditions-invalid' });
    }));
});

describe('roads isochrone', () => {
  it('draws areas, the largest first, that hold the roads reached in time', () =>
    withBuilt(async (graph) => {
      const { features, snapped } = await roadsIsochrone({
        graph,
        profile: 'van',
        point: drawn.at('a'),
        minutes: [0.25, 1],
      });
      expect(features.map(({ properties }) => properties?.['minutes'] as number)).to.deep.equal([1, 0.25]);
      expect(snapped!.metres).to.equal(0);
      const far = drawn.at('c');
      const [large, small] = features.map(({ geometry }) =>
        booleanPointInPolygon([far.lon, far.lat], geometry),
      );
      expect([large, small]).to.deep.equal([true, false]);
    }));

  it('refuses times that do not ascend', () =>
    withBuilt(async (graph) => {
      const fault: unknown = await roadsIsochrone({
        graph,
        profile: 'van',
        point: drawn.at('a'),
        minutes: [30, 15],
      }).catch((error: unknown) => error);
      expect(fault).to.include({ code: 'points-invalid' });
      expect((fault as Error).message).to.match(/ascending/);
    }));
});
