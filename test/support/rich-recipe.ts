import fc from 'fast-check';

/** Rules that occurred before pairs, alternatives and the rest; the day engine honours all of them. */
export const SINGLE_FEATURES = [
  'sinks',
  'splitWindows',
  'tightWindows',
  'rests',
  'duty',
  'limits',
  'maxRuns',
  'releases',
  'dues',
  'optional',
  'noWays',
  'steps',
  'places',
  'skills',
  'fleet',
  'profiles',
  'sharedPlaces',
  'dimensions',
  'brokenTriangle',
  'classical',
] as const;

/** With 'classical' among them these are the problems of the literature, which have an engine of their own. */
export const CLASSICAL_FEATURES = [
  'classical',
  'tightWindows',
  'maxRuns',
  'releases',
  'optional',
  'skills',
  'fleet',
  'dimensions',
  'brokenTriangle',
] as const satisfies readonly (typeof SINGLE_FEATURES)[number][];

/** Rules on top of single tasks with plain windows. */
export const RICH_FEATURES = [
  'delivered',
  'lateness',
  'preferred',
  'pairs',
  'maxAboard',
  'lifo',
  'deliveriesFirst',
  'alternatives',
  'sameRun',
  'precedences',
  'balance',
  'breaks',
  'laden',
] as const;

export const FEATURES = [...SINGLE_FEATURES, ...RICH_FEATURES] as const;
export type Feature = (typeof FEATURES)[number];

/**
 * What a random problem is made of. Every number in the problem is drawn from the seed and the name of
 * the thing it belongs to, so dropping a key or a feature leaves everything else as it was: that is
 * what lets a failing problem shrink.
 */
export interface Recipe {
  readonly seed: number;
  readonly tasks: readonly number[];
  readonly vehicles: readonly number[];
  readonly features: readonly Feature[];
}

export interface RecipeSize {
  readonly tasks: readonly [least: number, most: number];
  readonly vehicles: readonly [least: number, most: number];
}

export const keys = (count: number): number[] => Array.from({ length: count }, (_, key) => key);

/** Recipes with each of the features drawn independently; they shrink to few tasks, vehicles and features. */
export function recipes(size: RecipeSize, features: readonly Feature[] = FEATURES): fc.Arbitrary<Recipe> {
  const range = ([min, max]: readonly [number, number]): fc.Arbitrary<number> => fc.integer({ min, max });
  return fc.record({
    seed: fc.noShrink(fc.nat()),
    tasks: range(size.tasks).map(keys),
    vehicles: range(size.vehicles).map(keys),
    features: fc.subarray([...features]),
  });
}

/** Recipes with one step taken out, coarse steps first. */
export function* simpler(recipe: Recipe): Generator<Recipe> {
  for (const part of ['features', 'tasks', 'vehicles'] as const) {
    const list = recipe[part];
    const least = part === 'features' ? 0 : 1;
    for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
      for (let from = 0; from + size <= list.length; from += size) {
        if (list.length - size < least) continue;
        yield { ...recipe, [part]: [...list.slice(0, from), ...list.slice(from + size)] };
      }
    }
  }
}

/** The smallest recipe that still fails, found by taking parts out as long as that goes. */
export async function shrink(
  recipe: Recipe,
  fails: (smaller: Recipe) => Promise<boolean>,
  tries = 400,
): Promise<Recipe> {
  let smallest = recipe;
  let left = tries;
  for (let found = true; found && left > 0;) {
    found = false;
    for (const smaller of simpler(smallest)) {
      if (left-- <= 0) break;
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      found = true;
      break;
    }
  }
  return smallest;
}

/** Numbers drawn by name: the same seed and names give the same number whatever else is drawn. */
export class Draws {
  constructor(
    private readonly seed: number,
    private readonly path: readonly (string | number)[] = [],
  ) {}

  of(...names: readonly (string | number)[]): Draws {
    return new Draws(this.seed, [...this.path, ...names]);
  }

  /** A whole number from least to most. */
  int(name: string, least: number, most: number): number {
    return least + Math.floor(this.unit(name) * (most - least + 1));
  }

  chance(name: string, percent: number): boolean {
    return this.unit(name) * 100 < percent;
  }

  pick<T>(name: string, list: readonly T[]): T {
    const picked = list[this.int(name, 0, list.length - 1)];
    if (picked === undefined) throw new Error('Nothing to pick from an empty list.');
    return picked;
  }

  private unit(name: string): number {
    let hash = Math.imul(this.seed ^ 0x5bd1e995, 0x27d4eb2d);
    for (const part of [...this.path, name]) {
      const text = typeof part === 'number' ? `#${part}` : part;
      for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
  }
}
