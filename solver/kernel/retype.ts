import { NEVER } from '../model/frozen-problem.js';
import { NEXT, PREV, ROW } from './routes.js';
import type { Routes } from './routes.js';

/** Of more types than this one look takes so many, others each time. */
const LOOKS = 64;

/** Gives days with one run the cheapest type of vehicle that can drive them. */
export class Retype {
  private readonly mixed: boolean;
  private from = 0;

  constructor(private readonly routes: Routes) {
    this.mixed = routes.plain.types.length > 1 && !routes.plain.manyRuns;
  }

  /** Moves the day to a free vehicle of another type where that is cheaper. */
  improve(slot: number): void {
    const { routes } = this;
    const { nodes, plain, used, typeOf, n } = routes;
    const start = n + slot;
    if (!this.mixed || nodes[start * 8 + NEXT] === start) return;
    const { types } = plain;
    let best = routes.costOf[slot] - 1e-7;
    let chosen = -1;
    const looks = Math.min(types.length, LOOKS);
    let k = this.from;
    if (looks < types.length) this.from = (k + looks) % types.length;
    for (let look = 0; look < looks; look++, k = k + 1 === types.length ? 0 : k + 1) {
      if (k === typeOf[slot] || used[k] >= types[k].vehicles.length) continue;
      const cost = this.costOn(slot, k);
      if (cost >= best || !this.canDrive(slot, k)) continue;
      best = cost;
      chosen = k;
    }
    if (chosen < 0) return;
    routes.retype(slot, chosen);
    routes.refresh(slot);
  }

  /** What two days would gain if they changed vehicles; 0 where they cannot. */
  exchangeGain(a: number, b: number): number {
    const { routes } = this;
    const [typeA, typeB] = [routes.typeOf[a], routes.typeOf[b]];
    if (!this.mixed || typeA === typeB) return 0;
    const gain = routes.costOf[a] + routes.costOf[b] - this.costOn(a, typeB) - this.costOn(b, typeA);
    return gain > 1e-7 && this.canDrive(a, typeB) && this.canDrive(b, typeA) ? gain : 0;
  }

  exchange(a: number, b: number): void {
    const { routes } = this;
    const [typeA, typeB] = [routes.typeOf[a], routes.typeOf[b]];
    routes.retype(a, typeB);
    routes.retype(b, typeA);
    routes.refresh(a);
    routes.refresh(b);
  }

  private costOn(slot: number, k: number): number {
    const { nodes, plain, n, typeOf, metresOf } = this.routes;
    const { types, legs } = plain;
    const start = n + slot;
    const type = types[k];
    const own = types[typeOf[slot]];
    let length = metresOf[slot];
    if (type.depot !== own.depot) {
      const [first, last] = [
        nodes[nodes[start * 8 + NEXT] * 8 + ROW],
        nodes[nodes[start * 8 + PREV] * 8 + ROW],
      ];
      length +=
        legs.metres(type.depot, first) +
        legs.metres(last, type.depot) -
        legs.metres(own.depot, first) -
        legs.metres(last, own.depot);
    }
    return type.fixedCost + type.costPerMetre * length;
  }

  private canDrive(slot: number, k: number): boolean {
    const { nodes, plain, n, room, typeOf } = this.routes;
    const { types, dimensions, allowed, restricted } = plain;
    const start = n + slot;
    const own = types[typeOf[slot]].capacity;
    for (let d = 0; d < dimensions; d++)
      if (own[d] - room[start * dimensions + d] > types[k].capacity[d]) return false;
    if (restricted)
      for (let node = nodes[start * 8 + NEXT]; node < n; node = nodes[node * 8 + NEXT])
        if (allowed[k * n + node] === 0) return false;
    return !plain.timed || this.isTimely(start, k);
  }

  private isTimely(start: number, k: number): boolean {
    const { nodes, plain, n } = this.routes;
    const { open, close, service, release, legs } = plain;
    const type = plain.types[k];
    let begin = type.shiftOpen;
    let a = 0;
    let b = -NEVER;
    let l = NEVER;
    let at = type.depot;
    for (let node = nodes[start * 8 + NEXT]; node < n; node = nodes[node * 8 + NEXT]) {
      const leg = legs.seconds(at, node);
      a += leg;
      b += leg;
      begin = Math.max(begin, release[node]);
      if (b > close[node]) return false;
      l = Math.min(l, close[node] - a);
      b = Math.max(b, open[node]) + service[node];
      a += service[node];
      at = node;
    }
    const home = legs.seconds(at, type.depot);
    a += home;
    b += home;
    l = Math.min(l, type.latestArrival - a);
    return begin <= l && b <= type.latestArrival && Math.max(a, b - l) + type.unload <= type.maxDuty;
  }
}
