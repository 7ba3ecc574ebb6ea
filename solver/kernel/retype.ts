import { OtherType, TypeRound } from './other-type.js';
import { NEXT } from './node-record.js';
import type { Routes } from './routes.js';

/** Gives days with one run the cheapest type of vehicle that can drive them. */
export class Retype {
  private readonly mixed: boolean;
  private readonly other: OtherType;
  private readonly round: TypeRound;

  constructor(private readonly routes: Routes) {
    this.other = new OtherType(routes);
    this.round = new TypeRound(routes.plain.types.length);
    this.mixed = routes.plain.types.length > 1 && !routes.plain.manyRuns;
  }

  /** Moves the day to a free vehicle of another type where that is cheaper. */
  improve(slot: number): void {
    const { routes, other, round } = this;
    const { nodes, plain, used, typeOf, n } = routes;
    const start = n + slot;
    if (!this.mixed || nodes[start * 8 + NEXT] === start) return;
    const { types } = plain;
    let best = routes.costOf[slot] - 1e-7;
    let chosen = -1;
    let k = round.first();
    for (let look = 0; look < round.looks; look++, k = round.after(k)) {
      if (k === typeOf[slot] || used[k] >= types[k].vehicles.length) continue;
      const cost = other.cost(slot, k);
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
    const { routes, other } = this;
    const [typeA, typeB] = [routes.typeOf[a], routes.typeOf[b]];
    if (!this.mixed || typeA === typeB) return 0;
    const gain = routes.costOf[a] + routes.costOf[b] - other.cost(a, typeB) - other.cost(b, typeA);
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

  private canDrive(slot: number, k: number): boolean {
    const { other } = this;
    return (
      other.hasRoom(slot, k, -1) &&
      other.mayServe(slot, k) &&
      (!this.routes.plain.timed || other.isTimely(slot, k, -1, -1))
    );
  }
}
