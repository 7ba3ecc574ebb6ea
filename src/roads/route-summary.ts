import type { RoutePart, SpeedBound } from './road-source.js';

/** A share of a leg's time, by what held the speed. */
export interface TimeShare {
  readonly heldBy: SpeedBound;
  /** OpenStreetMap class where the class itself was the bound; null otherwise. */
  readonly highway: string | null;
  readonly metres: number;
  readonly seconds: number;
}

export interface SurfaceShare {
  /** Null where none is tagged. */
  readonly surface: string | null;
  readonly metres: number;
  readonly seconds: number;
}

/** What a way is made of, the longest time first. */
export interface RouteSummary {
  readonly byBound: readonly TimeShare[];
  readonly bySurface: readonly SurfaceShare[];
  /** Whole percent, 0 or more: the steepest climb and the steepest descent in the direction driven. */
  readonly steepestUpPercent: number;
  readonly steepestDownPercent: number;
}

/** Adds up the parts of a leg. */
export const routeSummary = (parts: readonly RoutePart[]): RouteSummary => ({
  byBound: timeShares(parts),
  bySurface: sums(parts, ({ surface }) => ({ surface })),
  steepestUpPercent: Math.max(0, ...parts.map(({ steepestPercent }) => steepestPercent)),
  steepestDownPercent: Math.max(0, ...parts.map(({ steepestPercent }) => -steepestPercent)),
});

/** What a leg's time is made of, by bound and, where the road's class is the bound, by class. */
export const timeShares = (parts: readonly RoutePart[]): TimeShare[] =>
  sums(parts, ({ heldBy, highway }) => ({
    heldBy,
    highway: heldBy === 'class' ? highway.replace(/_link$/, '') : null,
  }));

const sums = <K extends object>(parts: readonly RoutePart[], keyOf: (part: RoutePart) => K) => {
  const shares = new Map<string, K & { metres: number; seconds: number }>();
  for (const part of parts) {
    const key = keyOf(part);
    const text = JSON.stringify(key);
    const { metres, seconds } = shares.get(text) ?? { metres: 0, seconds: 0 };
    shares.set(text, { ...key, metres: metres + part.metres, seconds: seconds + part.seconds });
  }
  return [...shares.values()].sort((a, b) => b.seconds - a.seconds);
};
