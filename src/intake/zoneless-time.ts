import { clockSeconds, isTimeZone, isoAt } from '../domain/clock.js';

const ZONELESS =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;

/** True for a date and clock time that says nothing of its offset, in the forms spreadsheets write. */
export const isZonelessTime = (text: string): boolean => ZONELESS.test(text.trim());

/** The same time as ISO 8601 with the offset of a time zone; a pattern where either makes no sense. */
export function withOffset(text: string, timeZone: string): string {
  const [, year, month, day, hour, minute, second] = ZONELESS.exec(text.trim()) ?? [];
  const two = (part: string | undefined): string => (part ?? '0').padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  const clock = `${two(hour)}:${two(minute)}`;
  if (Number.isNaN(Date.parse(`${date}T${clock}:00Z`)) || !isTimeZone(timeZone))
    return '2026-10-17T06:30:00+08:00, with the offset of the place';
  return isoAt(clockSeconds(date, clock, timeZone) + Number(second ?? 0), timeZone);
}
