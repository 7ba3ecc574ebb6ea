import { expect } from 'chai';
import fc from 'fast-check';
import {
  clockOf,
  clockSeconds,
  dateAfter,
  dateOf,
  instantSeconds,
  isoAt,
  isTimeZone,
} from '../../src/domain/clock.js';

describe('clock times in a time zone', () => {
  it('are moments with the offset of the place', () => {
    expect(isoAt(clockSeconds('2026-10-17', '06:30', 'Asia/Shanghai'), 'Asia/Shanghai')).to.equal(
      '2026-10-17T06:30:00+08:00',
    );
    expect(isoAt(clockSeconds('2026-07-01', '06:30', 'Europe/Andorra'), 'Europe/Andorra')).to.equal(
      '2026-07-01T06:30:00+02:00',
    );
    expect(isoAt(clockSeconds('2026-12-01', '06:30', 'America/St_Johns'), 'America/St_Johns')).to.equal(
      '2026-12-01T06:30:00-03:30',
    );
  });

  it('are moved on by the gap where the clocks skip them', () => {
    expect(isoAt(clockSeconds('2026-03-29', '02:30', 'Europe/Andorra'), 'Europe/Andorra')).to.equal(
      '2026-03-29T03:30:00+02:00',
    );
  });

  it('are the first of the two where the clocks show them twice', () => {
    expect(isoAt(clockSeconds('2026-10-25', '02:30', 'Europe/Andorra'), 'Europe/Andorra')).to.equal(
      '2026-10-25T02:30:00+02:00',
    );
  });

  it('lie 23 and 25 hours apart on the days the clocks change', () => {
    const length = (date: string): number =>
      (clockSeconds(dateAfter(date, 1), '00:00', 'Europe/Andorra') -
        clockSeconds(date, '00:00', 'Europe/Andorra')) /
      3600;
    expect([length('2026-03-29'), length('2026-10-25'), length('2026-05-01')]).to.deep.equal([23, 25, 24]);
  });

  it('agree with the runtime’s own calendar at any moment and place', () => {
    const zones = [
      'Asia/Shanghai',
      'Europe/Andorra',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ];
    const moment = fc.integer({ min: 1_000_000_000, max: 2_500_000_000 });
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), (seconds, timeZone) => {
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).format(seconds * 1000);
        expect(isoAt(seconds, timeZone).slice(0, 19).replace('T', ' ')).to.equal(shown);
        expect(`${dateOf(seconds, timeZone)} ${clockOf(seconds, timeZone)}`).to.equal(shown.slice(0, 16));
        expect(instantSeconds(isoAt(seconds, timeZone))).to.equal(seconds);
      }),
    );
  });

  it('come back from the moment they name, unless skipped', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        hour,
        fc.constantFrom('Europe/Andorra', 'Asia/Shanghai'),
        (days, h, zone) => {
          const date = dateAfter('2026-01-01', days);
          const clock = `${String(h).padStart(2, '0')}:30`;
          const back = clockOf(clockSeconds(date, clock, zone), zone);
          if (zone === 'Asia/Shanghai' || clock !== '02:30') expect(back).to.equal(clock);
          else expect(['02:30', '03:30']).to.include(back);
        },
      ),
    );
  });
});

describe('dates and instants', () => {
  it('count days over months and leap years', () => {
    expect(dateAfter('2028-02-28', 1)).to.equal('2028-02-29');
    expect(dateAfter('2026-12-31', 1)).to.equal('2027-01-01');
    expect(dateAfter('2026-03-01', -1)).to.equal('2026-02-28');
  });

  it('round part seconds up, so that nothing is ready too early', () => {
    expect(instantSeconds('1970-01-01T00:00:00.001Z')).to.equal(1);
    expect(instantSeconds('soon')).to.satisfy(Number.isNaN);
  });

  it('know time zones by their names', () => {
    expect(['Asia/Shanghai', 'UTC', 'Asia/Shangai', '', 'Mars/Base'].map(isTimeZone)).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
