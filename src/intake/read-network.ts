import { clockSeconds, isTimeZone } from '../domain/clock.js';
import { toWgs84 } from '../domain/coordinates.js';
import {
  type Network,
  daySchema,
  networkSchema,
  outletSchema,
  siteSchema,
  vehicleSchema,
} from '../domain/day.js';
import type { Fault } from '../domain/fault.js';
import type { z } from 'zod';
import { pathText } from './document-path.js';
import { FaultList, faultOf } from './fault-list.js';
import { checkHeader, idsOf, unservedZones } from './header-checks.js';
import { issueFaults } from './issue-faults.js';
import { parseJson } from './json-text.js';
import type { OrderNames } from './order-checks.js';
import { checkPlaces, type FaultyPlace, faultyPlaces, type PlaceRows, rowPath } from './place-checks.js';
import { isObject, type RawObject, type Reading, readRow, type Row } from './row.js';

export interface ReadOptions {
  /** Any fault refuses the document. Default false: faulty rows are set aside. */
  readonly strict?: boolean;
  /** Faults listed before the rest are only counted. Default 1000. */
  readonly maxFaults?: number;
}

export type NetworkReading =
  | {
      readonly ok: true;
      /** In WGS-84, defaults filled in. */
      readonly network: Network;
      readonly faults: readonly Fault[];
      /** Sites and outlets set aside, by id: orders that name them are set aside too. */
      readonly faultyPlaces: ReadonlyMap<string, FaultyPlace>;
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a network: a day's document without its orders. JSON text, its bytes, or a parsed value. */
export function readNetwork(input: unknown, options: ReadOptions = {}): NetworkReading {
  const faults = new FaultList(options.maxFaults);
  const document = openDocument(input, faults);
  if (!document) return { ok: false, faults: faults.list() };
  const checked = checkNetwork(document, networkSchema, faults);
  if (!checked.network || (options.strict && faults.count > 0)) return { ok: false, faults: faults.list() };
  const { faultyPlaces } = checked.names;
  return { ok: true, network: toWgs84(checked.network), faults: faults.list(), faultyPlaces };
}

/** The document as an object; null, with the fault listed, where it is none. */
export function openDocument(input: unknown, faults: FaultList): RawObject | null {
  let document = input;
  if (typeof input === 'string' || input instanceof Uint8Array) {
    const parsed = parseJson(input);
    if (!parsed.ok) {
      faults.add(parsed.fault);
      return null;
    }
    document = parsed.value;
  }
  if (isObject(document)) return document;
  faults.add(faultOf('$', 'wrong-type', 'is not an object', 'Send one object, as docs/day-format.md shows.'));
  return null;
}

export interface CheckedNetwork {
  /** In the document's own coordinates; null where a fault refuses the whole document. */
  readonly network: Network | null;
  readonly names: OrderNames;
  readonly reading: Reading;
}

const ROW_LISTS = ['outlets', 'sites', 'vehicles', 'orders'] as const;
const headerSchema = daySchema.omit({ outlets: true, sites: true, vehicles: true, orders: true });

/** Reads everything but the orders, listing every fault; `schema` tells which keys the document may have. */
export function checkNetwork(
  document: RawObject,
  schema: typeof daySchema | typeof networkSchema,
  faults: FaultList,
): CheckedNetwork {
  const reading: Reading = { faults, timeZone: stringOr(document['timeZone'], 'Asia/Shanghai') };
  const header = readHeader(document, schema, reading);
  checkHeader(document, reading);
  const lists = {
    outlets: rowsOf(document, 'outlets', outletSchema, reading),
    sites: rowsOf(document, 'sites', siteSchema, reading),
    vehicles: rowsOf(document, 'vehicles', vehicleSchema, reading),
  };
  const refused = faults.count > lists.outlets.faults + lists.sites.faults + lists.vehicles.faults;
  const rows: PlaceRows = {
    outlets: lists.outlets.rows,
    sites: lists.sites.rows,
    vehicles: lists.vehicles.rows,
  };
  const hubStands = checkPlaces(document, rows, reading);
  const vehicles = valuesOf(rows.vehicles);
  if (vehicles.length === 0 && Array.isArray(document['vehicles']))
    faults.add(
      faultOf('vehicles', 'missing', 'has no vehicle without a fault', 'Give at least one vehicle.'),
    );
  const names = namesOf(document, rows, reading);
  if (refused || !hubStands || !header || vehicles.length === 0) return { network: null, names, reading };
  const network = { ...header, outlets: valuesOf(rows.outlets), sites: valuesOf(rows.sites), vehicles };
  return { network, names, reading };
}

type Header = z.output<typeof headerSchema>;

function readHeader(
  document: RawObject,
  schema: typeof daySchema | typeof networkSchema,
  reading: Reading,
): Header | null {
  const lists = new Set<string>(ROW_LISTS.filter((list) => list in schema.shape));
  const value = Object.fromEntries(Object.entries(document).filter(([key]) => !lists.has(key)));
  const result = headerSchema.safeParse(value);
  if (result.success) return result.data;
  const context = { schema, value: document, path: pathText, timeZone: reading.timeZone };
  for (const fault of issueFaults(result.error.issues, context)) reading.faults.add(fault);
  return null;
}

/** Reads the rows of a list one by one. `faults` counts those of single rows, which refuse nothing else. */
export function rowsOf<Schema extends z.ZodType>(
  document: RawObject,
  list: (typeof ROW_LISTS)[number],
  schema: Schema,
  reading: Reading,
): { readonly rows: Row<z.output<Schema>>[]; readonly faults: number } {
  const source = document[list];
  const needed = list === 'vehicles' || list === 'orders';
  if (!Array.isArray(source)) {
    if (source === undefined && needed)
      reading.faults.add(faultOf(list, 'missing', 'is missing', `Add \`${list}\`: a list.`));
    else if (source !== undefined)
      reading.faults.add(faultOf(list, 'wrong-type', 'must be a list', 'Write a list in square brackets.'));
    return { rows: [], faults: 0 };
  }
  const before = reading.faults.count;
  const rows = (source as unknown[]).map((row, index) =>
    readRow(schema, row, { index, path: rowPath(list, index) }, reading),
  );
  return { rows, faults: reading.faults.count - before };
}

const valuesOf = <Value>(rows: readonly Row<Value>[]): Value[] =>
  rows.flatMap((row) => (row.value === null ? [] : [row.value]));

function namesOf(document: RawObject, rows: PlaceRows, reading: Reading): OrderNames {
  const unserved = unservedZones(document);
  for (const [zone, index] of unserved)
    reading.faults.add({
      path: pathText(['zones', index, 'id']),
      code: 'contradiction',
      message: 'is taken by no departure of the hub',
      value: zone.slice(0, 80),
      remedy: 'Name it in the `zones` of a departure, or leave that departure’s `zones` out to take all.',
    });
  const hub = isObject(document['hub']) ? document['hub']['id'] : undefined;
  const places = new Set([...rows.outlets, ...rows.sites].flatMap(({ id }) => (id === null ? [] : [id])));
  if (typeof hub === 'string') places.add(hub);
  return {
    places,
    faultyPlaces: faultyPlaces(rows),
    zones: idsOf(document['zones']),
    unserved: new Set(unserved.keys()),
    products: idsOf(document['products']),
    midnight: midnightOf(document['date'], reading.timeZone),
  };
}

/** Epoch seconds of the start of a date; null where date or time zone is faulty. */
export function midnightOf(date: unknown, timeZone: string): number | null {
  if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date) || !isTimeZone(timeZone)) return null;
  const midnight = clockSeconds(date, '00:00', timeZone);
  return Number.isNaN(midnight) ? null : midnight;
}

const stringOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);
