/**
 * The day as its author wrote it, read again from nothing: own defaults, own arithmetic. It shares no
 * code with the planner, so that a mistake there is not made twice.
 */
import gcoord from 'gcoord';
import { clockOn, seconds } from './clock.js';

export type Json = Record<string, unknown>;

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface RawOrder {
  /** Its id; `#17` where the row has none of its own. */
  readonly key: string;
  readonly site: string | null;
  readonly product: string | null;
  readonly parcels: number;
  readonly kg: number;
  readonly litres: number;
  /** Epoch seconds. */
  readonly confirmed: number;
  readonly ready: number;
  readonly zone: string;
  readonly cold: boolean;
  /** Latest unloading at the hub, epoch seconds; Infinity where it keeps. */
  readonly dueAtHub: number;
}

export interface RawPlace {
  readonly id: string;
  readonly kind: 'hub' | 'outlet' | 'site';
  /** Row and column in the matrices. */
  readonly index: number;
  /** Where the vehicle is sent. */
  readonly point: { readonly lon: number; readonly lat: number };
  /** Where the parcels are. */
  readonly goods: { readonly lon: number; readonly lat: number };
  /** On the day and the day after, epoch seconds. */
  readonly open: readonly Span[];
  readonly handlingSeconds: number;
  /** Infinity at the hub, which posts no waybills of its own. */
  readonly labelsPerHour: number;
  /** The outlet in charge of a site, where stated. */
  readonly outlet: string | null;
  readonly walkMetres: number | null;
  /** kg of each product that may be sourced here. */
  readonly supply: ReadonlyMap<string, number>;
}

export interface RawVehicle {
  readonly id: string;
  readonly profile: string;
  readonly base: string;
  readonly unloadsAt: 'base' | 'hub' | 'either';
  readonly kg: number;
  readonly litres: number;
  readonly parcels: number;
  readonly shift: Span;
  readonly dutySeconds: number;
  readonly drivingSeconds: number;
  readonly restAfterSeconds: number;
  readonly restSeconds: number;
  readonly rangeMetres: number;
  readonly maxRuns: number;
  readonly turnaroundSeconds: number;
  readonly cold: boolean;
  readonly perKm: number;
  readonly perHour: number;
  readonly perDay: number;
}

export interface RawDeparture {
  readonly id: string;
  readonly leavesAt: string;
  readonly cutOffSeconds: number;
  readonly capacity: number;
  readonly zones: ReadonlySet<string> | null;
}

export interface RawDay {
  readonly date: string;
  readonly timeZone: string;
  readonly planAt: number;
  /** Every row of the document, in its order; null where nothing of it can be read. */
  readonly orders: ReadonlyMap<string, RawOrder | null>;
  readonly places: ReadonlyMap<string, RawPlace>;
  readonly vehicles: ReadonlyMap<string, RawVehicle>;
  readonly departures: ReadonlyMap<string, RawDeparture>;
  readonly hub: RawPlace;
  readonly dockSeconds: number;
  readonly unloadSecondsPerParcel: number;
  readonly downstreamSeconds: ReadonlyMap<string, number>;
  readonly stopSeconds: number;
  readonly secondsPerParcel: number;
  readonly secondsPerParcelAtOutlet: number;
  readonly kgPerTrip: number;
  readonly yuanPerUnservedOrder: number;
  readonly yuanPerOrderHour: number;
  readonly labelEverySeconds: number;
  /** Clock time of the baseline's trunk departure. */
  readonly baselineDepartsAt: string;
}

