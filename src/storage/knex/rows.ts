/**
 * The one place where rows become records and back, so that the differences between SQLite and
 * PostgreSQL (counts as text, bytes as Buffer or Uint8Array, null) end here.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type {
  ApiKey,
  NetworkRecord,
  PlanDigest,
  PlanRecord,
  PlanStatus,
  Role,
  StoredOptions,
  StoredProgress,
} from '../store.js';

const compress = promisify(gzip);
const expand = promisify(gunzip);

export type Row = Readonly<Record<string, unknown>>;

/** Level 3: a large day in a tenth of a second, within a few per cent of the best size. */
export const packText = (text: string): Promise<Buffer> => compress(text, { level: 3 });
export const packJson = (value: unknown): Promise<Buffer> => packText(JSON.stringify(value));
export const unpackText = async (bytes: unknown): Promise<string> =>
  (await expand(bytes as Uint8Array)).toString('utf8');

export const toCount = (value: unknown): number => Number(value ?? 0);
const text = (value: unknown): string => String(value);
const textOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);
const json = <T>(value: unknown): T => JSON.parse(String(value)) as T;
const jsonOrNull = <T>(value: unknown): T | null =>
  value === null || value === undefined ? null : json<T>(value);

export const PLAN_COLUMNS = [
  'plans.sequence',
  'plans.id',
  'plans.status',
  'plans.day',
  'plans.date',
  'plans.network',
  'plans.orders',
  'plans.set_aside',
  'plans.created_at',
  'plans.started_at',
  'plans.finished_at',
  'plans.options',
  'plans.attempts',
  'plans.error',
  'plans.progress',
  'plans.digest',
  'plans.released_at',
  'plans.released_by',
] as const;

export function toPlanRecord(row: Row): PlanRecord {
  return {
    sequence: toCount(row['sequence']),
    id: text(row['id']),
    status: text(row['status']) as PlanStatus,
    day: text(row['day']),
    date: text(row['date']),
    network: text(row['network']),
    orders: toCount(row['orders']),
    setAside: toCount(row['set_aside']),
    createdAt: text(row['created_at']),
    startedAt: textOrNull(row['started_at']),
    finishedAt: textOrNull(row['finished_at']),
    options: json<StoredOptions>(row['options']),
    attempts: toCount(row['attempts']),
    error: jsonOrNull(row['error']),
    progress: jsonOrNull<StoredProgress>(row['progress']),
    digest: jsonOrNull<PlanDigest>(row['digest']),
    releasedAt: textOrNull(row['released_at']),
    releasedBy: textOrNull(row['released_by']),
  };
}

export const toApiKey = (row: Row): ApiKey => ({
  id: text(row['id']),
  role: text(row['role']) as Role,
  outlet: textOrNull(row['outlet']),
  label: textOrNull(row['label']),
  createdAt: text(row['created_at']),
  revokedAt: textOrNull(row['revoked_at']),
});

export const toNetworkRecord = (row: Row): NetworkRecord => ({
  name: text(row['name']),
  date: text(row['date']),
  outlets: toCount(row['outlets']),
  sites: toCount(row['sites']),
  vehicles: toCount(row['vehicles']),
  savedAt: text(row['saved_at']),
});
