import { expect } from 'chai';
import { directions, mayUse, quantity } from '../../../src/roads/embedded/profiles/access.js';
import { BUILT_IN_PROFILES, builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { climbingMetresPerSecond, gradeSpeed } from '../../../src/roads/embedded/profiles/grade-speed.js';
import type { Profile } from '../../../src/roads/embedded/profiles/profile.js';
import { durationSeconds } from '../../../src/roads/embedded/profiles/road-class.js';
import { speedOf } from '../../../src/roads/embedded/profiles/speed-caps.js';
import { roadKind } from '../../../src/roads/embedded/profiles/way-speed.js';

const profile = (name: string): Profile => builtInProfiles([name])[0]!;
const kmhOf = (
  name: string,
  tags: Record<string, string>,
  ferryKmh: number | null = null,
): readonly number[] | null =>
  roadKind(new Map(Object.entries(tags)), [profile(name)], ferryKmh)?.kmh ?? null;

describe('level speeds', () => {
  const cases: [string, Record<string, string>, number[] | null][] = [
    ['van', { highway: 'primary' }, [48, 48]],
    ['van', { highway: 'tertiary' }, [30, 30]],
    ['van', { highway: 'track' }, [12, 12]],
    ['van', { highway: 'trunk' }, [70, 70]],
    ['van', { highway: 'trunk', lanes: '4' }, [80, 80]],
    ['van', { highway: 'trunk', oneway: 'yes' }, [80, 0]],
    ['van', { highway: 'motorway' }, [80, 0]],
    ['van', { highway: 'primary', lane_markings: 'no' }, [40, 40]],
    ['van', { highway: 'primary', maxspeed: '30' }, [30, 30]],
    ['van', { highway: 'primary', maxspeed: '20 mph' }, [32.18688, 32.18688]],
    ['van', { highway: 'primary', 'maxspeed:forward': '20' }, [20, 48]],
    ['van', { highway: 'primary', maxspeed: 'CN:urban' }, [48, 48]],
    ['van', { highway: 'primary', surface: 'gravel' }, [30, 30]],
    ['van', { highway: 'primary', surface: 'asphalt;mud' }, [10, 10]],
    ['van', { highway: 'primary', tracktype: 'grade3' }, [20, 20]],
    ['van', { highway: 'primary', smoothness: 'horrible' }, [10, 10]],
    ['heavy', { highway: 'primary', 'maxspeed:hgv': '35' }, [35, 35]],
    ['van', { highway: 'primary', 'maxspeed:hgv': '35' }, [48, 48]],
    ['trike', { highway: 'primary' }, [15, 15]],
    ['trike', { highway: 'motorway' }, null],
    ['trike', { highway: 'trunk', motorroad: 'yes' }, null],
    ['motorbike', { highway: 'path' }, null],
    ['motorbike', { highway: 'path', motorcycle: 'yes' }, [10, 10]],
    ['foot', { highway: 'steps' }, [6, 6]],
    ['foot', { highway: 'motorway' }, null],
    ['van', { route: 'ferry' }, [10, 10]],
    ['van', { highway: 'primary', area: 'yes' }, null],
    ['van', { highway: 'construction' }, null],
  ];
  for (const [name, tags, expected] of cases) {
    const told = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
    it(`of a ${name} on ${told.join(' ')} are ${expected === null ? 'none' : expected.join(' and ')}`, () => {
      expect(kmhOf(name, tags)).to.deep.equal(expected);
    });
  }

  it('of a ferry follow its duration', () => {
    expect(kmhOf('van', { route: 'ferry', duration: '00:30' }, 4.2)).to.deep.equal([4.2, 4.2]);
    expect(['25', '00:25', '01:05:30', 'soon', '0'].map(durationSeconds)).to.deep.equal([
      1500,
      1500,
      3930,
      null,
      null,
    ]);
  });
});

describe('speeds on a grade', () => {
  // Steady climbs at 0, 4, 8, 12 and 20 %, km/h, worked out apart from this program.
  const published: Record<string, number[]> = {
    truck: [104, 78, 57, 43, 28],
    heavy: [100, 58, 36, 26, 16],
    trike: [45, 27, 17, 12, 8],
  };
  for (const [name, expected] of Object.entries(published)) {
    it(`of a ${name} follow the balance of its power`, () => {
      [0, 0.04, 0.08, 0.12, 0.2].forEach((grade, i) => {
        const kmh = climbingMetresPerSecond(profile(name).engine!, 0, grade) * 3.6;
        expect(kmh, `${grade * 100} %`).to.be.closeTo(expected[i]!, Math.max(2, expected[i]! * 0.12));
      });
    });
  }

  it('never rise with the grade, up or down, nor pass the level speed', () => {
    for (const built of BUILT_IN_PROFILES.filter(({ engine }) => engine !== undefined)) {
      const rule = gradeSpeed(built);
      for (const sign of [1, -1]) {
        let before = Infinity;
        for (let grade = 0; grade <= 0.3; grade += 0.005) {
          const speed = rule.metresPerSecond(40, 0, sign * grade);
          expect(speed).to.be.within(0.5, Math.min(40 / 3.6 + 1e-9, before + 1e-9));
          before = speed;
        }
      }
    }
  });

  it('fall on gravel and further on soft ground', () => {
    const rule = gradeSpeed(profile('heavy'));
    const speeds = ([0, 1, 2] as const).map((rolling) => rule.metresPerSecond(60, rolling, 0.1));
    expect(speeds[1]! / speeds[0]!).to.be.within(0.88, 0.97);
    expect(speeds[2]! / speeds[0]!).to.be.within(0.75, 0.92);
  });

  it('of a laden truck downhill keep to the safe ones', () => {
    const rule = gradeSpeed(profile('heavy'));
    const kmh = [-0.06, -0.08, -0.1, -0.12].map((grade) =>
      Math.round(rule.metresPerSecond(80, 0, grade) * 3.6),
    );
    expect(kmh).to.deep.equal([50, 40, 30, 25]);
  });

  it('of a walker are Tobler’s: 5 km/h on the level, fastest gently downhill', () => {
    const rule = gradeSpeed(profile('foot'));
    const kmh = [0, -0.05, 0.1, -0.2].map((grade) => rule.metresPerSecond(6, 0, grade) * 3.6);
    [5.04, 6, 3.55, 3.55].forEach((expected, i) => expect(kmh[i]).to.be.closeTo(expected, 0.01));
  });

  it('scale with the season’s factor', () => {
    const [dry, winter] = [profile('truck'), { ...profile('truck'), speedFactor: 0.6 }];
    const tags = new Map([['highway', 'secondary']]);
    expect(roadKind(tags, [winter], null)!.kmh[0]).to.be.closeTo(
      roadKind(tags, [dry], null)!.kmh[0]! * 0.6,
      1e-9,
    );
  });
});

describe('tags', () => {
  it('of size and weight are read in their units', () => {
    const texts = ['3.5', '3.5 t', '3500 kg', '2,2 m', '7\'6"', '220 cm', 'default', undefined];
    expect(
      texts.map((text) => quantity(text)).map((value) => value && Math.round(value * 1000) / 1000),
    ).to.deep.equal([3.5, 3.5, 3.5, 2.2, 2.286, 2.2, null, null]);
  });

  it('of speed are read in theirs', () => {
    expect(['60', '60 km/h', 'walk', 'none', 'signals', '0', undefined].map(speedOf)).to.deep.equal([
      60,
      60,
      6,
      Infinity,
      null,
      null,
      null,
    ]);
  });

  it('of access bind from the general to the particular', () => {
    const open = (tags: Record<string, string>) =>
      mayUse(new Map(Object.entries(tags)), 'primary', profile('heavy'));
    expect([
      open({}),
      open({ access: 'no' }),
      open({ access: 'no', hgv: 'delivery' }),
      open({ motor_vehicle: 'yes', hgv: 'no' }),
      open({ access: 'destination' }),
    ]).to.deep.equal([true, false, true, false, true]);
  });

  it('of access in one direction bind that one, the particular before the general', () => {
    const open = (tags: Record<string, string>) =>
      directions(new Map(Object.entries(tags)), profile('heavy'));
    expect([
      open({ 'vehicle:backward': 'no' }),
      open({ 'hgv:forward': 'no' }),
      open({ 'vehicle:backward': 'no', hgv: 'yes' }),
      open({ oneway: 'yes', 'hgv:forward': 'no' }),
      open({ 'bus:backward': 'no' }),
    ]).to.deep.equal([
      [true, false],
      [false, true],
      [true, true],
      [false, false],
      [true, true],
    ]);
  });

  it('of a reversible lane close it both ways', () => {
    expect(directions(new Map([['oneway', 'reversible']]), profile('van'))).to.deep.equal([false, false]);
  });
});
