import type { Tags } from '../osm/osm-block.js';
import { axleTonnes, quantity } from './access.js';
import type { Clock } from './clock.js';
import { areHours, hoursHold } from './opening-hours.js';
import type { Profile, Weather } from './profile.js';

/** When and in what weather a road is driven. */
export interface Moment {
  readonly clock: Clock | null;
  readonly weather: readonly Weather[];
}

/** A value that a tag takes while all its conditions hold. */
export interface ConditionalValue {
  readonly value: string;
  readonly conditions: readonly Condition[];
}

export type Condition =
  | {
      readonly on: 'vehicle';
      readonly measure: Measure;
      readonly compare: Comparison;
      readonly limit: number;
    }
  | { readonly on: 'weather'; readonly weather: Weather }
  | { readonly on: 'hours'; readonly text: string }
  | { readonly on: 'unknown'; readonly text: string };

type Comparison = '<' | '<=' | '>' | '>=' | '=';
type Measure = keyof typeof MEASURES;

const SUFFIX = ':conditional';

/** Tags as they are for a profile at a moment; a null moment has no clock and no weather. */
export const tagsUnder = (tags: Tags, profile: Profile, moment: Moment | null): Tags => {
  let changed: Map<string, string> | null = null;
  for (const [key, text] of tags) {
    if (!key.endsWith(SUFFIX)) continue;
    for (const { value, conditions } of parseConditional(text)) {
      // Of several that hold the last one counts.
      if (!conditions.every((condition) => holds(condition, profile, moment))) continue;
      changed ??= new Map(tags);
      changed.set(key.slice(0, -SUFFIX.length), value);
    }
  }
  return changed ?? tags;
};

/** Whether a road opened or closed by the season is shut to vehicles. */
export const shutBySeason = (tags: Tags, moment: Moment | null): boolean => {
  const weather = moment?.weather ?? [];
  const wintry = weather.includes('winter') || weather.includes('snow');
  const seasons = (tags.get('seasonal') ?? '').split(/[;,]/).map((name) => name.trim());
  const winterOnly =
    tags.get('ice_road') === 'yes' || tags.get('winter_road') === 'yes' || seasons.join() === 'winter';
  if (winterOnly) return !wintry;
  if (wintry && seasons.some((name) => WARM.has(name)) && !seasons.includes('winter')) return true;
  if (weather.includes('wet') && seasons.join() === 'dry_season') return true;
  return weather.includes('snow') && tags.get('winter_service') === 'no';
};

const WARM = new Set(['spring', 'summer', 'autumn']);
const SEASONAL_KEYS = ['seasonal', 'winter_service', 'ice_road', 'winter_road'];

/** Tags of a way whose speeds hang on the clock or the weather; null where they do not. */
export const conditionalTags = (tags: Tags, profiles: readonly Profile[]): Record<string, string> | null => {
  const conditional = [...tags].some(
    ([key, text]) =>
      SEASONAL_KEYS.includes(key) ||
      (key.endsWith(SUFFIX) &&
        isUsed(key.slice(0, -SUFFIX.length), profiles) &&
        parseConditional(text).some(({ conditions }) => hangsOnMoment(conditions))),
  );
  if (!conditional) return null;
  return Object.fromEntries([...tags].filter(([key]) => !SAYS_NOTHING.test(key)));
};

/** Keys that tell roads apart but not how they are driven; they would make a kind of every road. */
const SAYS_NOTHING = /^(name|ref|alt_name|int_ref|source)/;

/** Conditional tags of a way that some profile would heed but whose conditions are not understood. */
export const unknownConditions = (tags: Tags, profiles: readonly Profile[]): number =>
  [...tags].filter(
    ([key, text]) =>
      key.endsWith(SUFFIX) &&
      isUsed(key.slice(0, -SUFFIX.length), profiles) &&
      parseConditional(text).some(({ conditions }) => conditions.some(isUnknown)),
  ).length;

