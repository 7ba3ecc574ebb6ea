/** One row of a document's list: read by itself, so that a faulty row hides no other. */
import type { z } from 'zod';
import { siteIdSchema } from '../domain/day.js';
import type { Fault, FaultCode } from '../domain/fault.js';
import { type PathText, shownValue } from './document-path.js';
import type { FaultList } from './fault-list.js';
import { issueFaults } from './issue-faults.js';

/** What reading a document carries along. */
export interface Reading {
  readonly faults: FaultList;
  /** For remedies and dates; may be unknown, then remedies are general. */
  readonly timeZone: string;
}

export type RawObject = Readonly<Record<string, unknown>>;

export interface Row<Value> {
  /** From 0. */
  readonly index: number;
  /** What the author wrote; empty where it is not an object. */
  readonly raw: RawObject;
  /** Words for a path that starts inside the row. */
  readonly path: PathText;
  /** Null where it is missing or malformed. */
  readonly id: string | null;
  /** Null as soon as the row has a fault that sets it aside. */
  value: Value | null;
  /** The first fault that set it aside. */
  blame: Fault | null;
}

export const isObject = (value: unknown): value is RawObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a row by its schema and lists every fault of it. */
export function readRow<Schema extends z.ZodType>(
  schema: Schema,
  source: unknown,
  place: { readonly index: number; readonly path: PathText },
  reading: Reading,
): Row<z.output<Schema>> {
  const raw = isObject(source) ? source : {};
  const result = schema.safeParse(source);
  const id = result.success || siteIdSchema.safeParse(raw['id']).success ? (raw['id'] as string) : null;
  const row: Row<z.output<Schema>> = {
    index: place.index,
    raw,
    path: place.path,
    id,
    value: result.success ? result.data : null,
    blame: null,
  };
  if (result.success) return row;
  const context = { schema, value: source, path: place.path, timeZone: reading.timeZone };
  for (const fault of issueFaults(result.error.issues, context)) setAside(row, fault, reading);
  return row;
}

/** Lists a fault and sets its row aside. */
export function setAside(row: Row<unknown>, fault: Fault, reading: Reading): void {
  reading.faults.add(fault);
  row.blame ??= fault;
  row.value = null;
}

/** Lists a fault at a path inside the row, the offending value beside it, and sets the row aside. */
export function blame(
  row: Row<unknown>,
  path: readonly PropertyKey[],
  [code, message, remedy]: readonly [FaultCode, string, string],
  reading: Reading,
): void {
  setAside(row, rowFault(row, path, [code, message, remedy]), reading);
}

/** A fault at a path inside a row. */
export function rowFault(
  row: Row<unknown>,
  path: readonly PropertyKey[],
  [code, message, remedy]: readonly [FaultCode, string, string],
): Fault {
  const value = shownValue(row.raw, path);
  return { path: row.path(path), code, message, ...(value === undefined ? {} : { value }), remedy };
}

/** Lists and sets aside every row whose id an earlier row has; the first keeps it, faulty or not. */
export function refuseDuplicates(
  rows: readonly Row<unknown>[],
  taken: Map<string, string>,
  reading: Reading,
): void {
  for (const row of rows) {
    if (row.id === null) continue;
    const holder = taken.get(row.id);
    if (holder === undefined) taken.set(row.id, row.path([]));
    else
      blame(
        row,
        ['id'],
        ['duplicate-id', `is the id of ${holder} already`, 'Give each its own id, or remove one.'],
        reading,
      );
  }
}
