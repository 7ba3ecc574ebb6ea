/** Roads: the interface the planner drives on, the source that is embedded, and GraphHopper servers. */
export * from './road-source.js';
export { RoadError, type RoadErrorCode } from './road-error.js';
export { buildGraph, type BuildOptions } from './embedded/build-graph.js';
export { ensureGraph, openGraph } from './embedded/open-graph.js';
export { openGraphHopper, type GraphHopperOptions } from './graphhopper/graphhopper-roads.js';
export { DEFAULT_MAX_SNAP_METRES } from './check-question.js';
export { BUILT_IN_PROFILES, builtInProfiles } from './embedded/profiles/built-in.js';
export { readProfiles } from './embedded/profiles/read-profiles.js';
export { profileSchema } from './embedded/profiles/profile-schema.js';
export { seasonsOf } from './embedded/profiles/seasons.js';
export type { ClockRule, Engine, Profile, RoadClass, Season, Weather } from './embedded/profiles/profile.js';
