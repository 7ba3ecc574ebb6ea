import { expect } from 'chai';
import fc from 'fast-check';
import { BUILT_IN_PROFILES, builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { gradeSpeed } from '../../../src/roads/embedded/profiles/grade-speed.js';
import type { Profile, Season } from '../../../src/roads/embedded/profiles/profile.js';
import {
  profileState,
  type ProfileState,
  type StateConditions,
} from '../../../src/roads/embedded/profiles/profile-state.js';
import { seasonsOf } from '../../../src/roads/embedded/profiles/seasons.js';
import { roadKind, type RoadKind } from '../../../src/roads/embedded/profiles/way-speed.js';
import { RoadError } from '../../../src/roads/road-error.js';

const [van, truck, heavy, foot] = builtInProfiles(['van', 'truck', 'heavy', 'foot']) as [
  Profile,
  Profile,
  Profile,
  Profile,
];

const kindOf = (tags: Record<string, string>, profile: Profile): RoadKind =>
  roadKind(new Map(Object.entries(tags)), [profile], null)!;
const stateOf = (
  profile: Profile,
  tags: Record<string, string>,
  conditions: StateConditions,
): ProfileState | null => profileState([kindOf(tags, profile)], profile, 0, conditions);
const kmhOf = (profile: Profile, tags: Record<string, string>, conditions: StateConditions): number => {
  const state = stateOf(profile, tags, conditions);
  return state === null ? kindOf(tags, profile).kmh[0]! : state.kmh[0]!;
};
const withSeason = (season: Season): Profile => ({ ...van, seasons: { own: season } });

describe('a season', () => {
  it('that is dry, with a load and no hour, is the plain graph', () => {
    for (const profile of BUILT_IN_PROFILES) {
      expect(stateOf(profile, { highway: 'track' }, {})).to.equal(null);
      expect(stateOf(profile, { highway: 'track' }, { season: 'dry', load: 'laden' })).to.equal(null);
      expect(stateOf(profile, { highway: 'track' }, { at: '12:00' })).to.equal(null);
    }
  });

  it('slows arterials, and bare ground more', () => {
    expect(kmhOf(van, { highway: 'primary' }, { season: 'winter' })).to.be.closeTo(48 * 0.6, 1e-9);
    expect(kmhOf(van, { highway: 'primary' }, { season: 'rainy' })).to.be.closeTo(48 * 0.8, 1e-9);
    const wet = (tags: Record<string, string>) =>
      kmhOf(van, tags, { season: 'wet' }) / kmhOf(van, tags, { season: 'dry' });
    expect(wet({ highway: 'primary' })).to.be.within(0.75, 0.9);
    expect(wet({ highway: 'track', surface: 'gravel' })).to.be.lessThan(wet({ highway: 'primary' }));
    expect(wet({ highway: 'track', surface: 'earth' })).to.be.lessThan(
      wet({ highway: 'track', surface: 'gravel' }),
    );
    const snow = stateOf(van, { highway: 'primary' }, { season: 'snow' })!;
    expect(snow.factor[0]).to.be.within(0.6, 0.7);
  });

  it('never makes a built-in profile faster, nor opens a road', () => {
    const surfaces = ['asphalt', 'gravel', 'earth', 'mud', 'asphalt;sand'];
    const classes = ['motorway', 'primary', 'residential', 'track', 'path', 'steps'];
    fc.assert(
      fc.property(
        fc.constantFrom(...BUILT_IN_PROFILES),
        fc.constantFrom(...classes),
        fc.constantFrom(...surfaces),
        fc.constantFrom('dry', 'wet', 'rainy', 'winter', 'snow'),
        fc.option(fc.constantFrom('05:59', '06:00', '19:29', '19:30', '23:59'), { nil: undefined }),
        fc.option(fc.constantFrom('20', '200'), { nil: undefined }),
        (profile, highway, surface, season, at, maxspeed) => {
          const tags = new Map(Object.entries({ highway, surface, ...(maxspeed ? { maxspeed } : {}) }));
          const kind = roadKind(tags, [profile], null);
          if (kind === null) return;
          const state = profileState([kind], profile, 0, { season, ...(at ? { at } : {}) });
          for (const i of [0, 1]) expect(state?.kmh[i] ?? kind.kmh[i]).to.be.within(0, kind.kmh[i]!);
          if (at === undefined && kind.kmh[0]! > 0) expect(state?.kmh[0] ?? 1).to.be.greaterThan(0);
        },
      ),
    );
  });

  it('multiplies class by surface by how it rolls', () => {
    const own = withSeason({
      factor: 0.9,
      byClass: { track: 0.5 },
      byRolling: { soft: 0.8, loose: 0.7 },
      bySurface: { earth: 0.6, asphalt: 1.1 },
    });
    const factor = (tags: Record<string, string>) => stateOf(own, tags, { season: 'own' })!.factor[0];
    expect(factor({ highway: 'track', surface: 'earth' })).to.be.closeTo(0.9 * 0.5 * 0.8 * 0.6, 1e-12);
    expect(factor({ highway: 'primary' })).to.be.closeTo(0.9, 1e-12);
    expect(factor({ highway: 'primary', surface: 'asphalt' })).to.be.closeTo(0.99, 1e-12);
    expect(factor({ highway: 'primary', surface: 'asphalt;earth' })).to.be.closeTo(0.9 * 0.8 * 0.6, 1e-12);
  });

  it('closes classes and surfaces', () => {
    const own = withSeason({ closedClasses: ['track'], closedSurfaces: ['mud'] });
    expect(kmhOf(own, { highway: 'track' }, { season: 'own' })).to.equal(0);
    expect(kmhOf(own, { highway: 'primary', surface: 'asphalt;mud' }, { season: 'own' })).to.equal(0);
    expect(kmhOf(own, { highway: 'primary' }, { season: 'own' })).to.equal(48);
  });

  it('leaves a sign’s speed until its own falls below, and then tells what holds it', () => {
    const at30 = { highway: 'primary', maxspeed: '30' };
    const mild = stateOf(withSeason({ factor: 0.7 }), at30, { season: 'own' })!;
    expect([mild.kmh[0], mild.bounds!.get(0)]).to.deep.equal([30, undefined]);
    const hard = stateOf(withSeason({ factor: 0.5 }), at30, { season: 'own' })!;
    expect([hard.kmh[0], hard.bounds!.get(0)]).to.deep.equal([24, 'cc']);
  });

  it('leaves ferries to their timetable, but may close them', () => {
    const ferry = { route: 'ferry' };
    expect(kmhOf(withSeason({ factor: 0.5 }), ferry, { season: 'own' })).to.equal(10);
    expect(kmhOf(withSeason({ closedClasses: ['ferry'] }), ferry, { season: 'own' })).to.equal(0);
  });

  it('by terrain is told apart from its other factors', () => {
    const own = withSeason({ byTerrain: { steep: 0.8 } });
    expect(stateOf(own, { highway: 'primary' }, { season: 'own' })!.terrain).to.deep.equal([1, 1, 0.8]);
  });

  it('is named among those of all profiles, dry first', () => {
    expect(seasonsOf([van, foot])).to.deep.equal(['dry', 'wet', 'rainy', 'winter', 'snow']);
    expect(seasonsOf([withSeason({ factor: 0.5 }), foot])).to.deep.equal([
      'dry',
      'own',
      'wet',
      'rainy',
      'winter',
      'snow',
    ]);
    const { seasons: _, ...bare } = van;
    expect(seasonsOf([bare])).to.deep.equal(['dry']);
    expect(stateOf(bare, { highway: 'primary' }, { season: 'dry' })).to.equal(null);
  });

  it('that the profile has not is refused with those it has', () => {
    for (const season of ['monsoon', 'toString', '']) {
      expect(() => stateOf(van, { highway: 'primary' }, { season }))
        .to.throw(RoadError, /"van" has no season .*dry, wet, rainy, winter, snow/)
        .with.property('code', 'conditions-invalid');
    }
  });
});

describe('the clock', () => {
  const track = { highway: 'track' };

  it('bars tracks to wheels from 19:30, and opens them at 06:00', () => {
    const open = (at: string) => kmhOf(van, track, { at }) > 0;
    expect(['19:29', '19:30', '23:59', '00:00', '05:59', '06:00', '12:00'].map(open)).to.deep.equal([
      true,
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
    expect(kmhOf(van, { highway: 'primary' }, { at: '22:00' })).to.equal(48);
    expect(kmhOf(foot, track, { at: '22:00' })).to.equal(6);
  });

  it('holds a rule within a day from its first minute to before its last', () => {
    const busy = { ...van, clockRules: [{ from: '07:00', until: '09:00', factor: 0.5 }] };
    const kmh = ['06:59', '07:00', '08:59', '09:00'].map((at) => kmhOf(busy, { highway: 'primary' }, { at }));
    expect(kmh).to.deep.equal([48, 24, 24, 48]);
  });

  it('multiplies rules that hold together, and the season', () => {
    const rules = [
      { from: '07:00', until: '09:00', factor: 0.5 },
      { from: '08:00', until: '10:00', factor: 0.5, classes: ['primary' as const] },
    ];
    const busy = { ...van, clockRules: rules };
    expect(kmhOf(busy, { highway: 'primary' }, { at: '08:30', season: 'rainy' })).to.be.closeTo(
      48 * 0.2,
      1e-9,
    );
    expect(kmhOf(busy, { highway: 'secondary' }, { at: '08:30' })).to.be.closeTo(19, 1e-9);
  });

  it('takes a date, whose day decides nothing of it', () => {
    expect(kmhOf(van, track, { at: '2025-10-18T22:00' })).to.equal(0);
  });

  it('is refused where it is no time', () => {
    const bad = [
      '24:00',
      '7:30',
      '2025-02-30T10:00',
      '2025-10-18',
      '2025-10-18T10:00Z',
      '2025-10-18T10:00T',
      '',
    ];
    for (const at of bad) {
      expect(() => stateOf(van, track, { at }), at)
        .to.throw(RoadError, /"HH:MM" or "YYYY-MM-DDTHH:MM"/)
        .with.property('code', 'conditions-invalid');
    }
  });
});

describe('an empty vehicle', () => {
  it('climbs faster and brakes better, by no more than half', () => {
    const engine = stateOf(heavy, { highway: 'primary' }, { load: 'empty' })!.engine!;
    expect(engine.massKg).to.equal(5500);
    const [laden, empty] = [gradeSpeed(heavy), gradeSpeed(heavy, engine)];
    for (const grade of [0.05, 0.1, 0.2]) {
      expect(empty.cap(0, grade)).to.be.greaterThan(laden.cap(0, grade) * 1.5);
      const gain = empty.cap(0, -grade) / laden.cap(0, -grade);
      if (grade >= 0.06) expect(gain).to.be.within(1.2, 1.5);
    }
  });

  it('is as laden on the level, where the road decides', () => {
    expect([...stateOf(truck, { highway: 'primary' }, { load: 'empty' })!.kmh]).to.deep.equal([48, 48]);
  });

  it('is no other for a walker, nor where no empty mass is known', () => {
    expect(stateOf(foot, { highway: 'path' }, { load: 'empty' })).to.equal(null);
    const { emptyKg: _, ...engine } = van.engine!;
    expect(stateOf({ ...van, engine }, { highway: 'primary' }, { load: 'empty' })).to.equal(null);
  });
});
