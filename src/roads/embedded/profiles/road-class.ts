import type { Tags } from '../osm/osm-block.js';
import type { RoadClass } from './profile.js';

const CLASS_OF: Readonly<Record<string, RoadClass>> = {
  motorway: 'motorway',
  motorway_link: 'motorway',
  trunk: 'trunk',
  trunk_link: 'trunk',
  primary: 'primary',
  primary_link: 'primary',
  secondary: 'secondary',
  secondary_link: 'secondary',
  tertiary: 'tertiary',
  tertiary_link: 'tertiary',
  unclassified: 'unclassified',
  residential: 'residential',
  living_street: 'living_street',
  service: 'service',
  road: 'road',
  track: 'track',
  path: 'path',
  footway: 'footway',
  pedestrian: 'pedestrian',
  steps: 'steps',
  bridleway: 'bridleway',
  cycleway: 'cycleway',
};

/** The class of a way, null where it is no road for anyone. */
export const roadClassOf = (tags: Tags): RoadClass | null => {
  if (tags.get('route') === 'ferry') return 'ferry';
  const highway = tags.get('highway');
  if (highway === undefined || tags.get('area') === 'yes') return null;
  return CLASS_OF[highway] ?? null;
};

/** Seconds from an OpenStreetMap duration, "25", "00:25" or "01:05:00"; null where it is none. */
export const durationSeconds = (value: string | undefined): number | null => {
  if (value === undefined || !/^\d+(:\d{1,2}){0,2}$/.test(value)) return null;
  const parts = value.split(':').map(Number);
  const [hours, minutes, seconds] =
    parts.length === 1 ? [0, parts[0]!, 0] : [parts[0]!, parts[1]!, parts[2] ?? 0];
  const total = hours * 3600 + minutes * 60 + seconds;
  return total > 0 ? total : null;
};
