/** Cross-checks of outlets, sites and vehicles; a faulty row is set aside with what hangs on it. */
import type { Outlet, Site, Vehicle } from '../domain/day.js';
import { pathText, valueAt } from './document-path.js';
import { checkWindow, idsOf, unknownId } from './header-checks.js';
import { checkPoint, checkStopAt, neighbourhoodOf, pointAt } from './point-checks.js';
import { blame, isObject, type RawObject, type Reading, refuseDuplicates, type Row } from './row.js';

/** Grams and millilitres must stay whole numbers of 31 bits. */
const MAX_CAPACITY = 2_000_000;

export interface PlaceRows {
  readonly outlets: readonly Row<Outlet>[];
  readonly sites: readonly Row<Site>[];
  readonly vehicles: readonly Row<Vehicle>[];
}

/** Sets aside what is faulty. False where the hub lies where it cannot, which refuses the day. */
export function checkPlaces(document: RawObject, rows: PlaceRows, reading: Reading): boolean {
  const { outlets, sites, vehicles } = rows;
  const hub = valueAt(document, ['hub', 'id']);
  const taken = new Map<string, string>(typeof hub === 'string' ? [[hub, 'hub']] : []);
  refuseDuplicates(outlets, taken, reading);
  refuseDuplicates(sites, taken, reading);
  refuseDuplicates(vehicles, new Map(), reading);
  const hubStands = checkPoints(document, [...outlets, ...sites], reading);
  for (const row of outlets)
    checkWindow(row.raw['hours'], ['opens', 'closes'], (verdict) =>
      blame(row, ['hours', 'closes'], verdict, reading),
    );
  const bases = basesOf(hub, outlets);
  for (const row of sites) checkSite(row, bases, document, reading);
  for (const row of vehicles) checkVehicle(row, bases, reading);
  return hubStands;
}

/** Ids of hub and outlets; the row where it is one, to see whether it was set aside. */
type Bases = ReadonlyMap<string, Row<Outlet> | null>;

function basesOf(hub: unknown, outlets: readonly Row<Outlet>[]): Bases {
  const bases = new Map<string, Row<Outlet> | null>();
  if (typeof hub === 'string') bases.set(hub, null);
  for (const row of outlets) if (row.id !== null && !bases.has(row.id)) bases.set(row.id, row);
  return bases;
}

function checkPoints(document: RawObject, rows: readonly Row<unknown>[], reading: Reading): boolean {
  const raw = isObject(document['hub']) ? document['hub'] : {};
  const path = (parts: readonly PropertyKey[]): string => pathText(['hub', ...parts]);
  const hub: Row<unknown> = { index: 0, raw, path, id: null, value: raw, blame: null };
  const all = [hub, ...rows];
  const around = neighbourhoodOf(all.flatMap((row) => pointAt(row.raw) ?? []));
  for (const row of all) checkPoint(row, around, reading);
  return hub.blame === null;
}

function checkSite(row: Row<Site>, bases: Bases, document: RawObject, reading: Reading): void {
  checkStopAt(row, reading);
  checkBase(row, 'outlet', bases, reading);
  const windows = row.raw['windows'];
  if (Array.isArray(windows))
    windows.forEach((window: unknown, at) =>
      checkWindow(window, ['opens', 'closes'], (verdict) =>
        blame(row, ['windows', at, 'closes'], verdict, reading),
      ),
    );
  const supply = row.raw['supply'];
  if (!Array.isArray(supply)) return;
  const products = idsOf(document['products']);
  supply.forEach((lot: unknown, at) => {
    const product = isObject(lot) ? lot['product'] : undefined;
    if (typeof product === 'string' && !products.has(product))
      blame(row, ['supply', at, 'product'], unknownId('product', product, products), reading);
  });
}

function checkVehicle(row: Row<Vehicle>, bases: Bases, reading: Reading): void {
  checkBase(row, 'base', bases, reading);
  checkShift(row, reading);
  for (const unit of ['kg', 'litres']) {
    const amount = valueAt(row.raw, ['capacity', unit]);
    if (typeof amount === 'number' && Number.isFinite(amount) && amount > MAX_CAPACITY)
      blame(
        row,
        ['capacity', unit],
        ['out-of-range', `must be at most ${MAX_CAPACITY}`, 'Write what the vehicle holds.'],
        reading,
      );
  }
}

/** A shift may run past midnight, but not last no time. */
function checkShift(row: Row<Vehicle>, reading: Reading): void {
  const { shift } = row.raw;
  if (!isObject(shift) || typeof shift['start'] !== 'string' || shift['start'] !== shift['end']) return;
  const remedy = 'Write when the shift ends; one that ends earlier than it starts runs past midnight.';
  blame(row, ['shift', 'end'], ['contradiction', 'is when the shift starts', remedy], reading);
}

/** The outlet or hub that a row names must be there, and not be set aside itself. */
function checkBase(row: Row<unknown>, key: 'outlet' | 'base', bases: Bases, reading: Reading): void {
  const id = row.raw[key];
  if (typeof id !== 'string') return;
  const base = bases.get(id);
  if (base === undefined)
    blame(row, [key], unknownId(key === 'base' ? 'hub or outlet' : 'outlet', id, bases.keys()), reading);
  else if (base?.blame)
    blame(
      row,
      [key],
      ['unknown-id', `names an outlet that is set aside (${base.path([])})`, `Mend ${base.blame.path}.`],
      reading,
    );
}

/**
 * Every id that orders may name but must not, with the fault behind it: its row is set aside, or two
 * kinds of place share it. Of two sites with one id the first stays good.
 */
export function faultyPlaces(rows: PlaceRows): ReadonlyMap<string, FaultyPlace> {
  const faulty = new Map<string, FaultyPlace>();
  const good = new Set<string>();
  for (const list of [rows.outlets, rows.sites]) {
    const goodBefore = new Set(good);
    for (const { id, blame } of list) {
      if (id === null) continue;
      if (!blame) good.add(id);
      else if (!good.has(id) || goodBefore.has(id)) faulty.set(id, placeOf(blame));
    }
  }
  return faulty;
}

export interface FaultyPlace {
  readonly reason: string;
  readonly remedy: string;
}

const placeOf = (fault: { path: string; message: string; remedy: string }): FaultyPlace => ({
  reason: `${fault.path} ${fault.message}`,
  remedy: fault.remedy,
});

/** Where a row stands in the document. */
export const rowPath =
  (list: string, index: number) =>
  (path: readonly PropertyKey[]): string =>
    pathText([list, index, ...path]);