export function readRawDay(document: unknown): RawDay {
  const day = asObject(document);
  const clock: Clock = { date: String(day['date']), timeZone: String(day['timeZone'] ?? 'Asia/Shanghai') };
  const hub = asObject(day['hub']);
  const process = asObject(day['process']);
  const objective = asObject(day['objective']);
  const places = placesOf(day, clock);
  return {
    ...clock,
    planAt:
      day['planAt'] === undefined ? clockOn(clock.date, '00:00', clock.timeZone) : seconds(day['planAt']),
    orders: ordersOf(day),
    places,
    vehicles: byId(rows(day['vehicles']), (row) => vehicleOf(row, clock)),
    departures: byId(rows(hub['departures']), departureOf),
    hub: places.get(String(hub['id']))!,
    dockSeconds: number(hub['dockMinutes'], 10) * 60,
    unloadSecondsPerParcel: number(hub['unloadSecondsPerParcel'], 0.72),
    downstreamSeconds: byId(rows(day['zones']), (zone) => number(zone['downstreamHours'], 47.27) * 3600),
    stopSeconds: number(process['stopMinutes'], 4) * 60,
    secondsPerParcel: number(process['secondsPerParcel'], 20),
    secondsPerParcelAtOutlet: number(process['secondsPerParcelAtOutlet'], 9),
    kgPerTrip: number(process['kgPerWalk'], 20) * number(process['walkers'], 2),
    yuanPerUnservedOrder: number(objective['yuanPerUnservedOrder'], 40),
    yuanPerOrderHour: number(objective['yuanPerOrderHour'], 0.2),
    labelEverySeconds: number(process['labelEveryMinutes'], 60) * 60,
    baselineDepartsAt: String(asObject(day['baseline'])['departsAt'] ?? '06:00'),
  };
}

interface Clock {
  readonly date: string;
  readonly timeZone: string;
}

const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};
const rows = (value: unknown): Json[] => (Array.isArray(value) ? value.map(asObject) : []);
const number = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback);
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The first row of an id holds it. */
function byId<Value>(list: readonly Json[], read: (row: Json) => Value): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const row of list)
    if (typeof row['id'] === 'string' && !map.has(row['id'])) map.set(row['id'], read(row));
  return map;
}

function ordersOf(day: Json): Map<string, RawOrder | null> {
  const products = byId(rows(day['products']), (row) => row);
  const orders = new Map<string, RawOrder | null>();
  const source = Array.isArray(day['orders']) ? (day['orders'] as unknown[]) : [];
  source.forEach((value, index) => {
    const row = asObject(value);
    const id = row['id'];
    const own = typeof id === 'string' && /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,79}$/u.test(id) && !orders.has(id);
    const key = own ? id : `#${index}`;
    orders.set(key, orderOf(key, row, products));
  });
  return orders;
}

function orderOf(key: string, row: Json, products: ReadonlyMap<string, Json>): RawOrder | null {
  const product = products.get(String(row['product']));
  const confirmed = Math.ceil(seconds(row['confirmedAt']));
  const ready =
    row['readyAt'] === undefined ? confirmed : Math.max(confirmed, Math.ceil(seconds(row['readyAt'])));
  const [kg, litres] = [row['kg'], row['litres']];
  if (typeof kg !== 'number' || typeof litres !== 'number' || Number.isNaN(ready)) return null;
  return {
    key,
    site: textOrNull(row['site']),
    product: textOrNull(row['product']),
    parcels: number(row['parcels'], 1),
    kg,
    litres,
    confirmed,
    ready,
    zone: String(row['zone']),
    cold: Boolean(row['cold'] ?? product?.['cold'] ?? false),
    dueAtHub: ready + hubHours(row, product) * 3600,
  };
}

/** An order's own shelf life is used up to a fifth; it never makes a product's stated hours longer. */
function hubHours(order: Json, product: Json | undefined): number {
  const stated = number(product?.['hubWithinHours'], Infinity);
  if (typeof order['shelfLifeHours'] === 'number') return Math.min(stated, order['shelfLifeHours'] / 5);
  return stated < Infinity ? stated : number(product?.['shelfLifeHours'], Infinity) / 5;
}

