import { RoadError } from '../../road-error.js';
import type { ClockRule, Profile, RoadClass } from './profile.js';

/** A moment on the roads' own clock. */
export interface Clock {
  /** Minutes since midnight. */
  readonly minutes: number;
  /** Absent where only the time of day is known. */
  readonly date?: { readonly year: number; readonly month: number; readonly day: number };
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads "HH:MM" or "YYYY-MM-DDTHH:MM". @throws RoadError conditions-invalid. */
export const readClock = (text: string): Clock => {
  const [first, second] = text.split('T');
  const minutes = timeOfDay(second ?? first!);
  if (minutes !== null && second === undefined) return { minutes };
  const date = second === undefined ? null : readDate(first!);
  if (minutes !== null && date !== null && text.split('T').length === 2) return { minutes, date };
  throw new RoadError(
    'conditions-invalid',
    `The time on the roads, "${text}", is no local time. Give "HH:MM" or "YYYY-MM-DDTHH:MM", as "2025-10-18T21:30".`,
  );
};

/** Minutes since midnight of "HH:MM"; null where it is none. */
export const timeOfDay = (text: string): number | null => {
  const match = TIME.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
};

const readDate = (text: string): NonNullable<Clock['date']> | null => {
  const match = DAY.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const real = new Date(Date.UTC(year, month - 1, day));
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day ? { year, month, day } : null;
};

/** What a profile's clock rules leave of the speed on a class at a moment: 0 is closed. */
export const clockFactor = (profile: Profile, roadClass: RoadClass, { minutes }: Clock): number =>
  (profile.clockRules ?? [])
    .filter((rule) => holds(rule, minutes) && (rule.classes?.includes(roadClass) ?? true))
    .reduce((factor, rule) => factor * (rule.closed === true ? 0 : (rule.factor ?? 1)), 1);

const holds = (rule: ClockRule, minutes: number): boolean => {
  const [from, until] = [timeOfDay(rule.from)!, timeOfDay(rule.until)!];
  return from < until ? from <= minutes && minutes < until : minutes >= from || minutes < until;
};
