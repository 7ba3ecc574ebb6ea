import { HAIR } from '../model/plane.js';

/** How the numbers of an instance become whole: the conventions of the field's challenges. */
export const ROUNDINGS = ['round', 'trunc', 'dimacs', 'exact'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/**
 * - `round`: the nearest whole number, halves up;
 * - `trunc`: cut off;
 * - `dimacs`: times 10, cut off (12th DIMACS Implementation Challenge);
 * - `exact`: times 1000, the nearest.
 */
export const ROUND: Readonly<Record<Rounding, (value: number) => number>> = {
  round: (value) => Math.floor(value + 0.5),
  trunc: (value) => Math.floor(value + HAIR),
  dimacs: (value) => Math.floor(10 * value + HAIR),
  exact: (value) => Math.floor(1000 * value + 0.5),
};
