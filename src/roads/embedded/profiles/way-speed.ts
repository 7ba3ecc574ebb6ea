import type { Tags } from '../osm/osm-block.js';
import { directions, mayUse } from './access.js';
import { conditionalTags, shutBySeason, tagsUnder, type Moment } from './conditional-tags.js';
import type { Profile, RoadClass } from './profile.js';
import { roadClassOf } from './road-class.js';
import {
  legalKmh,
  rollingOf,
  signedKmh,
  smoothnessKmh,
  surfaceKmh,
  tracktypeKmh,
  type Rolling,
} from './speed-caps.js';

export { durationSeconds, roadClassOf } from './road-class.js';

/** What a way means to every profile: ways alike in all of it share one, so it holds no names and no ids. */
export interface RoadKind {
  /** OpenStreetMap highway value, or "ferry". */
  readonly highway: string;
  readonly roadClass: RoadClass;
  /** As tagged; null where they are not. */
  readonly surface: string | null;
  readonly tracktype: string | null;
  readonly smoothness: string | null;
  readonly rolling: Rolling;
  /** Speed on level road in km/h: forward and backward of profile 0, of profile 1, ...; 0 is closed. */
  readonly kmh: readonly number[];
  /** Beside `kmh`, a letter of {@link BOUND_OF} each; "-" where closed. */
  readonly bounds: string;
  /** The same without signs; absent where no sign holds a speed. */
  readonly unsigned?: Unsigned;
  /** Tags to work the speeds out anew from, of a way with conditional ones. */
  readonly conditional?: ConditionalWay;
}

/** Speeds and what held them as they would be without signs. */
export interface Unsigned {
  readonly kmh: readonly number[];
  readonly bounds: string;
}

/** What a way with conditional tags keeps. */
export interface ConditionalWay {
  readonly tags: Readonly<Record<string, string>>;
  readonly ferryKmh: number | null;
}

/** What held a kind's speed on level road, by its letter in `bounds`. */
export const BOUND_OF = {
  c: 'class',
  s: 'surface',
  t: 'tracktype',
  m: 'smoothness',
  l: 'law',
  g: 'sign',
  v: 'vehicle',
  f: 'ferry',
} as const;

type BoundLetter = keyof typeof BOUND_OF;

/** What a way means to one profile, forward and backward. */
export interface WaySpeeds {
  readonly kmh: readonly [number, number];
  readonly bounds: string;
  readonly unsigned: Unsigned;
}

/**
 * What a way means to each profile; null where none may ever use it.
 * @param ferryKmh speed of a ferry with a tagged duration, from its length.
 */
export const roadKind = (
  tags: Tags,
  profiles: readonly Profile[],
  ferryKmh: number | null,
): RoadKind | null => {
  const roadClass = roadClassOf(tags);
  if (roadClass === null) return null;
  const speeds = profiles.map((profile) => waySpeeds(tags, roadClass, profile, ferryKmh, null));
  const kmh = speeds.flatMap((speed) => speed.kmh);
  if (kmh.every((speed) => speed === 0)) return null;
  const bounds = speeds.map((speed) => speed.bounds).join('');
  const conditional = conditionalTags(tags, profiles);
  return {
    highway: roadClass === 'ferry' ? 'ferry' : tags.get('highway')!,
    roadClass,
    surface: tags.get('surface') ?? null,
    tracktype: tags.get('tracktype') ?? null,
    smoothness: tags.get('smoothness') ?? null,
    rolling: rollingOf(tags, roadClass),
    kmh,
    bounds,
    ...(bounds.includes('g') ? { unsigned: joined(speeds.map((speed) => speed.unsigned)) } : {}),
    ...(conditional === null ? {} : { conditional: { tags: conditional, ferryKmh } }),
  };
};

/** Speeds of one profile at a moment; a null moment is the plain graph's, in which only the vehicle decides. */
export const waySpeeds = (
  plainTags: Tags,
  roadClass: RoadClass,
  profile: Profile,
  ferryKmh: number | null,
  moment: Moment | null,
): WaySpeeds => {
  const tags = tagsUnder(plainTags, profile, moment);
  if (!mayUse(tags, roadClass, profile)) return CLOSED;
  if (profile.engine !== undefined && shutBySeason(tags, moment)) return CLOSED;
  const [level, letter] = levelKmh(tags, roadClass, profile, ferryKmh);
  const open = directions(tags, profile);
  const own = (direction: 0 | 1): number => (open[direction] ? level : 0);
  const unsigned = {
    kmh: [own(0), own(1)],
    bounds: open.map((isOpen) => (isOpen && level > 0 ? letter : '-')).join(''),
  };
  if (profile.engine === undefined || roadClass === 'ferry')
    return { kmh: [own(0), own(1)], bounds: unsigned.bounds, unsigned };
  const signs = [signedKmh(tags, 'forward', profile), signedKmh(tags, 'backward', profile)];
  const letters = [...unsigned.bounds].map((known, i) => (signs[i]! < unsigned.kmh[i]! ? 'g' : known));
  return {
    kmh: [Math.min(own(0), signs[0]!), Math.min(own(1), signs[1]!)],
    bounds: letters.join(''),
    unsigned,
  };
};

const CLOSED: WaySpeeds = { kmh: [0, 0], bounds: '--', unsigned: { kmh: [0, 0], bounds: '--' } };

const joined = (parts: readonly Unsigned[]): Unsigned => ({
  kmh: parts.flatMap(({ kmh }) => kmh),
  bounds: parts.map(({ bounds }) => bounds).join(''),
});

const levelKmh = (
  tags: Tags,
  roadClass: RoadClass,
  profile: Profile,
  ferryKmh: number | null,
): [kmh: number, heldBy: BoundLetter] => {
  if (roadClass === 'ferry') return [ferryKmh ?? profile.classKmh.ferry!, 'f'];
  const caps: [number, BoundLetter][] = [
    [profile.classKmh[roadClass]!, 'c'],
    [profile.topKmh, 'v'],
  ];
  if (profile.engine !== undefined) {
    caps.push(
      [surfaceKmh(tags), 's'],
      [tracktypeKmh(tags), 't'],
      [smoothnessKmh(tags), 'm'],
      [legalKmh(tags, roadClass), 'l'],
    );
  }
  const [kmh, heldBy] = caps.reduce((least, cap) => (cap[0] < least[0] ? cap : least));
  return [kmh * profile.speedFactor, heldBy];
};
