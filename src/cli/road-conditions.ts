import { readFile } from 'node:fs/promises';
import { readRoadChanges } from '../roads/road-changes.js';
import type { TravelConditions } from '../roads/road-source.js';
import { UsageError, type Arguments } from './args.js';

/** Options of a command that asks the roads under conditions. */
export const CONDITION_OPTIONS = ['season', 'at', 'load', 'changes'] as const;

/**
 * Conditions from --season NAME, --at YYYY-MM-DDTHH:MM or HH:MM, --load laden|empty and --changes FILE.geojson.
 * @throws UsageError; RoadError conditions-invalid with every fault of the file
 */
export async function conditionsOf(args: Arguments): Promise<TravelConditions> {
  const [season, at, load, file] = CONDITION_OPTIONS.map((name) => args.text(name));
  if (load !== undefined && load !== 'laden' && load !== 'empty')
    throw new UsageError(`--load is "${load}": give laden or empty`);
  return {
    ...(season === undefined ? {} : { season }),
    ...(at === undefined ? {} : { at }),
    ...(load === undefined ? {} : { load }),
    ...(file === undefined ? {} : { changes: readRoadChanges(await jsonOf(file), file) }),
  };
}

async function jsonOf(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--changes ${file}: cannot be read. Give a GeoJSON file of closures and slowdowns.`);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`--changes ${file}: not JSON: ${(error as Error).message}`);
  }
}
