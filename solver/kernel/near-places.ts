import type { Random } from '../search/random.js';
import type { Lifts } from './lifts.js';
import type { NearTasks } from './near.js';
import { BACK, HEAD, LATEST, LEAVE, LEG, NEXT, PREV, ROW } from './node-record.js';
import type { Routes } from './routes.js';

/** Chance that a place is not looked at (Christiaens and Vanden Berghe 2020). */
const BLINK = 0.01;

/** The cheapest place met; callers reuse one object. */
export interface Place {
  /** More than without the task; at first the most that is accepted. */
  cost: number;
  /** Node it stands behind; only where a place was found. */
  after: number;
  /** Type that the vehicle must change to; -1 where it may stay. */
  type: number;
}

export interface NearPlaces {
  hasRoom(task: number, run: number): boolean;
  /** Looks beside the near tasks; true where a place cheaper than `place.cost` was found and put there. */
  look(task: number, place: Place, lifting: boolean): boolean;
  /** Whether a run has time for the task between two nodes that follow one another. */
  isTimely(task: number, before: number, then: number, run: number): boolean;
}

/**
 * Makes the inner loop of the search for one plan. A closure over arrays that never change, not a method:
 * V8 compiles their addresses and the problem's flags into the code of the first such closure of a thread
 * (its share of the search's time fell from 31 to 25 %); further ones read them from memory.
 */
