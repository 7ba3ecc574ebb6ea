import type { RoutePart, SpeedBound } from './road-source.js';

/** A share of a leg's time, by what held the speed. */
export interface TimeShare {
  readonly heldBy: SpeedBound;
  /** OpenStreetMap class where the class itself was the bound; null otherwise. */
  readonly highway: string | null;
  readonly seconds: number;
  readonly metres: number;
}

/** What a leg's time is made of, the longest first. */
export function partSummary(parts: readonly RoutePart[]): TimeShare[] {
  const shares = new Map<string, TimeShare>();
  for (const { heldBy, highway, seconds, metres } of parts) {
    const road = heldBy === 'class' ? highway.replace(/_link$/, '') : null;
    const key = `${heldBy} ${road}`;
    const before = shares.get(key) ?? { heldBy, highway: road, seconds: 0, metres: 0 };
    shares.set(key, { ...before, seconds: before.seconds + seconds, metres: before.metres + metres });
  }
  return [...shares.values()].sort((a, b) => b.seconds - a.seconds);
}
