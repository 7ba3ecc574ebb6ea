import type { ExtractWays } from '../osm/extract.js';
import { unknownConditions } from './conditional-tags.js';
import type { Profile } from './profile.js';

/** What an operator should know of conditional tags that are not applied. */
export const conditionWarnings = (
  { tagSet, tagSets }: Pick<ExtractWays, 'tagSet' | 'tagSets'>,
  profiles: readonly Profile[],
): string[] => {
  const unknown = tagSets.map((tags) => unknownConditions(tags, profiles));
  const ways = tagSet.reduce((count, set) => count + (unknown[set]! > 0 ? 1 : 0), 0);
  return ways === 0
    ? []
    : [`${ways} ways have conditional tags with conditions that are not understood; those are not applied.`];
};
