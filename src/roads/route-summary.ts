import type { RoutePart, SpeedBound } from './road-source.js';

/** A share of a way. */
export interface WayShare {
  readonly metres: number;
  readonly seconds: number;
}

/** What a way is made of, the longest time first. */
export interface RouteSummary {
  readonly byBound: readonly (WayShare & { readonly heldBy: SpeedBound })[];
  /** Null where no surface is tagged. */
  readonly bySurface: readonly (WayShare & { readonly surface: string | null })[];
  /** Whole percent, 0 or more: the steepest climb and the steepest descent in the direction driven. */
  readonly steepestUpPercent: number;
  readonly steepestDownPercent: number;
}

/** Adds up the parts of a leg. */
export const routeSummary = (parts: readonly RoutePart[]): RouteSummary => ({
  byBound: sums(parts, ({ heldBy }) => heldBy).map(([heldBy, share]) => ({ heldBy, ...share })),
  bySurface: sums(parts, ({ surface }) => surface).map(([surface, share]) => ({ surface, ...share })),
  steepestUpPercent: Math.max(0, ...parts.map(({ steepestPercent }) => steepestPercent)),
  steepestDownPercent: Math.max(0, ...parts.map(({ steepestPercent }) => -steepestPercent)),
});

const sums = <K>(parts: readonly RoutePart[], keyOf: (part: RoutePart) => K): [K, WayShare][] => {
  const shares = new Map<K, WayShare>();
  for (const part of parts) {
    const { metres, seconds } = shares.get(keyOf(part)) ?? { metres: 0, seconds: 0 };
    shares.set(keyOf(part), { metres: metres + part.metres, seconds: seconds + part.seconds });
  }
  return [...shares].sort(([, a], [, b]) => b.seconds - a.seconds);
};
