/**
 * Instants and clock times. Inside, a moment is whole epoch seconds; at the edges it is ISO 8601 with
 * the offset its time zone has at that moment, so days with a clock change come out right.
 */
import { IANAZone } from 'luxon';

const DAY_SECONDS = 86_400;
/** Offsets change on quarter hours only, so one look-up serves a quarter hour. */
const OFFSET_BLOCK_SECONDS = 900;
const MAX_CACHED_BLOCKS = 100_000;

const offsetsByZone = new Map<string, Map<number, number>>();

/** Asking the runtime is slow; only names that are zones are kept, so the set stays small. */
const knownZones = new Set<string>();

/** True where the name is an IANA time zone known here, such as Asia/Shanghai. */
export function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  const known = IANAZone.isValidZone(name);
  if (known) knownZones.add(name);
  return known;
}

/** Epoch seconds of an ISO instant with an offset, rounded up; NaN where it is not one. */
export const instantSeconds = (instant: string): number => Math.ceil(Date.parse(instant) / 1000);

/** Seconds that a zone's clocks are ahead of UTC at a moment. */
export function offsetSeconds(epochSeconds: number, timeZone: string): number {
  const block = Math.floor(epochSeconds / OFFSET_BLOCK_SECONDS);
  let blocks = offsetsByZone.get(timeZone);
  if (!blocks) offsetsByZone.set(timeZone, (blocks = new Map()));
  const known = blocks.get(block);
  if (known !== undefined) return known;
  const minutes = IANAZone.create(timeZone).offset(block * OFFSET_BLOCK_SECONDS * 1000);
  if (blocks.size >= MAX_CACHED_BLOCKS) blocks.clear();
  blocks.set(block, Math.round(minutes * 60));
  return Math.round(minutes * 60);
}

/**
 * Epoch seconds of a clock time on a date in a time zone.
 * A time the clocks skip is moved on by the gap; of a time they show twice the first is meant.
 * @param date YYYY-MM-DD
 * @param clock HH:MM
 */
export function clockSeconds(date: string, clock: string, timeZone: string): number {
  const shown = Date.parse(`${date}T${clock}:00Z`) / 1000;
  const before = offsetSeconds(shown - DAY_SECONDS, timeZone);
  const after = offsetSeconds(shown + DAY_SECONDS, timeZone);
  const matches = [before, after]
    .map((offset) => ({ offset, at: shown - offset }))
    .filter(({ offset, at }) => offsetSeconds(at, timeZone) === offset)
    .map(({ at }) => at);
  return matches.length > 0 ? Math.min(...matches) : shown - before;
}

/** The date that a zone's calendars show at a moment, YYYY-MM-DD. */
export const dateOf = (epochSeconds: number, timeZone: string): string =>
  isoShown(epochSeconds + offsetSeconds(epochSeconds, timeZone)).slice(0, 10);

/** The clock time a zone shows at a moment, HH:MM. */
export const clockOf = (epochSeconds: number, timeZone: string): string =>
  isoShown(epochSeconds + offsetSeconds(epochSeconds, timeZone)).slice(11, 16);

/** The date so many days after another; negative goes back. */
export const dateAfter = (date: string, days: number): string =>
  isoShown(Date.parse(`${date}T00:00:00Z`) / 1000 + days * DAY_SECONDS).slice(0, 10);

/** ISO 8601 to the second with the zone's offset at that moment: 2026-10-17T06:30:00+08:00. */
export function isoAt(epochSeconds: number, timeZone: string): string {
  const offset = offsetSeconds(epochSeconds, timeZone);
  return isoShown(epochSeconds + offset).slice(0, 19) + offsetText(offset);
}

/** +08:00 for 28,800 seconds. */
export function offsetText(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${seconds < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

const isoShown = (shownSeconds: number): string => new Date(shownSeconds * 1000).toISOString();
