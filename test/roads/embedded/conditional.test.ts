import { join } from 'node:path';
import { expect } from 'chai';
import { readExtract } from '../../../src/roads/embedded/osm/read-extract.js';
import { conditionWarnings } from '../../../src/roads/embedded/profiles/condition-warnings.js';
import { parseConditional } from '../../../src/roads/embedded/profiles/conditional-tags.js';
import { readClock } from '../../../src/roads/embedded/profiles/clock.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { hoursHold } from '../../../src/roads/embedded/profiles/opening-hours.js';
import { profileState, type StateConditions } from '../../../src/roads/embedded/profiles/profile-state.js';
import { roadKind } from '../../../src/roads/embedded/profiles/way-speed.js';

/** km/h of a profile forward and backward on a road, under conditions. */
const kmhOf = (name: string, tags: Record<string, string>, conditions: StateConditions = {}): number[] => {
  const [profile] = builtInProfiles([name]);
  // Night bans of the profile itself are tried elsewhere.
  const { clockRules: _, ...bare } = profile!;
  const kind = roadKind(new Map(Object.entries({ highway: 'primary', ...tags })), [bare], null);
  if (kind === null) return [0, 0];
  const state = profileState([kind], bare, 0, conditions);
  return state === null ? [...kind.kmh] : [...state.kmh];
};

