import { createRequire } from 'node:module';
import type OpeningHours from 'opening_hours';
import type { Clock } from './clock.js';

const require = createRequire(import.meta.url);
let library: typeof OpeningHours | null = null;

// Over a megabyte of holidays and words: loaded when a road first needs it.
const load = (): typeof OpeningHours => (library ??= require('opening_hours') as typeof OpeningHours);

const parsed = new Map<string, OpeningHours | null>();

/**
 * Whether opening hours ("Mo-Fr 07:00-09:00", "Nov-Apr") hold at a moment of the local clock; null where
 * the text is none. With a time of day alone they hold where they hold at that time on every Wednesday
 * of the year: an ordinary working day, so that weekdays count and parts of the year do not. Public and
 * school holidays are never: the country of the roads is not known.
 */
export const hoursHold = (text: string, clock: Clock): boolean | null => {
  const hours = parse(text);
  if (hours === null) return null;
  const plain = withoutHolidays(text);
  if (plain === '') return false;
  return moments(clock).every((moment) => hours.getState(moment));
};

/** Whether a text is opening hours. */
export const areHours = (text: string): boolean => parse(text) !== null;

const parse = (text: string): OpeningHours | null => {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  let hours: OpeningHours | null = null;
  try {
    const OpeningHoursOf = load();
    // A text of holidays alone is well formed and never holds.
    hours = new OpeningHoursOf(withoutHolidays(text) || 'off', null, { mode: 0 } as never);
  } catch {
    // No opening hours: the caller counts it.
  }
  parsed.set(text, hours);
  return hours;
};

const HOLIDAY_RULE = /^\s*(?:PH|SH)(?:\s*,\s*(?:PH|SH))*(?!\s*,)\b/;

const withoutHolidays = (text: string): string =>
  text
    .split(';')
    .filter((rule) => !HOLIDAY_RULE.test(rule))
    .map((rule) =>
      rule
        .replace(/\b(?:PH|SH)\s*,\s*/g, '')
        .replace(/,\s*(?:PH|SH)\b/g, '')
        .trim(),
    )
    .filter((rule) => rule !== '')
    .join('; ');

/** Two ordinary years far apart, so that a text for one year does not hold in both. */
const ORDINARY_YEARS = [2001, 2031];
const WEDNESDAY = 3;

const moments = ({ minutes, date }: Clock): Date[] => {
  const at = (year: number, month: number, day: number): Date =>
    new Date(year, month - 1, day, Math.floor(minutes / 60), minutes % 60);
  if (date !== undefined) return [at(date.year, date.month, date.day)];
  return ORDINARY_YEARS.flatMap((year) => {
    const first = 1 + ((WEDNESDAY - new Date(year, 0, 1).getDay() + 7) % 7);
    return Array.from({ length: 52 }, (_, week) => at(year, 1, first + 7 * week));
  });
};
