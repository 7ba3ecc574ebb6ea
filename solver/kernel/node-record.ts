/*
 * What a node of the routes' rings is: eight numbers in one array, so that one look at a node is one cache
 * line. nodes[node * 8 + HEAD], and so on.
 */

/** Head of the run a node is in; -1 for an absent task or an unused reload. */
export const HEAD = 0;
export const NEXT = 1;
export const PREV = 2;
/** Metres to the next node. */
export const LEG = 3;
/** When the vehicle leaves the node, and the latest arrival there that the rest of the day bears. */
export const LEAVE = 4;
export const LATEST = 5;
/** Row of the node in the matrices. */
export const ROW = 6;
/** Metres from the node before. */
export const BACK = 7;
