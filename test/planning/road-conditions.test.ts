import { expect } from 'chai';
import type { DayInput } from '../../src/domain/day.js';
import { changesInForce, conditionsOf } from '../../src/planning/road-conditions.js';
import { readDay } from '../../src/intake/read-day.js';
import { leftBehind, planOf } from '../support/plan-of.js';
import { smallDay } from '../support/small-day.js';

type Roads = NonNullable<DayInput['roads']>;

/** A landslide at a site of the small day. */
function slideAt(site: string, more: object = {}): NonNullable<Roads['changes']>[number] {
  const { lon, lat } = smallDay().sites!.find(({ id }) => id === site)!;
  return {
    type: 'Feature',
    properties: { id: 'slide', ...more },
    geometry: { type: 'Point', coordinates: [lon, lat] },
  };
}

function dayWith(roads: Roads) {
  const reading = readDay(smallDay({ roads }));
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.day;
}

describe('the roads of a day', () => {
  it('are asked for without conditions where the day names none', () => {
    expect(conditionsOf(dayWith({}))).to.deep.equal({});
  });

  it('pass season, load and changes on', () => {
    const day = dayWith({ season: 'rain', load: 'empty', changes: [slideAt('S5')] });
    const { conditions } = conditionsOf(day);
    expect(conditions).to.deep.include({ season: 'rain', load: 'empty' });
    expect(conditions!.changes).to.have.length(1);
    expect(conditions!.changes![0]).to.deep.include({ id: 'slide', effect: 'closed' });
    expect(conditions).to.not.have.property('at');
  });

  it('leave out changes of other days', () => {
    const times = (from?: string, until?: string) => ({
      ...(from ? { from } : {}),
      ...(until ? { until } : {}),
    });
    const held = (from?: string, until?: string): boolean =>
      changesInForce(dayWith({ changes: [slideAt('S5', times(from, until))] })).length === 1;
    expect(held()).to.equal(true);
    expect(held('2026-10-17T20:00')).to.equal(true);
    expect(held('2026-10-18T00:00')).to.equal(false);
    expect(held(undefined, '2026-10-17T00:00')).to.equal(true);
    expect(held(undefined, '2026-10-16T23:59')).to.equal(false);
    expect(held('2026-10-16T08:00', '2026-10-20T08:00')).to.equal(true);
  });
});

describe('planning with road conditions', () => {
  it('leaves an order behind a closure, names the closure, and tells the rest', async () => {
    const plan = await planOf(smallDay({ roads: { changes: [slideAt('S5')] } }), { iterations: 200 });
    expect(Object.keys(leftBehind(plan))).to.deep.equal(['no-road']);
    for (const { site, reason, remedy } of plan.unassigned) {
      expect(site).to.equal('S5');
      expect(reason).to.include('closed today: slide');
      expect(remedy).to.include('roads.changes');
    }
    expect(plan.summary.planned).to.be.above(30);
    expect(plan.notes).to.deep.equal([
      { code: 'road-closed', about: 'slide', message: '"slide" closes 100 m of road all day.' },
    ]);
  });

  it('tells a change that meets no road, and the season', async () => {
    const sea = { ...slideAt('S5'), geometry: { type: 'Point' as const, coordinates: [120, 30] } };
    const plan = await planOf(smallDay({ roads: { season: 'rain', changes: [sea] } }), { iterations: 200 });
    expect(plan.notes!.map(({ code, about }) => [code, about])).to.deep.equal([
      ['roads-season', 'rain'],
      ['road-change-unmet', 'slide'],
    ]);
    const dry = await planOf(smallDay(), { iterations: 200 });
    expect(dry.notes).to.deep.equal([]);
    expect(plan.summary.drivingHours / plan.summary.km).to.be.above(
      (1.3 * dry.summary.drivingHours) / dry.summary.km,
    );
  });

  it('names seasons and profiles that the roads do not know, with those they do', async () => {
    const roads = { season: 'rainy', changes: [slideAt('S5', { profiles: ['vann'] })] };
    const error = await planOf(smallDay({ roads })).catch((thrown: Error) => thrown);
    expect(error).to.include({ code: 'conditions-invalid' });
    for (const part of [
      'roads.season',
      '"rainy"',
      'dry, rain',
      'roads.changes[0].properties.profiles[0]',
      '"van"',
    ])
      expect((error as Error).message).to.include(part);
  });
});
