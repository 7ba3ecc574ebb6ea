import { toWgs84 } from '../domain/coordinates.js';
import { daySchema, orderSchema } from '../domain/day.js';
import type { DayReading } from '../domain/day-reading.js';
import { FaultList, faultOf } from './fault-list.js';
import { checkOrder, sortOrders } from './order-checks.js';
import { checkNetwork, openDocument, type ReadOptions, rowsOf } from './read-network.js';

/** Orders of one day that are read; a larger document is refused whole. */
export const MAX_ORDERS = 200_000;

/**
 * Reads a day: JSON text, its bytes, or a parsed value. Every fault is listed with its path. Faulty
 * orders, sites, outlets and vehicles are set aside and the rest stands; a fault in what the whole day
 * rests on (date, zones, products, hub, process, keys of the document itself), or no vehicle left,
 * refuses it. Never throws.
 */
export function readDay(input: unknown, options: ReadOptions = {}): DayReading {
  const faults = new FaultList(options.maxFaults);
  const refused = (): DayReading => ({ ok: false, faults: faults.list() });
  const document = openDocument(input, faults);
  if (!document) return refused();
  const { network, names, reading } = checkNetwork(document, daySchema, faults);
  const source = document['orders'];
  if (Array.isArray(source) && source.length > MAX_ORDERS) {
    const message = `holds ${source.length} orders, more than ${MAX_ORDERS}`;
    faults.add(faultOf('orders', 'too-large', message, 'Split the day by hub, or by part of the day.'));
    return refused();
  }
  const { rows } = rowsOf(document, 'orders', orderSchema, reading);
  for (const row of rows) checkOrder(row, names, reading);
  const { orders, setAside } = sortOrders(rows, names, reading);
  if (!network || !Array.isArray(source) || (options.strict && faults.count > 0)) return refused();
  return { ok: true, day: toWgs84({ ...network, orders }), setAside, faults: faults.list() };
}
