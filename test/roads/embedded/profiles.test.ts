import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { openGraph } from '../../../src/roads/embedded/open-graph.js';
import { BUILT_IN_PROFILES, builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import type { Profile } from '../../../src/roads/embedded/profiles/profile.js';
import { checkProfiles } from '../../../src/roads/embedded/profiles/profile-schema.js';
import { readProfiles } from '../../../src/roads/embedded/profiles/read-profiles.js';
import { RoadError } from '../../../src/roads/road-error.js';
import { osmPbf } from '../../support/osm-pbf.js';
import { inFolder } from '../graph-of.js';
import { sketch } from '../sketch.js';

const [truck] = builtInProfiles(['truck']) as [Profile];

const fromText = (text: string): Promise<Profile[]> =>
  inFolder(async (folder) => {
    const path = join(folder, 'profiles.json');
    await writeFile(path, text);
    return readProfiles(path);
  });
const from = (document: unknown): Promise<Profile[]> => fromText(JSON.stringify(document));

const faultOf = async (reading: Promise<unknown>): Promise<string> => {
  const fault = await reading.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(fault).to.be.instanceOf(RoadError);
  expect((fault as RoadError).code).to.equal('profile-invalid');
  return (fault as RoadError).message;
};

describe('a file of profiles', () => {
  it('takes complete profiles as they are', async () => {
    expect(await from(BUILT_IN_PROFILES)).to.deep.equal(JSON.parse(JSON.stringify(BUILT_IN_PROFILES)));
  });

  it('may wrap its list', async () => {
    expect((await from({ profiles: [truck] })).map(({ name }) => name)).to.deep.equal(['truck']);
  });

  it('lays a profile over the one it extends, key by key, and null takes a key away', async () => {
    const [made] = await from([
      {
        name: 'mule',
        extends: 'truck',
        speedFactor: 0.9,
        engine: { powerKw: 60 },
        classKmh: { track: 9, trunk: null },
        clockRules: null,
        seasons: { fog: { factor: 0.5 } },
      },
    ]);
    const { trunk: _, ...classes } = truck.classKmh;
    const { clockRules: __, ...rest } = truck;
    expect(made).to.deep.equal({
      ...rest,
      name: 'mule',
      speedFactor: 0.9,
      engine: { ...truck.engine, powerKw: 60 },
      classKmh: { ...classes, track: 9 },
      seasons: { ...truck.seasons, fog: { factor: 0.5 } },
    });
  });

  it('extends profiles of its own, wherever they stand, and takes the place of built-in ones', async () => {
    const made = await from([
      { name: 'b', extends: 'a', topKmh: 40 },
      { name: 'a', extends: 'van', topKmh: 50, speedFactor: 0.8 },
      { name: 'van', extends: 'van', topKmh: 60 },
    ]);
    expect(made.map(({ topKmh, speedFactor }) => [topKmh, speedFactor])).to.deep.equal([
      [40, 0.8],
      [50, 0.8],
      [60, 1],
    ]);
  });

  it('tells every fault at once with its path', async () => {
    const told = await faultOf(
      from({
        profiles: [
          { ...truck, name: 'My Truck', topKmh: 0, colour: 'green' },
          { name: 'quick', extends: 'van', classKmh: { trunk: 250 }, engine: { efficiency: 1.2 } },
        ],
      }),
    );
    expect(told).to.match(/\$\.profiles\[0\]\.name: must be lower-case/);
    expect(told).to.match(/\$\.profiles\[0\]\.topKmh: a speed must be above 0/);
    expect(told).to.match(/\$\.profiles\[0\]: .*colour/);
    expect(told).to.match(/\$\.profiles\[1\]\.classKmh\.trunk: a speed is at most 200/);
    expect(told).to.match(/\$\.profiles\[1\]\.engine\.efficiency: no more power/);
  });

  const impossible: [string, Record<string, unknown>, RegExp][] = [
    [
      'an engine that cannot move itself',
      { engine: { powerKw: 0.01 } },
      /engine\.powerKw: moves 4500 kg at 0\.\d km\/h/,
    ],
    [
      'an empty mass above the laden one',
      { engine: { emptyKg: 9000 } },
      /engine\.emptyKg: is more than massKg/,
    ],
    [
      'downhill grades out of order',
      {
        engine: {
          downhillKmh: [
            [0.1, 40],
            [0.06, 60],
          ],
        },
      },
      /engine\.downhillKmh: grades must ascend/,
    ],
    [
      'a grade in percent',
      { engine: { downhillKmh: [[6, 50]] } },
      /downhillKmh\[0\]\[0\]: a grade is a fraction/,
    ],
    ['no width', { widthMetres: 0 }, /widthMetres: must be above 0/],
    [
      'no class',
      { classKmh: Object.fromEntries(Object.keys(truck.classKmh).map((key) => [key, null])) },
      /classKmh: names no road class/,
    ],
    ['a class that is none', { classKmh: { autobahn: 50 } }, /classKmh.*autobahn/],
    [
      'a class closed unless tagged without a speed',
      { closedUnlessTagged: ['path'] },
      /closedUnlessTagged\[0\]: names path, which classKmh gives no speed/,
    ],
    ['an access key whose tags are not read', { accessKeys: ['access', 'hovercraft'] }, /accessKeys\[1\]/],
    [
      'a season that stops all traffic',
      { seasons: { flood: { factor: 0 } } },
      /seasons\.flood\.factor: a factor must be above 0; close roads/,
    ],
    [
      'a season that makes roads faster than fast',
      { seasons: { dream: { byClass: { track: 2 } } } },
      /seasons\.dream\.byClass\.track: a factor is at most 1\.5/,
    ],
    [
      'a clock rule that never holds',
      { clockRules: [{ from: '06:00', until: '06:00', closed: true }] },
      /clockRules\[0\]\.until: equals from/,
    ],
    [
      'a clock rule without effect',
      { clockRules: [{ from: '06:00', until: '07:00' }] },
      /clockRules\[0\]: must either close/,
    ],
    [
      'a time that is none',
      { clockRules: [{ from: '25:00', until: '07:00', closed: true }] },
      /clockRules\[0\]\.from: must be a time/,
    ],
    [
      'a base that is none',
      { extends: 'lorry' },
      /extends: there is no profile "lorry"; extend one of .*truck/,
    ],
  ];
  for (const [name, over, told] of impossible) {
    it(`refuses ${name}`, async () => {
      expect(await faultOf(from([{ extends: 'truck', ...over, name: 'own' }]))).to.match(told);
    });
  }

  it('refuses a circle of profiles', async () => {
    const told = await faultOf(
      from([
        { name: 'a', extends: 'b' },
        { name: 'b', extends: 'a' },
      ]),
    );
    expect(told).to.match(/\$\[0\]\.extends: goes round in a circle: a extends b extends a/);
  });

  it('refuses a name given twice, no profile and more than 31', async () => {
    expect(await faultOf(from([truck, truck]))).to.match(/\$\[1\]\.name: "truck" is also the name of \[0\]/);
    expect(await faultOf(from([]))).to.match(/holds 0 profiles/);
    const many = Array.from({ length: 32 }, (_, i) => ({ ...truck, name: `t${i}` }));
    expect(await faultOf(from(many))).to.match(/holds 32 profiles; a graph takes 1 to 31/);
  });

  it('refuses what is no list of profiles', async () => {
    expect(await faultOf(readProfiles('/nowhere/profiles.json'))).to.match(/cannot be read \(ENOENT\)/);
    expect(await faultOf(fromText('[{'))).to.match(/is not JSON/);
    expect(await faultOf(from({ trucks: [] }))).to.match(/holds no list of profiles/);
    expect(await faultOf(from([5]))).to.match(/\$\[0\]: .*expected object/);
    expect(await faultOf(from({ profiles: [truck], version: 2 }))).to.match(
      /a key "version" beside "profiles"/,
    );
  });
});

describe('profiles in a program', () => {
  it('are checked by the same rules', () => {
    const wrong = { ...truck, name: 'My Truck', topKmh: 0, classKmh: { primary: -1 } };
    expect(() => checkProfiles([wrong])).to.throw(
      RoadError,
      /\$\[0\]\.name.*\$\[0\]\.classKmh\.primary.*\$\[0\]\.topKmh/,
    );
    expect(() => checkProfiles(BUILT_IN_PROFILES)).not.to.throw();
  });
});

describe('a profile that can use no road of the extract', () => {
  it('is told as a warning, and all its answers are null', () =>
    inFolder(async (folder) => {
      const { map, at } = sketch('a--b--c');
      const extract = join(folder, 'map.osm.pbf');
      await writeFile(extract, osmPbf(map));
      const profiles = [truck, { ...truck, name: 'sledge', classKmh: { path: 8 } }];
      const out = join(folder, 'graph');
      const { warnings, counts } = await buildGraph({ extract, out, profiles });
      expect(warnings.filter((text) => text.includes('"sledge"'))).to.have.length(1);
      expect(counts.profiles['sledge']!.edges).to.equal(0);
      const roads = await openGraph(out);
      try {
        const points = [at('a'), at('c')];
        expect(await roads.nearest('sledge', points)).to.deep.equal([null, null]);
        const { durations, snapped } = await roads.matrix({ profile: 'sledge', points });
        expect([[...durations], snapped]).to.deep.equal([
          [-1, -1, -1, -1],
          [null, null],
        ]);
        expect((await roads.route({ profile: 'sledge', points })).legs).to.deep.equal([null]);
        expect((await roads.route({ profile: 'truck', points })).legs[0]).not.to.equal(null);
      } finally {
        await roads.close();
      }
    }));
});
