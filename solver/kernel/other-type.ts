import { NEVER } from '../model/frozen-problem.js';
import { NEXT, PREV, ROW } from './node-record.js';
import type { Routes } from './routes.js';

/** Of more types than this one look takes so many, others each time. */
const LOOKS = 64;

/** What becomes of a day with one run when a vehicle of another type drives it. */
export class OtherType {
  constructor(private readonly routes: Routes) {}

  /** Cost of the day as it stands, driven by type k. */
  cost(slot: number, k: number): number {
    const { nodes, plain, n, typeOf, metresOf } = this.routes;
    const { types, legs } = plain;
    const start = n + slot;
    const type = types[k];
    const own = types[typeOf[slot]];
    let length = metresOf[slot];
    if (type.depot !== own.depot) {
      const first = nodes[nodes[start * 8 + NEXT] * 8 + ROW];
      const last = nodes[nodes[start * 8 + PREV] * 8 + ROW];
      length +=
        legs.metres(type.depot, first) +
        legs.metres(last, type.depot) -
        legs.metres(own.depot, first) -
        legs.metres(last, own.depot);
    }
    return type.fixedCost + type.costPerMetre * length;
  }

  /** Whether type k has room for the day's load, and for one more task where that is not -1. */
  hasRoom(slot: number, k: number, task: number): boolean {
    const { plain, n, room, typeOf } = this.routes;
    const { types, dimensions, demand } = plain;
    const own = types[typeOf[slot]].capacity;
    for (let d = 0; d < dimensions; d++) {
      const load = own[d] - room[(n + slot) * dimensions + d];
      if (load + (task < 0 ? 0 : demand[task * dimensions + d]) > types[k].capacity[d]) return false;
    }
    return true;
  }

  /** Whether type k may serve all tasks of the day. */
  mayServe(slot: number, k: number): boolean {
    const { nodes, plain, n } = this.routes;
    if (!plain.restricted) return true;
    for (let node = nodes[(n + slot) * 8 + NEXT]; node < n; node = nodes[node * 8 + NEXT])
      if (plain.allowed[k * n + node] === 0) return false;
    return true;
  }

  /** Whether type k drives the day in time, with one more task behind the node `before` where that is not -1. */
  isTimely(slot: number, k: number, task: number, before: number): boolean {
    const { nodes, plain, n } = this.routes;
    const { open, close, service, release, legs } = plain;
    const type = plain.types[k];
    let begin = type.shiftOpen;
    let a = 0;
    let b = -NEVER;
    let l = NEVER;
    let at = type.depot;
    let node = n + slot;
    for (;;) {
      const behind = node === task ? before : node;
      node = node === before && task >= 0 ? task : nodes[behind * 8 + NEXT];
      const to = node < n ? node : type.depot;
      const leg = legs.seconds(at, to);
      a += leg;
      b += leg;
      if (node >= n) break;
      at = to;
      begin = Math.max(begin, release[node]);
      if (b > close[node]) return false;
      l = Math.min(l, close[node] - a);
      b = Math.max(b, open[node]) + service[node];
      a += service[node];
    }
    l = Math.min(l, type.latestArrival - a);
    return begin <= l && b <= type.latestArrival && Math.max(a, b - l) + type.unload <= type.maxDuty;
  }
}

/** Walks all types, or so many of a large number that a look stays quick, going on where the last walk ended. */
export class TypeRound {
  readonly looks: number;
  private from = 0;

  constructor(private readonly types: number) {
    this.looks = Math.min(types, LOOKS);
  }

  first(): number {
    const first = this.from;
    if (this.looks < this.types) this.from = (first + this.looks) % this.types;
    return first;
  }

  after(type: number): number {
    return type + 1 === this.types ? 0 : type + 1;
  }
}