describe('conditional tags', () => {
  it('are values, each with conditions that hold together', () => {
    expect(
      parseConditional('no @ (Mo-Fr 07:00-09:00; Sa 08:00-10:00); 30 @ (wet AND weight>3.5 t)'),
    ).to.deep.equal([
      { value: 'no', conditions: [{ on: 'hours', text: 'Mo-Fr 07:00-09:00; Sa 08:00-10:00' }] },
      {
        value: '30',
        conditions: [
          { on: 'weather', weather: 'wet' },
          { on: 'vehicle', measure: 'weight', compare: '>', limit: 3.5 },
        ],
      },
    ]);
    expect(parseConditional('no @ delivery')).to.deep.equal([
      { value: 'no', conditions: [{ on: 'unknown', text: 'delivery' }] },
    ]);
    expect(parseConditional('no')).to.deep.equal([]);
  });

  const cases: [string, string, Record<string, string>, StateConditions, number[]][] = [
    ['without a clock do not hold', 'van', { 'access:conditional': 'no @ (22:00-06:00)' }, {}, [48, 48]],
    [
      'close a road at its hours',
      'van',
      { 'access:conditional': 'no @ (22:00-06:00)' },
      { at: '23:30' },
      [0, 0],
    ],
    [
      'leave it open at others',
      'van',
      { 'access:conditional': 'no @ (22:00-06:00)' },
      { at: '06:00' },
      [48, 48],
    ],
    ['bind those they name', 'heavy', { 'hgv:conditional': 'no @ (07:00-19:00)' }, { at: '12:00' }, [0, 0]],
    ['bind no others', 'van', { 'hgv:conditional': 'no @ (07:00-19:00)' }, { at: '12:00' }, [48, 48]],
    [
      'yield to a more particular key',
      'heavy',
      { 'access:conditional': 'no @ (07:00-19:00)', hgv: 'yes' },
      { at: '12:00' },
      [48, 48],
    ],
    ['limit the speed', 'van', { 'maxspeed:conditional': '30 @ (07:00-08:00)' }, { at: '07:30' }, [30, 30]],
    [
      'lift a limit, which no plain tag can',
      'van',
      { maxspeed: '30', 'maxspeed:conditional': 'none @ (20:00-06:00)' },
      { at: '21:00' },
      [48, 48],
    ],
    [
      'limit one direction',
      'van',
      { 'maxspeed:backward:conditional': '20 @ (07:00-08:00)' },
      { at: '07:30' },
      [48, 20],
    ],
    ['make a road one-way', 'van', { 'oneway:conditional': 'yes @ (07:00-09:00)' }, { at: '08:00' }, [48, 0]],
    [
      'turn a road round only where it is open',
      'van',
      { oneway: 'yes', 'oneway:conditional': '-1 @ (07:00-09:00)' },
      { at: '08:00' },
      [0, 0],
    ],
    [
      'count the last that holds',
      'van',
      { 'maxspeed:conditional': '40 @ (06:00-20:00); 20 @ (07:00-08:00)' },
      { at: '07:30' },
      [20, 20],
    ],
    [
      'hold by weather with their season',
      'van',
      { 'maxspeed:conditional': '20 @ wet' },
      { season: 'wet' },
      [20, 20],
    ],
    [
      'do not hold in another season',
      'van',
      { 'maxspeed:conditional': '20 @ snow' },
      { season: 'winter' },
      [28.8, 28.8],
    ],
    [
      'close roads in snow',
      'van',
      { 'motor_vehicle:conditional': 'no @ (snow)' },
      { season: 'snow' },
      [0, 0],
    ],
    [
      'weigh the vehicle, whatever the hour',
      'heavy',
      { 'access:conditional': 'no @ (weight>7.5)' },
      {},
      [0, 0],
    ],
    ['let the lighter pass', 'truck', { 'access:conditional': 'no @ (weight>7.5)' }, {}, [48, 48]],
    ['measure the vehicle', 'truck', { 'access:conditional': 'no @ (length >= 6 m)' }, {}, [0, 0]],
    [
      'hold where all their conditions do',
      'heavy',
      { 'access:conditional': 'no @ (weight>7.5 AND 22:00-06:00)' },
      { at: '12:00' },
      [48, 48],
    ],
    [
      'that are not understood do not hold',
      'van',
      { 'access:conditional': 'no @ full_moon' },
      { at: '23:00' },
      [48, 48],
    ],
  ];
  for (const [name, profile, tags, conditions, expected] of cases) {
    it(name, () => {
      const kmh = kmhOf(profile, tags, conditions);
      kmh.forEach((speed, i) => expect(speed).to.be.closeTo(expected[i]!, 1e-9));
    });
  }

  it('do not close a road to all when they close it to the heavy at every hour', () => {
    const [heavy, van] = builtInProfiles(['heavy', 'van']);
    const tags = new Map([
      ['highway', 'primary'],
      ['hgv:conditional', 'no @ (weight>7.5)'],
    ]);
    expect(roadKind(tags, [heavy!], null)).to.equal(null);
    expect(roadKind(tags, [heavy!, van!], null)!.kmh).to.deep.equal([0, 0, 48, 48]);
    expect(roadKind(tags, [heavy!, van!], null)!.conditional).to.equal(undefined);
  });

  it('are told where they are not understood, by way', () => {
    const tagSets = [
      new Map([['hgv:conditional', 'no @ full_moon']]),
      new Map([['hgv:conditional', 'no @ (Mo-Fr 08:00-18:00)']]),
      new Map([['bus:conditional', 'no @ full_moon']]),
      new Map([['access:conditional', "no @ (Mo-Fr 7:30-9 o'clock)"]]),
    ];
    const [heavy, van] = builtInProfiles(['heavy', 'van']);
    const told = (profiles: Parameters<typeof conditionWarnings>[1]) =>
      conditionWarnings({ tagSets, tagSet: Int32Array.of(0, 1, 0, 2, 3) }, profiles).join();
    expect(told([heavy!])).to.match(/^3 ways have conditional tags/);
    expect(told([van!])).to.match(/^1 ways/);
    expect(conditionWarnings({ tagSets, tagSet: Int32Array.of(1, 2) }, [heavy!])).to.deep.equal([]);
  });
});

