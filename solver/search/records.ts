/** Offsets in a node's eight numbers. */
export const PREF_D = 0;
export const PREF_E = 1;
export const PREF_L = 2;
export const SUF_D = 3;
export const SUF_E = 4;
export const SUF_L = 5;
/** Of the leg that ends at the node. */
export const LEG_SECONDS = 6;
export const LEG_METRES = 7;

/** Offsets in a run's sixteen numbers. The first three: the whole run as a segment, unloading included. */
export const RUN_D = 0;
export const RUN_E = 1;
export const RUN_L = 2;
/** Times as scheduled. */
export const RUN_READY = 3;
export const RUN_DEPART = 4;
export const RUN_UNLOADED = 5;
export const RUN_STEP_COST = 6;
export const RUN_RELEASE = 7;
export const RUN_DUE = 8;
export const RUN_PARCELS = 9;
export const RUN_METRES = 10;
export const RUN_DRIVING = 11;
/** Waiting that no choice of start avoids: an insertion may use it up without making the run longer. */
export const RUN_WAIT = 12;
/** The vehicle's rates. */
export const RUN_COST_PER_METRE = 13;
export const RUN_COST_PER_SECOND = 14;
/** What the run takes as scheduled beyond its segment: rests, and waits they cause. */
export const RUN_REST = 15;
