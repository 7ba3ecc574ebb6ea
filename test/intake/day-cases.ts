import { expect } from 'chai';
import { readDay } from '../../src/intake/read-day.js';
import { type LooseDay, smallDay } from './small-day.js';

/** One thing wrong with a day, and what reading it must say. */
export interface Case {
  readonly what: string;
  readonly change: (day: LooseDay) => unknown;
  /** Paths and codes, one a line. */
  readonly fault: string;
  /** Of the first fault. */
  readonly remedy: RegExp;
  /** Orders set aside; absent where the day is refused. */
  readonly aside?: string;
}

/** An instant of the day. */
export const at = (clock: string): string => `2026-10-17T${clock}:00+08:00`;

/** Reads the small day after a change. */
export function readChanged(change: (day: LooseDay) => unknown, options?: Parameters<typeof readDay>[1]) {
  const day = smallDay();
  change(day);
  return readDay(day, options);
}

/** Faults as `path code`, one a line. */
export const told = (reading: ReturnType<typeof readDay>): string =>
  reading.faults.map(({ path, code }) => `${path} ${code}`).join('\n');

/** A test for each thing that sets orders aside. */
export function setsAside(cases: readonly Case[]): void {
  for (const { what, change, fault, remedy, aside } of cases)
    it(`sets aside what hangs on ${what}`, () => {
      const reading = readChanged(change);
      expect(told(reading)).to.equal(fault);
      expect(reading.faults[0]!.remedy).to.match(remedy);
      if (!reading.ok) throw new Error('refused');
      expect(reading.setAside.map(({ order }) => order).join(' ')).to.equal(aside);
      expect(reading.day.orders).to.have.lengthOf(6 - reading.setAside.length);
    });
}

/** A test for each thing that refuses the whole day. */
export function refuses(cases: readonly Case[]): void {
  for (const { what, change, fault, remedy } of cases)
    it(`refuses ${what}`, () => {
      const reading = readChanged(change);
      expect(told(reading)).to.equal(fault);
      expect(reading.faults[0]!.remedy).to.match(remedy);
      expect(reading.ok).to.equal(false);
    });
}