const isUnknown = (condition: Condition): boolean =>
  condition.on === 'unknown' || (condition.on === 'hours' && !areHours(condition.text));

const hangsOnMoment = (conditions: readonly Condition[]): boolean =>
  conditions.some(({ on }) => on === 'hours' || on === 'weather') && !conditions.some(isUnknown);

const isUsed = (key: string, profiles: readonly Profile[]): boolean => {
  const [head = '', ...rest] = key.split(':');
  const names = rest.filter((part) => part !== 'forward' && part !== 'backward');
  return profiles.some(({ accessKeys }) => {
    if (names.some((name) => !accessKeys.includes(name))) return false;
    return accessKeys.includes(head) || head === 'maxspeed' || head === 'oneway' || LIMITS.has(head);
  });
};

const LIMITS = new Set(['maxweight', 'maxweightrating', 'maxaxleload', 'maxwidth', 'maxheight', 'maxlength']);

/**
 * "value @ condition; value @ (condition AND condition)": values in the order they are written.
 * https://wiki.openstreetmap.org/wiki/Conditional_restrictions
 */
export const parseConditional = (text: string): ConditionalValue[] =>
  splitOutside(text, ';').flatMap((clause) => {
    const at = clause.indexOf('@');
    if (at < 0) return [];
    const told = unwrap(clause.slice(at + 1).trim());
    return [
      {
        value: clause.slice(0, at).trim(),
        conditions: told.split(/\s+AND\s+/i).map((part) => parseCondition(unwrap(part.trim()))),
      },
    ];
  });

const unwrap = (text: string): string => (/^\(.*\)$/.test(text) ? text.slice(1, -1).trim() : text);

// Opening hours within brackets have semicolons of their own.
const splitOutside = (text: string, separator: string): string[] => {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === separator && depth <= 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
};

const WEATHER: Readonly<Record<string, Weather>> = {
  wet: 'wet',
  rain: 'wet',
  snow: 'snow',
  ice: 'ice',
  winter: 'winter',
};

const MEASURES = {
  weight: (profile: Profile) => profile.grossTonnes,
  weightrating: (profile: Profile) => profile.grossTonnes,
  axleload: (profile: Profile) => axleTonnes(profile),
  width: (profile: Profile) => profile.widthMetres,
  height: (profile: Profile) => profile.heightMetres,
  length: (profile: Profile) => profile.lengthMetres,
} as const;

const COMPARISON = /^(?:max)?(weight|weightrating|axleload|width|height|length)\s*(<=|>=|<|>|=)\s*(.+)$/;
/** Text that may be opening hours: times, days, months, weeks, the sun, holidays. */
const HOURS =
  /\d{1,2}:\d{2}|\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|week|easter|sunrise|sunset|dawn|dusk|24\/7)\b/;

const parseCondition = (text: string): Condition => {
  const weather = WEATHER[text.toLowerCase()];
  if (weather !== undefined) return { on: 'weather', weather };
  const compared = COMPARISON.exec(text);
  const limit = compared === null ? null : quantity(compared[3]);
  if (compared !== null && limit !== null)
    return { on: 'vehicle', measure: compared[1] as Measure, compare: compared[2] as Comparison, limit };
  return HOURS.test(text) ? { on: 'hours', text } : { on: 'unknown', text };
};

const holds = (condition: Condition, profile: Profile, moment: Moment | null): boolean => {
  switch (condition.on) {
    case 'vehicle':
      return compares(MEASURES[condition.measure](profile), condition.compare, condition.limit);
    case 'weather':
      return moment?.weather.includes(condition.weather) ?? false;
    case 'hours':
      return moment !== null && moment.clock !== null && hoursHold(condition.text, moment.clock) === true;
    case 'unknown':
      return false;
  }
};

const compares = (own: number, compare: Comparison, limit: number): boolean => {
  if (compare === '=') return own === limit;
  if (own === limit) return compare === '<=' || compare === '>=';
  return compare[0] === '<' ? own < limit : own > limit;
};