describe('roads of a season', () => {
  const cases: [Record<string, string>, Record<string, boolean>][] = [
    [{ seasonal: 'summer' }, { dry: true, winter: false, snow: false }],
    [{ seasonal: 'spring;summer;autumn' }, { dry: true, winter: false }],
    [{ seasonal: 'dry_season' }, { dry: true, rainy: false }],
    [{ winter_service: 'no' }, { dry: true, winter: true, snow: false }],
    [{ winter_service: 'yes' }, { snow: true }],
  ];
  for (const [tags, expected] of cases) {
    const told = Object.entries(tags)[0]!.join('=');
    it(`with ${told} are open in ${Object.keys(expected)
      .filter((name) => expected[name])
      .join(', ')} alone`, () => {
      const open = Object.keys(expected).map((season) => [season, kmhOf('van', tags, { season })[0]! > 0]);
      expect(Object.fromEntries(open)).to.deep.equal(expected);
    });
  }

  it('that are winter’s alone are closed in the plain graph, to wheels', () => {
    const [van, foot] = builtInProfiles(['van', 'foot']);
    const kmh = (tags: Record<string, string>) =>
      roadKind(new Map(Object.entries({ highway: 'track', ...tags })), [van!, foot!], null)!.kmh;
    expect(kmh({ ice_road: 'yes' })).to.deep.equal([0, 0, 6, 6]);
    expect(kmh({ seasonal: 'winter' })).to.deep.equal([0, 0, 6, 6]);
  });
});

describe('opening hours', () => {
  const cases: [string, string, boolean | null][] = [
    ['22:00-06:00', '23:00', true],
    ['22:00-06:00', '06:00', false],
    ['Mo-Fr 07:00-09:00', '08:00', true],
    ['Sa,Su 07:00-09:00', '08:00', false],
    ['Sa,Su 07:00-09:00', '2025-10-18T08:00', true],
    ['Mo-Fr 07:00-09:00', '2025-10-18T08:00', false],
    ['Nov-Apr', '12:00', false],
    ['Nov-Apr', '2025-12-01T12:00', true],
    ['2025 Jan 1-2031 Dec 31', '12:00', false],
    ['PH 07:00-09:00', '2025-12-25T08:00', false],
    ['Mo-Fr 07:00-09:00; PH off', '2025-12-25T08:00', true],
    ['PH,Th 07:00-09:00', '2025-12-26T08:00', false],
    ['PH,Th 07:00-09:00', '2025-12-25T08:00', true],
    ['24/7', '03:00', true],
    ['when it suits', '12:00', null],
  ];
  for (const [text, at, expected] of cases) {
    it(`"${text}" at ${at} ${expected === null ? 'are none' : expected ? 'hold' : 'do not hold'}`, () => {
      expect(hoursHold(text, readClock(at))).to.equal(expected);
    });
  }
});

describe('conditional tags of Porto Alegre', function () {
  this.timeout(30_000);
  const data = process.env['PACKHORSE_TEST_DATA'];

  before(function () {
    if (data !== undefined) return;
    process.stdout.write('    left out: PACKHORSE_TEST_DATA is not set\n');
    this.skip();
  });

  it('close streets to cars at weekends and to long trucks on working days, and are all understood', async () => {
    const profiles = builtInProfiles(['van', 'heavy']);
    const { ways } = await readExtract(join(data!, 'osm/porto-alegre.osm.pbf'), profiles);
    const kinds = ways.tagSets.map((tags) => roadKind(tags, profiles, null)!);
    const closed = (at: string) =>
      profiles.map((profile, index) => {
        const state = profileState(kinds, profile, index, { at });
        return kinds.filter(({ kmh }, i) => kmh[2 * index]! > 0 && state?.kmh[2 * i] === 0).length;
      });
    const [sunday, monday, mondayNight] = ['2025-10-19T10:00', '2025-10-20T10:00', '2025-10-20T19:00'].map(
      closed,
    );
    expect(sunday![0]).to.be.greaterThan(10);
    expect(monday![0]).to.equal(0);
    expect(monday![1]).to.be.greaterThan(0);
    expect(mondayNight).to.deep.equal([0, 0]);
    expect(conditionWarnings(ways, profiles)).to.deep.equal([]);
  });
});