export function nearPlaces(
  routes: Routes,
  near: NearTasks,
  random: Random,
  lifts: Pick<Lifts, 'of' | 'typeOf' | 'isTimely'>,
): NearPlaces {
  const { plain, nodes, room, metreCost, slotOf, typeOf, times } = routes;
  const { headA, headB, headL, endA, endB } = times;
  const { timed, dimensions, restricted, released, dutyLimited, demand, open, close, service, release } =
    plain;
  const { allowed, n, legs } = plain;
  const {
    symmetric,
    isPlane,
    rows,
    metresRows,
    metresColumns,
    secondsRows,
    secondsColumns,
    x,
    y,
    scale,
    half,
  } = legs;
  const { legs: nearLegs, count } = near;
  const maxDuty = Float64Array.from(plain.types, (type) => type.maxDuty);
  const cheapest = Math.min(...plain.types.map(({ costPerMetre }) => costPerMetre));
  const oneDimension = dimensions === 1;
  /** Metres from each task to its nearest depot: a depot may be nearer than any task. */
  const toDepot = Int32Array.from({ length: n }, (_, task) =>
    Math.min(...plain.types.map(({ depot }) => legs.metres(task, depot))),
  );
  let untilBlink = 1;

  function between(a: number, b: number): number {
    const dx = x[a] - x[b];
    const dy = y[a] - y[b];
    return Math.floor(scale * Math.sqrt(dx * dx + dy * dy) + half);
  }

  function hasRoom(task: number, run: number): boolean {
    for (let d = 0; d < dimensions; d++)
      if (room[run * dimensions + d] < demand[task * dimensions + d]) return false;
    return true;
  }

  function isTimely(task: number, before: number, then: number, run: number): boolean {
    const rowBefore = nodes[before * 8 + ROW];
    const rowThen = nodes[then * 8 + ROW];
    const out = isPlane ? between(rowBefore, task) : secondsColumns[task * rows + rowBefore];
    const back = isPlane ? between(task, rowThen) : secondsRows[task * rows + rowThen];
    let left = nodes[before * 8 + LEAVE];
    if (released && release[task] > nodes[run * 8 + LEAVE]) {
      const begin = release[task];
      if (begin > headL[before]) return false;
      left = Math.max(begin + headA[before], headB[before]);
    }
    const arrive = left + out;
    if (arrive > close[task]) return false;
    const go = (arrive > open[task] ? arrive : open[task]) + service[task] + back;
    if (go > nodes[then * 8 + LATEST]) return false;
    return !dutyLimited || isShortEnough(task, before, then, run, out, back);
  }

  function isShortEnough(
    task: number,
    before: number,
    then: number,
    run: number,
    out: number,
    back: number,
  ): boolean {
    const arriveA = headA[before] + out;
    const a = arriveA + service[task] + back;
    const b = Math.max(headB[before] + out, open[task]) + service[task] + back;
    const l = Math.min(headL[before], close[task] - arriveA, nodes[then * 8 + LATEST] - a);
    const day = Math.max(a + endA[then], Math.max(b + endA[then], endB[then]) - l);
    return day <= maxDuty[typeOf[slotOf[run]]];
  }

  // One function, longer than others: every call inside the loop would cost what the loop saves. What does not
  // change is held in locals, for the loop would read it from the closure's memory again and again; room is asked
  // first, for in a good plan most runs are full.
  function look(task: number, place: Place, lifting: boolean): boolean {
    const node = nodes;
    const list = nearLegs;
    const rooms = room;
    const [isTimed, isMirrored, isSingle, isPlanar] = [timed, symmetric, oneDimension, isPlane];
    const [isRestricted, least] = [restricted, cheapest];
    const asked = isSingle ? demand[task] : 0;
    const closes = close[task];
    const leavesFrom = open[task] + service[task];
    const base = task * rows;
    const depotAway = toDepot[task];
    let best = place.cost;
    let bestAfter = -1;
    let bestType = -1;
    const last = (task + 1) * count * 5;
    for (let at = task * count * 5; at < last; at += 5) {
      const other = list[at];
      const o = other * 8;
      const run = node[o + HEAD];
      if (run < 0) continue;
      const isRoomy = isSingle ? rooms[run] >= asked : hasRoom(task, run);
      if (!isRoomy && !lifting) continue;
      const to = list[at + 2];
      const ahead = node[o + LEG];
      const back = node[o + BACK];
      // A detour by a node no nearer than this one, or than a depot, is no shorter than both legs less the one it opens.
      const both = to + (to < depotAway ? to : depotAway);
      if (isMirrored && (both - (ahead > back ? ahead : back)) * least >= best) continue;
      let lift = 0;
      let type = -1;
      let unit = metreCost[run];
      let behind = true;
      let before = true;
      if (!isRoomy) {
        lift = lifts.of(task, run);
        if (lift === Infinity) continue;
        type = lifts.typeOf(run);
        unit = plain.types[type].costPerMetre;
      } else {
        if (isTimed) {
          behind = node[o + LEAVE] + list[at + 3] <= closes;
          before = leavesFrom + list[at + 4] <= node[o + LATEST];
          if (!behind && !before) continue;
        }
        if (isRestricted && allowed[typeOf[slotOf[run]] * n + task] === 0) continue;
      }
      if (--untilBlink === 0) {
        untilBlink = 1 + Math.floor(Math.log(1 - random.unit()) / Math.log(1 - BLINK));
        continue;
      }
      if (behind && (!isMirrored || (both - ahead) * unit + lift < best)) {
        const then = node[o + NEXT];
        const row = node[then * 8 + ROW];
        const on = isPlanar ? between(task, row) : metresRows[base + row];
        const cost = (list[at + 1] + on - ahead) * unit + lift;
        if (
          cost < best &&
          (!isTimed || (type < 0 ? isTimely(task, other, then, run) : lifts.isTimely(task, other, run)))
        ) {
          best = cost;
          bestAfter = other;
          bestType = type;
        }
      }
      if (before && (!isMirrored || (both - back) * unit + lift < best)) {
        const prior = node[o + PREV];
        const row = node[prior * 8 + ROW];
        const from = isPlanar ? between(row, task) : metresColumns[base + row];
        const cost = (from + to - back) * unit + lift;
        if (
          cost < best &&
          (!isTimed || (type < 0 ? isTimely(task, prior, other, run) : lifts.isTimely(task, prior, run)))
        ) {
          best = cost;
          bestAfter = prior;
          bestType = type;
        }
      }
    }
    if (bestAfter < 0) return false;
    place.cost = best;
    place.after = bestAfter;
    place.type = bestType;
    return true;
  }

  return { hasRoom, look, isTimely };
}
