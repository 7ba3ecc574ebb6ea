/** Cross-checks of what refuses a whole day: its date, time zone, zones, hub and process. */
import { clockSeconds, dateAfter, instantSeconds, isTimeZone } from '../domain/clock.js';
import { clockSchema } from '../domain/day.js';
import { changeFaults, roadChangeSchema } from '../domain/road-change.js';
import type { FaultCode } from '../domain/fault.js';
import { nearestWord } from '../domain/nearest-word.js';
import { pathText, shownValue, valueAt } from './document-path.js';
import { isObject, type RawObject, type Reading } from './row.js';

/** A plan may be made so many days before its date. [E] */
const PLAN_AHEAD_DAYS = 7;

type Blame = (path: readonly PropertyKey[], verdict: readonly [FaultCode, string, string]) => void;

/** Works on the raw document, so that a fault of form elsewhere hides nothing here. */
export function checkHeader(document: RawObject, reading: Reading): void {
  const blame: Blame = (path, [code, message, remedy]) => {
    const value = shownValue(document, path);
    reading.faults.add({
      path: pathText(path),
      code,
      message,
      ...(value === undefined ? {} : { value }),
      remedy,
    });
  };
  checkTimeZone(document, blame);
  checkPlanAt(document, reading.timeZone, blame);
  for (const list of [['zones'], ['products'], ['hub', 'departures']]) checkUnique(document, list, blame);
  checkDepartureZones(document, blame);
  checkRoadChanges(document, blame);
  for (const [path, first, last] of [
    [['hub', 'hours'], 'opens', 'closes'],
    [['baseline', 'posting'], 'opens', 'closes'],
  ] as const)
    checkWindow(valueAt(document, path), [first, last], (verdict) => blame([...path, last], verdict));
}

function checkTimeZone(document: RawObject, blame: Blame): void {
  const name = document['timeZone'];
  if (typeof name !== 'string' || isTimeZone(name)) return;
  const likely = nearestWord(name, Intl.supportedValuesOf('timeZone'));
  blame(
    ['timeZone'],
    [
      'unknown-id',
      'is not a time zone known here',
      `Write an IANA name such as ${likely ?? 'Asia/Shanghai'}.`,
    ],
  );
}

function checkPlanAt(document: RawObject, timeZone: string, blame: Blame): void {
  const { date, planAt } = document;
  if (typeof planAt !== 'string' || typeof date !== 'string' || !isTimeZone(timeZone)) return;
  const at = instantSeconds(planAt);
  if (Number.isNaN(at) || Number.isNaN(Date.parse(`${date}T00:00:00Z`))) return;
  const last = clockSeconds(dateAfter(date, 1), '00:00', timeZone);
  const first = clockSeconds(dateAfter(date, -PLAN_AHEAD_DAYS), '00:00', timeZone);
  if (at >= first && at < last) return;
  const remedy = `Give a moment on ${date} or at most ${PLAN_AHEAD_DAYS} days before, or mend \`date\`.`;
  blame(
    ['planAt'],
    ['contradiction', at < first ? `is long before the date ${date}` : `is after the date ${date}`, remedy],
  );
}

function checkUnique(document: RawObject, list: readonly string[], blame: Blame): void {
  const rows = valueAt(document, list);
  if (!Array.isArray(rows)) return;
  const taken = new Map<string, number>();
  rows.forEach((row: unknown, index) => {
    const id = isObject(row) ? row['id'] : undefined;
    if (typeof id !== 'string') return;
    const holder = taken.get(id);
    if (holder === undefined) taken.set(id, index);
    else
      blame(
        [...list, index, 'id'],
        [
          'duplicate-id',
          `is the id of ${pathText([...list, holder])} already`,
          'Give each its own id, or remove one.',
        ],
      );
  });
}

function checkDepartureZones(document: RawObject, blame: Blame): void {
  const zones = idsOf(document['zones']);
  const departures = valueAt(document, ['hub', 'departures']);
  if (!Array.isArray(departures)) return;
  departures.forEach((departure: unknown, index) => {
    const served = isObject(departure) ? departure['zones'] : undefined;
    if (!Array.isArray(served)) return;
    served.forEach((zone: unknown, at) => {
      if (typeof zone !== 'string' || zones.has(zone)) return;
      blame(['hub', 'departures', index, 'zones', at], unknownId('zone', zone, zones));
    });
  });
}

/** What contradicts itself in the closures and slowdowns whose form is right. */
function checkRoadChanges(document: RawObject, blame: Blame): void {
  const list = ['roads', 'changes'];
  const changes = valueAt(document, list);
  if (!Array.isArray(changes)) return;
  const taken = new Map<string, number>();
  changes.forEach((change: unknown, index) => {
    const { data } = roadChangeSchema.safeParse(change);
    if (data === undefined) return;
    for (const { path, code, message, remedy } of changeFaults(data))
      blame([...list, index, ...path], [code, message, remedy]);
    const { id } = data.properties;
    const holder = taken.get(id);
    if (holder === undefined) return void taken.set(id, index);
    const message = `is the id of ${pathText([...list, holder])} already`;
    blame([...list, index, 'properties', 'id'], ['duplicate-id', message, 'Give each change its own id.']);
  });
}

/** Window, shift or hours whose end is not after its start. Clock times compare as text. */
export function checkWindow(
  window: unknown,
  [first, last]: readonly [string, string],
  blame: (verdict: readonly [FaultCode, string, string]) => void,
): void {
  if (!isObject(window)) return;
  const from = window[first];
  const to = window[last];
  if (!isClock(from) || !isClock(to) || from < to) return;
  blame([
    'contradiction',
    `is not after \`${first}\` (${from})`,
    `Write a later time; what runs past midnight ends at 23:59.`,
  ]);
}

const isClock = (value: unknown): value is string => clockSchema.safeParse(value).success;

/** Verdict on an id that nothing has, with the nearest id as the remedy. */
export function unknownId(
  kind: string,
  id: string,
  known: Iterable<string>,
): readonly [FaultCode, string, string] {
  const likely = nearestWord(id, known);
  return [
    'unknown-id',
    `names no ${kind} of this document`,
    likely ? `Write "${likely}", or add the ${kind}.` : `Add the ${kind}, or name one that is there.`,
  ];
}

/** The ids that a list's rows carry, whatever else is wrong with them. */
export const idsOf = (rows: unknown): ReadonlySet<string> =>
  new Set(
    (Array.isArray(rows) ? (rows as unknown[]) : []).flatMap((row) =>
      isObject(row) && typeof row['id'] === 'string' ? [row['id']] : [],
    ),
  );

/** Zones that no departure takes, with their indexes; none where the departures themselves are faulty. */
export function unservedZones(document: RawObject): ReadonlyMap<string, number> {
  const departures = valueAt(document, ['hub', 'departures']);
  if (!Array.isArray(departures) || departures.length === 0) return new Map();
  const served = new Set<unknown>();
  for (const departure of departures as unknown[]) {
    const zones = isObject(departure) ? departure['zones'] : undefined;
    if (!Array.isArray(zones)) return new Map();
    for (const zone of zones as unknown[]) served.add(zone);
  }
  const zones = [...idsOf(document['zones'])];
  return new Map(zones.flatMap((zone, index) => (served.has(zone) ? [] : [[zone, index] as const])));
}
