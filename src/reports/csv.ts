import { stringify } from 'csv-stringify/sync';
import { nameIn, type ReportLanguage } from './language.js';
import type { ScheduleDocument } from './schedule.js';
import type { SheetDocument } from './sheet.js';

type Cell = string | number;

/** Opens in a spreadsheet as it is: byte order mark for Chinese, formulas made harmless. */
const table = (rows: readonly Readonly<Record<string, Cell>>[], columns: readonly string[]): string =>
  stringify([...rows], { header: true, columns: [...columns], bom: true, escape_formulas: true });

const STOP_COLUMNS = [
  'run',
  'vehicle',
  'plate',
  'stop',
  'place',
  'name',
  'arrive_at',
  'leave_at',
  'latest_arrive_at',
  'contact',
  'orders',
  'parcels',
  'kg',
  'litres',
  'load_share',
  'leg_metres',
  'ascent_metres',
  'walk_metres',
  'walk_minutes',
  'hub_by',
  'waybill_first',
  'waybill_last',
  'rest_minutes_after',
  'synthetic',
] as const;

/** A run's stops, one a row; instants ISO 8601. */
export function sheetCsv(sheet: SheetDocument, language: ReportLanguage): string {
  const rows = sheet.stops.map((stop) => ({
    run: sheet.run,
    vehicle: sheet.vehicle.id,
    plate: sheet.vehicle.plate,
    stop: stop.number,
    place: stop.place,
    name: nameIn(stop.name, language, stop.place),
    arrive_at: stop.arriveAt,
    leave_at: stop.leaveAt,
    latest_arrive_at: stop.latestArriveAt ?? '',
    contact: stop.contact,
    orders: stop.orders,
    parcels: stop.parcels,
    kg: stop.kg,
    litres: stop.litres,
    load_share: Math.round(stop.load.fullest * 1000) / 1000,
    leg_metres: stop.leg.metres,
    ascent_metres: stop.leg.ascentMetres,
    walk_metres: stop.walk.metres,
    walk_minutes: stop.walk.minutes,
    hub_by: stop.hubBy ?? '',
    waybill_first: stop.waybills?.first ?? '',
    waybill_last: stop.waybills?.last ?? '',
    rest_minutes_after: stop.restMinutes,
    synthetic: sheet.synthetic ? 'yes' : 'no',
  }));
  return table(rows, STOP_COLUMNS);
}

const EVENT_COLUMNS = [
  'at',
  'event',
  'run',
  'plate',
  'place',
  'name',
  'orders',
  'parcels',
  'kg',
  'synthetic',
] as const;

/** An outlet's day as one list of events in the order of time; instants ISO 8601. */
export function scheduleCsv(schedule: ScheduleDocument, language: ReportLanguage): string {
  const here = { place: schedule.outlet, name: nameIn(schedule.name, language, schedule.outlet) };
  const none = { run: '', plate: '', ...here };
  const counted = (row: { orders: number; parcels: number; kg: number }) => ({
    orders: row.orders,
    parcels: row.parcels,
    kg: Math.round(row.kg * 10) / 10,
    synthetic: schedule.synthetic ? 'yes' : 'no',
  });
  const moved = (row: { run: string; plate: string }) => ({ run: row.run, plate: row.plate, ...here });
  const rows = [
    ...schedule.labelWaves.map((row) => ({ at: row.from, event: 'label', ...none, ...counted(row) })),
    ...schedule.starts.map((row) => ({ at: row.departAt, event: 'start', ...moved(row), ...counted(row) })),
    ...schedule.sites.map((row) => ({
      at: row.collectedAt,
      event: 'collect',
      run: row.run,
      plate: row.plate,
      place: row.site,
      name: nameIn(row.name, language, row.site),
      ...counted(row),
    })),
    ...schedule.arrivals.map((row) => ({
      at: row.arriveAt,
      event: 'arrive',
      ...moved(row),
      ...counted(row),
    })),
    ...schedule.pickups.map((row) => ({ at: row.leaveAt, event: 'leave', ...moved(row), ...counted(row) })),
    ...schedule.departures.map((row) => ({
      at: row.leavesAt,
      event: `trunk ${row.departure}`,
      ...none,
      ...counted(row),
    })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return table(rows, EVENT_COLUMNS);
}
