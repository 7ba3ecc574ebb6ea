import { expect } from 'chai';
import { isoAt } from '../../src/domain/clock.js';
import { daySchema } from '../../src/domain/day.js';
import { shiftOf, type Context } from '../../src/planning/context.js';
import { smallDay } from '../support/small-day.js';

const shownShift = (start: string, end: string, date: string, timeZone: string): string[] => {
  const day = daySchema.parse({ ...smallDay(), date, timeZone });
  const vehicle = { ...day.vehicles[0]!, shift: { start, end } };
  return shiftOf({ day } as Context, vehicle).map((at) => isoAt(at, timeZone).slice(5, 16));
};

describe('a shift', () => {
  it('ends on the day after where its end is not after its start', () => {
    expect(shownShift('20:00', '06:00', '2026-10-17', 'Asia/Shanghai')).to.deep.equal([
      '10-17T20:00',
      '10-18T06:00',
    ]);
  });

  it('ends when the clocks show its end, in a night in which they are put back', () => {
    expect(shownShift('20:00', '06:00', '2026-10-24', 'Europe/Berlin')).to.deep.equal([
      '10-24T20:00',
      '10-25T06:00',
    ]);
  });
});
