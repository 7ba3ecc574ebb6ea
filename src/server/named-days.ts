import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, isAbsolute } from 'node:path';
import type { DayReading } from '../domain/day-reading.js';
import type { NetworkFiles } from '../planning/plan-options.js';

/** A day document in a folder of its own, with its roads beside it. */
export interface NamedDay {
  readonly name: string;
  readonly file: string;
}

export class NamedDayError extends Error {
  readonly code = 'bad-named-day';
}

/** Days that the service was started with, by the name of their folder. Read anew when the file changes. */
export class NamedDays {
  readonly #days = new Map<string, NamedDay>();
  readonly #read = new Map<string, { readonly stamp: string; readonly reading: DayReading }>();
  readonly #networks = new Map<string, string>();

  constructor(readonly readText: (text: string) => DayReading) {}

  /** Adds every NAME/day.json of a folder. @throws NamedDayError where the folder is not there */
  addFolder(folder: string): void {
    if (!existsSync(folder)) throw new NamedDayError(`PACKHORSE_DAYS: ${folder}: no such folder`);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name, 'day.json');
      if (!entry.name.startsWith('.') && existsSync(file)) this.add(entry.name, file);
    }
  }

  /** The first of a name stays. */
  add(name: string, file: string): void {
    if (!this.#days.has(name)) this.#days.set(name, { name, file: resolve(file) });
  }

  list(): readonly NamedDay[] {
    return [...this.#days.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Null where there is none of that name. */
  async read(name: string): Promise<DayReading | null> {
    const day = this.#days.get(name);
    if (day === undefined) return null;
    const { mtimeMs, size } = statSync(day.file);
    const stamp = `${mtimeMs} ${size}`;
    const kept = this.#read.get(name);
    if (kept?.stamp === stamp) return kept.reading;
    const reading = this.readText(await readFile(day.file, 'utf8'));
    this.#read.set(name, { stamp, reading });
    return reading;
  }

  /** The registered road network of a named day's own files; null where its document brings none. */
  network(name: string): string | null {
    return this.#networks.get(name) ?? null;
  }

  setNetwork(name: string, network: string): void {
    this.#networks.set(name, network);
  }

  /**
   * The files of a named day's roads, inside its folder; null where its document names none.
   * @throws NamedDayError where they lie outside the folder or are not there
   */
  async roads(name: string): Promise<NetworkFiles | null> {
    const reading = await this.read(name);
    const day = this.#days.get(name);
    if (day === undefined || !reading?.ok || reading.day.roads?.extract === undefined) return null;
    const { extract, elevation } = reading.day.roads;
    return {
      extract: inside(day, 'roads.extract', extract),
      ...(elevation === undefined ? {} : { elevation: inside(day, 'roads.elevation', elevation) }),
    };
  }
}

function inside(day: NamedDay, key: string, path: string): string {
  const folder = resolve(day.file, '..');
  const target = resolve(folder, path);
  if (!existsSync(target)) throw new NamedDayError(`${day.file}: ${key} ${path}: no such file`);
  const way = relative(realpathSync(folder), realpathSync(target));
  if (way.startsWith('..') || isAbsolute(way))
    throw new NamedDayError(`${day.file}: ${key} ${path} lies outside the day's folder`);
  return target;
}