function placesOf(day: Json, clock: Clock): Map<string, RawPlace> {
  const places = new Map<string, RawPlace>();
  const add = (kind: RawPlace['kind'], row: Json): void => {
    const id = row['id'];
    const goods = pointOf(row, day['crs']);
    if (typeof id !== 'string' || !goods || places.has(id)) return;
    const defaults = {
      hub: ['00:00', '23:59'],
      outlet: ['08:30', '17:30'],
      site: ['07:00', '20:00'],
    } as const;
    const windows = kind === 'site' ? row['windows'] : row['hours'] && [row['hours']];
    const [opens, closes] = defaults[kind];
    places.set(id, {
      id,
      kind,
      index: places.size,
      goods,
      point: (row['stopAt'] ? pointOf(asObject(row['stopAt']), day['crs']) : null) ?? goods,
      open: [0, 1].flatMap((later) =>
        rows(windows ?? [{ opens, closes }]).map((one) =>
          spanOf(String(one['opens']), String(one['closes']), clock, later),
        ),
      ),
      handlingSeconds: kind === 'outlet' ? number(row['handlingMinutes'], 10) * 60 : 0,
      labelsPerHour: kind === 'outlet' ? number(row['labelsPerHour'], 240) : Infinity,
      outlet: kind === 'site' ? textOrNull(row['outlet']) : id,
      walkMetres: row['walk'] === undefined ? null : number(asObject(row['walk'])['metres'], 0),
      supply: supplyOf(row),
    });
  };
  add('hub', asObject(day['hub']));
  for (const row of rows(day['outlets'])) add('outlet', row);
  for (const row of rows(day['sites'])) add('site', row);
  return places;
}

function supplyOf(row: Json): Map<string, number> {
  const supply = new Map<string, number>();
  for (const lot of rows(row['supply'])) {
    const product = String(lot['product']);
    supply.set(product, (supply.get(product) ?? 0) + number(lot['kg'], 0));
  }
  return supply;
}

/** WGS-84, whatever the document is written in. */
function pointOf(row: Json, crs: unknown): { lon: number; lat: number } | null {
  const { lat, lon } = row;
  if (typeof lat !== 'number' || typeof lon !== 'number' || Math.abs(lat) > 90 || Math.abs(lon) > 180)
    return null;
  if (crs === undefined || crs === 'WGS-84') return { lon, lat };
  const { transform } = gcoord as unknown as {
    transform: (point: number[], from: string, to: string) => [number, number];
  };
  const [x, y] = transform([lon, lat], crs === 'GCJ-02' ? 'GCJ02' : 'BD09', 'WGS84');
  return { lon: x, lat: y };
}

/** A span that ends at or before its start runs past midnight. */
function spanOf(start: string, end: string, clock: Clock, later = 0): Span {
  const from = clockOn(clock.date, start, clock.timeZone, later);
  const to = clockOn(clock.date, end, clock.timeZone, later + (end <= start ? 1 : 0));
  return { from, to };
}

function vehicleOf(row: Json, clock: Clock): RawVehicle {
  const capacity = asObject(row['capacity']);
  const shift = { start: '07:00', end: '21:00', ...asObject(row['shift']) };
  const rest = asObject(row['rest']);
  const cost = asObject(row['cost']);
  return {
    id: String(row['id']),
    profile: String(row['profile']),
    base: String(row['base']),
    unloadsAt: (row['unloadsAt'] ?? 'hub') as RawVehicle['unloadsAt'],
    kg: number(capacity['kg'], 0),
    litres: number(capacity['litres'], 0),
    parcels: number(capacity['parcels'], Infinity),
    shift: spanOf(shift.start, shift.end, clock),
    dutySeconds: number(row['maxDutyHours'], 10) * 3600,
    drivingSeconds: number(row['maxDrivingHours'], 8) * 3600,
    restAfterSeconds: number(rest['afterDrivingHours'], 4) * 3600,
    restSeconds: number(rest['minutes'], 20) * 60,
    rangeMetres: number(row['rangeKm'], Infinity) * 1000,
    maxRuns: number(row['maxRuns'], Infinity),
    turnaroundSeconds: number(row['turnaroundMinutes'], 10) * 60,
    cold: row['cold'] === true,
    perKm: number(cost['perKm'], 0),
    perHour: number(cost['perHour'], 10),
    perDay: number(cost['perDay'], 120),
  };
}

const departureOf = (row: Json): RawDeparture => ({
  id: String(row['id']),
  leavesAt: String(row['leavesAt']),
  cutOffSeconds: number(row['cutOffMinutes'], 30) * 60,
  capacity: number(row['capacityParcels'], Infinity),
  zones: Array.isArray(row['zones']) ? new Set(row['zones'].map(String)) : null,
});
