import type { Tags } from '../osm/osm-block.js';
import type { Profile, RoadClass } from './profile.js';

const CLOSED = new Set([
  'no',
  'private',
  'military',
  'emergency',
  'agricultural',
  'forestry',
  'agricultural;forestry',
  'psv',
  'bus',
  'permit',
  'residents',
  'use_sidepath',
]);

/** What the tags say of a profile: open, closed, or nothing. */
const taggedAccess = (tags: Tags, profile: Profile): 'open' | 'closed' | null => {
  let answer: 'open' | 'closed' | null = null;
  for (const key of profile.accessKeys) {
    const value = tags.get(key);
    if (value !== undefined && value !== 'unknown') answer = CLOSED.has(value) ? 'closed' : 'open';
  }
  return answer;
};

/** Whether a profile may use a way of a class, one-way signs aside. */
export const mayUse = (tags: Tags, roadClass: RoadClass, profile: Profile): boolean => {
  if (profile.classKmh[roadClass] === undefined) return false;
  if (!profile.usesMotorroads && tags.get('motorroad') === 'yes') return false;
  const access = taggedAccess(tags, profile);
  if (access === 'closed') return false;
  if (profile.closedUnlessTagged.includes(roadClass) && !openedByName(tags, profile)) return false;
  return fits(tags, profile);
};

const openedByName = (tags: Tags, profile: Profile): boolean =>
  profile.accessKeys.slice(1).some((key) => {
    const value = tags.get(key);
    return value !== undefined && !CLOSED.has(value);
  });

/** Whether the vehicle is within the limits of weight and size a way or a barrier is signed with. */
const fits = (tags: Tags, profile: Profile): boolean => {
  if (profile.engine === undefined) return true;
  const within = (key: string, own: number): boolean => {
    const limit = quantity(tags.get(key));
    return limit === null || own <= limit;
  };
  return (
    within('maxweight', profile.grossTonnes) &&
    within('maxweightrating', profile.grossTonnes) &&
    within('maxaxleload', axleTonnes(profile)) &&
    within('maxwidth', profile.widthMetres) &&
    within('maxwidth:physical', profile.widthMetres) &&
    within('maxheight', profile.heightMetres) &&
    within('maxlength', profile.lengthMetres) &&
    within('width', profile.widthMetres)
  );
};

/** Load of the heaviest axle, tonnes: where a profile states none, two thirds of the gross mass [E]. */
export const axleTonnes = (profile: Profile): number => profile.axleTonnes ?? (profile.grossTonnes * 2) / 3;

/** Tonnes or metres from a tag such as "3.5", "3.5 t", "3500 kg", "2,2 m", "7'6\""; null where it says nothing. */
export const quantity = (value: string | undefined): number | null => {
  if (value === undefined) return null;
  const feet = /^(\d+)'\s*(?:(\d+)"?)?$/.exec(value.trim());
  if (feet) return Number(feet[1]) * 0.3048 + Number(feet[2] ?? 0) * 0.0254;
  const match = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/i.exec(value.trim());
  if (!match) return null;
  const number = Number(match[1]!.replace(',', '.'));
  const unit = match[2]!.toLowerCase();
  const scale = { '': 1, t: 1, m: 1, kg: 0.001, cm: 0.01, lbs: 0.00045359, st: 0.90718, ft: 0.3048 }[unit];
  return scale === undefined ? null : number * scale;
};

// Barriers a vehicle on four wheels cannot pass, and those a motorbike cannot either.
const STOPS_CARS = new Set([
  'bollard',
  'block',
  'bus_trap',
  'chain',
  'cycle_barrier',
  'debris',
  'full-height_turnstile',
  'horse_stile',
  'jersey_barrier',
  'kissing_gate',
  'log',
  'motorcycle_barrier',
  'planter',
  'rope',
  'spikes',
  'stile',
  'sump_buster',
  'tank_trap',
  'turnstile',
  'wedge',
]);
const PASSED_BY_MOTORBIKE = new Set(['bollard', 'block', 'bus_trap', 'planter', 'sump_buster']);

/** Whether a node on the way stops a profile. */
export const barrierStops = (tags: Tags, profile: Profile): boolean => {
  const barrier = tags.get('barrier');
  const access = taggedAccess(tags, profile);
  if (barrier === undefined) {
    // Access tags without a barrier stand on crossings and car parks and say nothing of the road.
    return tags.get('highway') === 'barrier' && access === 'closed';
  }
  if (access !== null) return access === 'closed' || !fits(tags, profile);
  if (tags.get('locked') === 'yes' && profile.engine !== undefined) return true;
  if (!fits(tags, profile)) return true;
  if (profile.engine === undefined || !STOPS_CARS.has(barrier)) return false;
  return !(profile.accessKeys.includes('motorcycle') && PASSED_BY_MOTORBIKE.has(barrier));
};

/** Directions a way may be driven in by a profile: [forward, backward]. */
export const directions = (tags: Tags, profile: Profile): [boolean, boolean] => {
  const [forward, backward] = signedDirections(tags, profile);
  return [forward && mayGo(tags, 'forward', profile), backward && mayGo(tags, 'backward', profile)];
};

/** Whether access keys of one direction, as vehicle:backward=no, leave it open; the most particular decides. */
const mayGo = (tags: Tags, direction: string, profile: Profile): boolean => {
  let open = true;
  for (const key of profile.accessKeys) {
    const value = tags.get(`${key}:${direction}`) ?? tags.get(key);
    if (value !== undefined && value !== 'unknown') open = !CLOSED.has(value);
  }
  return open;
};

const signedDirections = (tags: Tags, profile: Profile): [boolean, boolean] => {
  if (!profile.obeysTraffic) {
    const onFoot = tags.get('oneway:foot');
    if (onFoot === 'yes') return [true, false];
    return onFoot === '-1' ? [false, true] : [true, true];
  }
  let oneway = tags.get('oneway');
  for (const key of profile.accessKeys.slice(1)) oneway = tags.get(`oneway:${key}`) ?? oneway;
  if (oneway === 'yes' || oneway === 'true' || oneway === '1') return [true, false];
  if (oneway === '-1' || oneway === 'reverse') return [false, true];
  if (oneway === 'reversible') return [false, false];
  if (oneway === undefined) {
    const junction = tags.get('junction');
    if (junction === 'roundabout' || junction === 'circular' || tags.get('highway') === 'motorway')
      return [true, false];
  }
  return [true, true];
};
