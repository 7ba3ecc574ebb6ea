import { type Day, type Network, type Order, orderSchema } from '../domain/day.js';
import type { DayReading } from '../domain/day-reading.js';
import type { Fault } from '../domain/fault.js';
import { type Header, readHeader } from './csv-columns.js';
import { type CsvRecord, csvRecords } from './csv-records.js';
import { EncodingError } from './decode-text.js';
import type { PathText } from './document-path.js';
import { FaultList, faultOf } from './fault-list.js';
import { checkOrder, type OrderNames, sortOrders } from './order-checks.js';
import type { FaultyPlace } from './place-checks.js';
import { MAX_ORDERS } from './read-day.js';
import { midnightOf, type ReadOptions } from './read-network.js';
import { blame, type Reading, readRow, type Row } from './row.js';

export interface OrdersCsvOptions extends ReadOptions {
  /** Rows read before the file is refused. Default 200,000. */
  readonly maxOrders?: number;
  /** Sites and outlets that {@link readNetwork} set aside; orders that name them are set aside too. */
  readonly faultyPlaces?: ReadonlyMap<string, FaultyPlace>;
}

/**
 * Joins an orders CSV to a network. Faults are named `line 18, column ready_at`; an order without an
 * id of its own is called `#18` after its line. The stream is read row by row and held no longer than
 * that; where it fails, is cut or holds too many rows, nothing of it is accepted. Never throws.
 */
export async function readOrdersCsv(
  stream: AsyncIterable<Uint8Array | string>,
  network: Network,
  options: OrdersCsvOptions = {},
): Promise<DayReading> {
  const reading: Reading = { faults: new FaultList(options.maxFaults), timeZone: network.timeZone };
  const names = namesOf(network, options.faultyPlaces ?? new Map());
  const rows = await readRows(stream, names, reading, options.maxOrders ?? MAX_ORDERS);
  if (rows === null) return { ok: false, faults: reading.faults.list() };
  const { orders, setAside } = sortOrders(rows, names, reading);
  const faults = reading.faults.list();
  if (options.strict && faults.length > 0) return { ok: false, faults };
  const day: Day = { ...network, orders };
  return { ok: true, day, setAside, faults };
}

function namesOf(network: Network, faultyPlaces: ReadonlyMap<string, FaultyPlace>): OrderNames {
  const { hub, outlets, sites, zones, products } = network;
  const served = hub.departures.flatMap((departure) => departure.zones ?? zones.map((zone) => zone.id));
  return {
    places: new Set([
      hub.id,
      ...outlets.map(({ id }) => id),
      ...sites.map(({ id }) => id),
      ...faultyPlaces.keys(),
    ]),
    faultyPlaces,
    zones: new Set(zones.map(({ id }) => id)),
    unserved: new Set(zones.map(({ id }) => id).filter((id) => !served.includes(id))),
    products: new Set(products.map(({ id }) => id)),
    midnight: midnightOf(network.date, network.timeZone),
  };
}

/** Every row of the file; null, with the fault listed, where the file as a whole is refused. */
async function readRows(
  stream: AsyncIterable<Uint8Array | string>,
  names: OrderNames,
  reading: Reading,
  maxOrders: number,
): Promise<Row<Order>[] | null> {
  const rows: Row<Order>[] = [];
  let header: Header | null = null;
  const decoded = { lines: 0 };
  try {
    for await (const record of csvRecords(stream, decoded)) {
      if (!header) {
        header = readHeader(record.cells, record.line, reading.faults);
        if (!header) return null;
      } else if (rows.length === maxOrders) {
        reading.faults.add(tooMany(record.line, maxOrders));
        return null;
      } else rows.push(readRecord(record, header, names, reading));
    }
  } catch (error) {
    reading.faults.add(streamFault(error, decoded.lines + 1));
    return null;
  }
  if (header) return rows;
  reading.faults.add(
    faultOf('line 1', 'missing', 'the file is empty', 'Send a header line and a line an order.'),
  );
  return null;
}

const tooMany = (line: number, maxOrders: number): Fault =>
  faultOf(
    `line ${line}`,
    'too-large',
    `the file holds more than ${maxOrders} orders`,
    'Split it by hub, or by part of the day.',
  );

function readRecord(record: CsvRecord, header: Header, names: OrderNames, reading: Reading): Row<Order> {
  const row = readRow(
    orderSchema,
    orderOf(record, header),
    { index: record.line, path: linePath(record.line, header) },
    reading,
  );
  const extra = record.cells.slice(header.columns.length).filter((cell) => cell.trim() !== '').length;
  if (extra > 0) {
    const message = `has ${record.cells.length} values, the header names ${header.columns.length} columns`;
    blame(
      row,
      [],
      ['bad-format', message, 'Put a value that holds the delimiter in double quotes.'],
      reading,
    );
  }
  checkOrder(row, names, reading);
  return row;
}

function orderOf({ cells, delimiter }: CsvRecord, header: Header): Record<string, unknown> {
  const order: Record<string, unknown> = {};
  header.columns.forEach((column, at) => {
    const cell = cells[at]?.trim() ?? '';
    if (!column || cell === '') return;
    const [key, inner] = column.path;
    const value =
      column.kind === 'number' ? numberOf(cell, delimiter) : column.kind === 'flag' ? flagOf(cell) : cell;
    if (inner === undefined) order[key] = value;
    else order[key] = { ...(order[key] as object | undefined), [inner]: value };
  });
  return order;
}

/** The text itself where it is no number: the schema then says so. Semicolons go with decimal commas. */
function numberOf(cell: string, delimiter: string): number | string {
  const text = delimiter === ';' ? cell.replace(',', '.') : cell;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : cell;
}

const FLAGS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  是: true,
  false: false,
  no: false,
  '0': false,
  否: false,
};

const flagOf = (cell: string): boolean | string => FLAGS[cell.toLowerCase()] ?? cell;

/** `line 18, column ready_at`, the column as the file calls it. */
function linePath(line: number, header: Header): PathText {
  return (path) => {
    if (path.length === 0) return `line ${line}`;
    const inOrder = path.join('.');
    const column = header.columns.find((one) => one?.path.join('.') === inOrder);
    const name = (column && header.written.get(column.name)) ?? columnName(String(path.at(-1)));
    return `line ${line}, column ${name}`;
  };
}

/** readyAt is ready_at in a file that lacks the column. */
const columnName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function streamFault(error: unknown, line: number): Fault {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  // The parser names the line of a stray quote in its message only.
  const after = `line ${/\bat line (\d+)/.exec(String(message))?.[1] ?? line}`;
  if (error instanceof EncodingError)
    return faultOf(
      after,
      'bad-format',
      'the file is neither UTF-8 nor GBK from here on',
      'Save it as UTF-8.',
    );
  if (code === 'CSV_MAX_RECORD_SIZE' || code === 'CSV_QUOTE_NOT_CLOSED')
    return faultOf(
      after,
      'bad-format',
      'a double quote opened here or before is not closed',
      'Close it, or write two for one in the text.',
    );
  if (typeof code === 'string' && code.startsWith('CSV_'))
    return faultOf(
      after,
      'bad-format',
      'a double quote stands inside a value',
      'Put the whole value in quotes and write two for one.',
    );
  const remedy = 'Send the whole file again; nothing of it was accepted.';
  return faultOf(after, 'interrupted', 'the file ended before it was complete', remedy);
}
