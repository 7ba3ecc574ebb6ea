import type { Extract } from './extract.js';
import type { ExtractRestriction, SkippedRestrictions } from './restrictions.js';

/** What became of an extract's turn restrictions, and what an operator should know of it. */
export interface RestrictionReport {
  readonly counts: {
    /** Applied, by kind; those through ways have "/way" behind it. */
    readonly restrictions: Readonly<Record<string, number>>;
    readonly restrictionsSkipped: SkippedRestrictions;
  };
  readonly warnings: readonly string[];
}

/** Counts restrictions by kind; those `unplaced` in the network count as incomplete. */
export const countRestrictions = (
  extract: Pick<Extract, 'restrictions' | 'restrictionsSkipped'>,
  unplaced: readonly ExtractRestriction[],
): RestrictionReport => {
  const left = new Set(unplaced);
  const restrictions: Record<string, number> = {};
  const incomplete = { ...extract.restrictionsSkipped.incomplete };
  for (const restriction of extract.restrictions) {
    const { kind, via } = restriction;
    const name = left.has(restriction) || via.length === 0 ? kind : `${kind}/way`;
    const counts = left.has(restriction) ? incomplete : restrictions;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  const restrictionsSkipped = { ...extract.restrictionsSkipped, incomplete };
  return { counts: { restrictions, restrictionsSkipped }, warnings: warningsOf(restrictionsSkipped) };
};

const warningsOf = ({ conditional, malformed }: SkippedRestrictions): string[] => {
  const [timed, faulty] = [sum(conditional), sum(malformed)];
  const warnings: string[] = [];
  if (timed > 0) {
    warnings.push(
      `${timed} turn restrictions hold only at certain times (restriction:conditional) and are not applied.`,
    );
  }
  if (faulty > 0) {
    warnings.push(`${faulty} turn restrictions have members that make no turn and are not applied.`);
  }
  return warnings;
};

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
