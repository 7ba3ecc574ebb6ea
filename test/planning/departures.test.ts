import { expect } from 'chai';
import { isoAt } from '../../src/domain/clock.js';
import { daySchema } from '../../src/domain/day.js';
import { timetableOf } from '../../src/planning/departures.js';
import { smallDay } from '../support/small-day.js';

describe('the timetable', () => {
  const day = daySchema.parse(smallDay());
  const timetable = timetableOf(day);

  it('lists every departure of three days in the order of their cut-offs', () => {
    expect(timetable.events.map((event) => event.departure.id)).to.deep.equal(
      Array.from({ length: 3 }, () => ['dawn', 'noon', 'evening']).flat(),
    );
    expect(isoAt(timetable.events[1]!.cutOffAt, day.timeZone)).to.equal('2026-10-17T11:30:00+08:00');
  });

  it('puts zones that different trucks serve in different classes', () => {
    const [east, local] = ['east', 'local'].map(
      (zone) => timetable.eventsOfClass[timetable.classOfZone.get(zone)!]!,
    );
    expect(east!.map((event) => timetable.events[event]!.departure.id).slice(0, 3)).to.deep.equal([
      'dawn',
      'noon',
      'evening',
    ]);
    expect(local!.map((event) => timetable.events[event]!.departure.id).slice(0, 3)).to.deep.equal([
      'dawn',
      'evening',
      'dawn',
    ]);
  });

  it('never offers a departure that a later cut-off overtakes', () => {
    const departures = [
      { id: 'slow', leavesAt: '14:00', cutOffMinutes: 240 },
      { id: 'quick', leavesAt: '13:00', cutOffMinutes: 60 },
    ];
    const one = timetableOf(daySchema.parse({ ...smallDay(), hub: { ...smallDay().hub, departures } }));
    expect(one.eventsOfClass[0]!.map((event) => one.events[event]!.departure.id)).to.deep.equal([
      'quick',
      'quick',
      'quick',
    ]);
  });
});
