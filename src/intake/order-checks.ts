/** Cross-checks of orders against the network they name. */
import { instantSeconds } from '../domain/clock.js';
import { instantSchema, type Order } from '../domain/day.js';
import type { Fault, FaultCode } from '../domain/fault.js';
import { nearestOf } from '../domain/nearest-word.js';
import type { Unassigned } from '../domain/plan.js';
import { checkWaybill } from '../domain/waybill.js';
import { valueAt } from './document-path.js';
import type { FaultyPlace } from './place-checks.js';
import { blame, type Reading, refuseDuplicates, type Row } from './row.js';

const DAY_SECONDS = 86_400;
/** An order's times lie within so many days of the day planned; beyond is a mistyped year. [E] */
const NEAR_DAYS = 366;
/** Nothing is heavier: gold has 19. A heavier load has its unit wrong. */
const MAX_KG_PER_LITRE = 50;

/** What orders may name. */
export interface OrderNames {
  /** Sites, outlets and the hub, set aside or not. */
  readonly places: ReadonlySet<string>;
  readonly faultyPlaces: ReadonlyMap<string, FaultyPlace>;
  readonly zones: ReadonlySet<string>;
  /** Zones that no departure takes. */
  readonly unserved: ReadonlySet<string>;
  readonly products: ReadonlySet<string>;
  /** Midnight before the day, epoch seconds; null where the date is not known. */
  readonly midnight: number | null;
}

type Verdict = readonly [FaultCode, string, string];

/** Sets aside the orders that contradict themselves or the network; duplicates are left to the caller. */
export function checkOrder(row: Row<Order>, names: OrderNames, reading: Reading): void {
  const accuse = (path: readonly PropertyKey[], verdict: Verdict): void => blame(row, path, verdict, reading);
  const named = (key: string, kind: string, known: ReadonlySet<string>): void => {
    const id = row.raw[key];
    if (typeof id === 'string' && !known.has(id)) accuse([key], unknownName(kind, id, known, reading));
  };
  named('site', 'site or outlet', names.places);
  named('zone', 'zone', names.zones);
  named('product', 'product', names.products);
  checkTimes(row, names, accuse);
  checkLoad(row, accuse);
  checkOrderWaybill(row, accuse);
}

/** So many unknown ids of a document are told the nearest known one: each costs a look at all of them. */
const MOST_SUGGESTED = 200;

function unknownName(kind: string, id: string, known: ReadonlySet<string>, reading: Reading): Verdict {
  const likely = reading.faults.count < MOST_SUGGESTED ? finderOf(known)(id) : null;
  const remedy = likely
    ? `Write "${likely}", or add the ${kind}.`
    : `Add the ${kind}, or name one that is there.`;
  return ['unknown-id', `names no ${kind} of this document`, remedy];
}

const finders = new WeakMap<ReadonlySet<string>, (word: string) => string | null>();

function finderOf(known: ReadonlySet<string>): (word: string) => string | null {
  let finder = finders.get(known);
  if (!finder) finders.set(known, (finder = nearestOf(known)));
  return finder;
}

function checkTimes(
  row: Row<Order>,
  names: OrderNames,
  accuse: (path: readonly PropertyKey[], verdict: Verdict) => void,
): void {
  const confirmed = secondsAt(row, ['confirmedAt']);
  const ready = secondsAt(row, ['readyAt']);
  const later = (
    path: readonly PropertyKey[],
    at: number | null,
    than: number | null,
    what: string,
  ): void => {
    if (at !== null && than !== null && at < than)
      accuse(path, ['contradiction', `is before the order is ${what}`, 'Mend one of the two times.']);
  };
  later(['readyAt'], ready, confirmed, 'confirmed');
  later(['promise', 'shipBy'], secondsAt(row, ['promise', 'shipBy']), confirmed, 'confirmed');
  later(['promise', 'signBy'], secondsAt(row, ['promise', 'signBy']), ready ?? confirmed, 'ready');
  if (names.midnight === null) return;
  for (const [key, at] of [
    ['confirmedAt', confirmed],
    ['readyAt', ready],
  ] as const)
    if (at !== null && Math.abs(at - names.midnight) > NEAR_DAYS * DAY_SECONDS)
      accuse(
        [key],
        ['out-of-range', `is more than ${NEAR_DAYS} days from the day planned`, 'Check the year.'],
      );
}

/** Null where it is missing or, as its own fault tells, malformed. */
function secondsAt(row: Row<Order>, path: readonly PropertyKey[]): number | null {
  const text = valueAt(row.raw, path);
  if (typeof text !== 'string' || (row.value === null && !instantSchema.safeParse(text).success)) return null;
  return instantSeconds(text);
}

function checkLoad(row: Row<Order>, accuse: (path: readonly PropertyKey[], verdict: Verdict) => void): void {
  const { kg, litres } = row.raw;
  if (typeof kg !== 'number' || typeof litres !== 'number' || !(litres > 0)) return;
  if (kg <= litres * MAX_KG_PER_LITRE || !Number.isFinite(kg)) return;
  const message = `cannot weigh ${kg} kg: nothing is so dense`;
  accuse(
    ['litres'],
    ['contradiction', message, 'Give litres, not cubic metres (1 m3 is 1000), and kg, not grams.'],
  );
}

function checkOrderWaybill(
  row: Row<Order>,
  accuse: (path: readonly PropertyKey[], verdict: Verdict) => void,
): void {
  if (typeof row.raw['waybill'] !== 'string') return;
  const check = checkWaybill(row.raw['waybill']);
  if (!check.valid)
    accuse(
      ['waybill'],
      [
        'bad-format',
        'has a wrong check digit',
        `Read it again: with these eight digits the ninth would be ${check.expected}.`,
      ],
    );
}

/** Splits checked rows into the day's orders and those set aside, every row in one of them. */
export function sortOrders(
  rows: readonly Row<Order>[],
  names: OrderNames,
  reading: Reading,
): { readonly orders: Order[]; readonly setAside: Unassigned[] } {
  const taken = new Map<string, string>();
  refuseDuplicates(rows, taken, reading);
  const orders: Order[] = [];
  const setAside: Unassigned[] = [];
  for (const row of rows) {
    const reason = whyNot(row, names);
    if (reason === null) orders.push(row.value as Order);
    else setAside.push(unassigned(row, reason, taken));
  }
  return { orders, setAside };
}

type Reason = Pick<Unassigned, 'code' | 'reason' | 'remedy'>;

function whyNot(row: Row<Order>, names: OrderNames): Reason | null {
  if (row.blame) return because(row.blame);
  const order = row.value as Order;
  const place = order.site === undefined ? undefined : names.faultyPlaces.get(order.site);
  if (place)
    return { code: 'faulty-site', reason: `its site is set aside: ${place.reason}`, remedy: place.remedy };
  if (!names.unserved.has(order.zone)) return null;
  return {
    code: 'faulty-order',
    reason: `no departure of the hub takes zone ${order.zone}`,
    remedy: `Name the zone in a departure's \`zones\`, or order to another zone.`,
  };
}

const because = (fault: Fault): Reason => ({
  code: 'faulty-order',
  reason: `${fault.path} ${fault.message}`,
  remedy: fault.remedy,
});

/** An order without a good id of its own is called after its place in the document. */
function unassigned(row: Row<Order>, reason: Reason, taken: ReadonlyMap<string, string>): Unassigned {
  const own = row.id !== null && taken.get(row.id) === row.path([]);
  const site = row.raw['site'];
  const named = typeof site === 'string' && row.blame === null ? { site } : {};
  return { order: own && row.id !== null ? row.id : `#${row.index}`, ...reason, ...named };
}
