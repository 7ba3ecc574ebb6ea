/** Clock times in a time zone, from the runtime's own calendar. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      calendar: 'gregory',
      ...numeric,
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What a zone's clocks show at a moment, counted in seconds as if it were UTC. */
function shownSeconds(epochSeconds: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(epochSeconds * 1000)
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) / 1000;
}

/** Epoch seconds of HH:MM on a date; a time that does not exist is moved on. */
export function clockOn(date: string, clock: string, timeZone: string, daysLater = 0): number {
  const [year, month, day] = date.split('-').map(Number);
  const [hour, minute] = clock.split(':').map(Number);
  const wanted = Date.UTC(year!, month! - 1, day! + daysLater, hour!, minute!) / 1000;
  let at = wanted;
  for (let round = 0; round < 3; round++) at += wanted - shownSeconds(at, timeZone);
  return at;
}

/** HH:MM:SS that a zone shows at a moment, for messages. */
export const shown = (epochSeconds: number, timeZone: string): string =>
  new Date(shownSeconds(epochSeconds, timeZone) * 1000).toISOString().slice(5, 19).replace('T', ' ');

/** HH:MM that a zone shows at a moment. */
export const clockAt = (epochSeconds: number, timeZone: string): string =>
  shown(epochSeconds, timeZone).slice(6, 11);

/** Epoch seconds of an ISO instant with an offset; NaN where it is anything else. */
export const seconds = (instant: unknown): number =>
  typeof instant === 'string' && /T.*(Z|[+-]\d\d:\d\d)$/.test(instant) ? Date.parse(instant) / 1000 : NaN;
