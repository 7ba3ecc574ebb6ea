import { NEVER } from '../model/frozen-problem.js';
import { HEAD, LATEST, LEAVE, NEXT, PREV, ROW } from './node-record.js';
import type { PlainProblem } from './plain-problem.js';

/**
 * Times of the days that the routes' rings hold. A vehicle leaves as early as it can: LEAVE is when it leaves
 * a node; LATEST the latest arrival that the rest of the day bears. With releases or duty limits a stretch is
 * kept as a function of the moment t it begins, max(t + A, B) for t <= L: from the run's head to leaving a
 * node (headA, headB, headL), and from arriving at a node to the end of the day (endA, endB).
 */
export class DayTimes {
  readonly headA: Float64Array;
  readonly headB: Float64Array;
  readonly headL: Float64Array;
  readonly endA: Float64Array;
  readonly endB: Float64Array;
  /** By head: when the vehicle could begin the run, releases aside, and when it must at the latest. */
  readonly ready: Float64Array;
  readonly latestLeave: Float64Array;
  /** By head: the latest release of its loads. */
  readonly releaseOf: Float64Array;

  constructor(
    private readonly plain: PlainProblem,
    private readonly nodes: Int32Array,
  ) {
    const floats = (): Float64Array => new Float64Array(nodes.length / 8);
    this.headA = floats();
    this.headB = floats();
    this.headL = floats();
    this.endA = floats();
    this.endB = floats();
    this.ready = floats();
    this.latestLeave = floats();
    this.releaseOf = floats();
  }

  /** Times of a whole day of a vehicle of a type. False where a window or the day's end is missed. */
  refresh(start: number, typeIndex: number): boolean {
    return this.driveForward(start, start, typeIndex, -1) && this.lookBack(start, start, typeIndex, -1);
  }

  /** Times after a task was linked into a run that has time for it: only what changes is reckoned. */
  settle(task: number, start: number, typeIndex: number): void {
    const { nodes, plain, releaseOf } = this;
    const { released, release } = plain;
    const head = nodes[task * 8 + HEAD];
    if (released && release[task] > releaseOf[head]) releaseOf[head] = release[task];
    const delayed = released && release[task] > nodes[head * 8 + LEAVE];
    this.driveForward(delayed ? head : task, start, typeIndex, task);
    this.lookBack(task, start, typeIndex, task);
  }

  /**
   * Sets times from a node to the end of the day, or past `changed` (-1: never) to where nothing changes any
   * more. False where a window or the day's end is missed.
   */
  private driveForward(from: number, start: number, typeIndex: number, changed: number): boolean {
    const { nodes, plain, headA, headB, headL } = this;
    const { n, open, close, service, released, dutyLimited, legs } = plain;
    const type = plain.types[typeIndex];
    const functions = released || dutyLimited;
    let mayStop = false;
    let node = from;
    do {
      if (node >= n) {
        const before = nodes[node * 8 + PREV];
        this.ready[node] =
          node === start
            ? type.shiftOpen
            : nodes[before * 8 + LEAVE] +
              legs.seconds(nodes[before * 8 + ROW], nodes[node * 8 + ROW]) +
              type.reload;
        const leaves = released ? Math.max(this.ready[node], this.releaseOf[node]) : this.ready[node];
        if (mayStop && leaves === nodes[node * 8 + LEAVE]) return true;
        // Such a day is refused where it is next driven; the number must only stay a number.
        nodes[node * 8 + LEAVE] = Math.min(leaves, NEVER);
        headA[node] = 0;
        headB[node] = -NEVER;
        headL[node] = NEVER;
        node = nodes[node * 8 + NEXT];
        continue;
      }
      const before = nodes[node * 8 + PREV];
      const leg = legs.seconds(nodes[before * 8 + ROW], node);
      const arrive = nodes[before * 8 + LEAVE] + leg;
      if (arrive > close[node]) return false;
      const left = Math.max(arrive, open[node]) + service[node];
      let same = left === nodes[node * 8 + LEAVE];
      nodes[node * 8 + LEAVE] = left;
      if (functions) {
        const arriveA = headA[before] + leg;
        const a = arriveA + service[node];
        const b = Math.max(headB[before] + leg, open[node]) + service[node];
        const l = Math.min(headL[before], close[node] - arriveA);
        same &&= a === headA[node] && b === headB[node] && l === headL[node];
        headA[node] = a;
        headB[node] = b;
        headL[node] = l;
      }
      if (same && mayStop) return true;
      if (node === changed) mayStop = true;
      node = nodes[node * 8 + NEXT];
    } while (node !== start);
    const last = nodes[start * 8 + PREV];
    return (
      nodes[last * 8 + LEAVE] + legs.seconds(nodes[last * 8 + ROW], nodes[start * 8 + ROW]) <=
      type.latestArrival
    );
  }

  /** Sets latest arrivals from a node back to the day's start, or past `changed` to where nothing changes any more. */
  private lookBack(from: number, start: number, typeIndex: number, changed: number): boolean {
    const { nodes, plain, endA, endB } = this;
    const { n, open, close, service, dutyLimited, legs } = plain;
    const type = plain.types[typeIndex];
    let mayStop = false;
    let node = from;
    if (from === start) {
      nodes[start * 8 + LATEST] = type.latestArrival;
      endA[start] = type.unload;
      endB[start] = -NEVER;
      node = nodes[start * 8 + PREV];
    }
    for (;;) {
      const then = nodes[node * 8 + NEXT];
      const leg = legs.seconds(nodes[node * 8 + ROW], nodes[then * 8 + ROW]);
      if (node >= n) {
        const leaveBy = nodes[then * 8 + LATEST] - leg;
        this.latestLeave[node] = leaveBy;
        if (node === start) break;
        const arriveBy = leaveBy - type.reload;
        if (arriveBy === nodes[node * 8 + LATEST] && mayStop) return true;
        nodes[node * 8 + LATEST] = arriveBy;
        node = nodes[node * 8 + PREV];
        continue;
      }
      const by = Math.min(close[node], nodes[then * 8 + LATEST] - leg - service[node]);
      let same = by === nodes[node * 8 + LATEST];
      nodes[node * 8 + LATEST] = by;
      if (dutyLimited) {
        const a = service[node] + leg + endA[then];
        const b = Math.max(open[node] + a, endB[then]);
        same &&= a === endA[node] && b === endB[node];
        endA[node] = a;
        endB[node] = b;
      }
      if (same && mayStop) return true;
      if (node === changed) mayStop = true;
      node = nodes[node * 8 + PREV];
    }
    return !dutyLimited || this.dayLength(start) <= type.maxDuty;
  }

  /** Least time from leaving the depot to the end of unloading, of a day with one run. */
  dayLength(start: number): number {
    const { nodes, plain, endA, endB } = this;
    const first = nodes[start * 8 + NEXT];
    const leg = plain.legs.seconds(nodes[start * 8 + ROW], nodes[first * 8 + ROW]);
    const latestStart = nodes[first * 8 + LATEST] - leg;
    return Math.max(leg + endA[first], endB[first] - latestStart);
  }
}
