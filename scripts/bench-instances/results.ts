import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** One run, as a row of the results file; an empty cell is null. */
export interface Row {
  readonly class: string;
  readonly instance: string;
  /** Locations, depots included. */
  readonly dimension: number;
  readonly engine: string;
  readonly version: string;
  readonly seed: number;
  /** Seconds given. */
  readonly time: number;
  readonly threads: number;
  /** What the time is counted by: wall or cpu. */
  readonly clock: string;
  readonly objective: string;
  readonly status: 'feasible' | 'infeasible' | 'cannot' | 'failed';
  readonly cost: number | null;
  readonly vehicles: number | null;
  /** The whole process from start to end. */
  readonly wall: number;
  readonly cpu: number | null;
  /** What the engine says it took. */
  readonly seconds: number | null;
  readonly iterations: number | null;
  readonly peak: number | null;
  readonly reason: string;
}

const COLUMNS = [
  'class',
  'instance',
  'dimension',
  'engine',
  'version',
  'seed',
  'time',
  'threads',
  'clock',
  'objective',
  'status',
  'cost',
  'vehicles',
  'wall',
  'cpu',
  'seconds',
  'iterations',
  'peak',
  'reason',
] as const satisfies readonly (keyof Row)[];

const TEXTS: ReadonlySet<string> = new Set([
  'class',
  'instance',
  'engine',
  'version',
  'clock',
  'objective',
  'status',
  'reason',
]);

/** What makes a run the same as another: all that was given, not what came of it. */
export const keyOf = (
  row: Pick<
    Row,
    'class' | 'instance' | 'engine' | 'version' | 'seed' | 'time' | 'threads' | 'clock' | 'objective'
  >,
): string =>
  [
    row.class,
    row.instance,
    row.engine,
    row.version,
    row.seed,
    row.time,
    row.threads,
    row.clock,
    row.objective,
  ].join('|');

/** Rows by their keys, kept in a file where one is given so that a run can be taken up again. */
export class Results {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly file: string | undefined) {
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) return;
    const records = parse(readFileSync(file, 'utf8'), {
      columns: true,
      relax_column_count_less: true,
    }) as Record<string, string>[];
    for (const record of records) {
      const row = Object.fromEntries(
        COLUMNS.map((column) => {
          const cell = record[column] ?? '';
          return [column, TEXTS.has(column) ? cell : cell === '' ? null : Number(cell)];
        }),
      ) as unknown as Row;
      this.rows.set(keyOf(row), row);
    }
  }

  /** The row of a run that is done; one that broke is tried again. */
  done(key: string): Row | undefined {
    const row = this.rows.get(key);
    return row?.status === 'failed' ? undefined : row;
  }

  add(row: Row): void {
    this.rows.set(keyOf(row), row);
    if (this.file === undefined) return;
    const header = !existsSync(this.file);
    appendFileSync(this.file, stringify([row], { columns: [...COLUMNS], header }));
  }
}
