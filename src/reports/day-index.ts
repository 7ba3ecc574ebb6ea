import type { Day, LocalName, Order, Outlet, Product, Site, Vehicle } from '../domain/day.js';
import type { Chain, Plan } from '../domain/plan.js';

/** A plan and its day by id: what every print looks things up in. */
export interface DayIndex {
  readonly day: Day;
  readonly plan: Plan;
  readonly outlets: ReadonlyMap<string, Outlet>;
  readonly sites: ReadonlyMap<string, Site>;
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  readonly products: ReadonlyMap<string, Product>;
  readonly orders: ReadonlyMap<string, Order>;
  readonly chain: ReadonlyMap<string, Chain>;
}

const indexes = new WeakMap<Plan, DayIndex>();

/** The index of a plan, built once for as long as the plan is held. */
export function indexOf(plan: Plan, day: Day): DayIndex {
  const known = indexes.get(plan);
  if (known?.day === day) return known;
  const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
    new Map(rows.map((row) => [row.id as string, row]));
  const index: DayIndex = {
    day,
    plan,
    outlets: byId(day.outlets),
    sites: byId(day.sites),
    vehicles: byId(day.vehicles),
    products: byId(day.products),
    orders: byId(day.orders),
    chain: new Map(plan.chain.map((row) => [row.order, row])),
  };
  indexes.set(plan, index);
  return index;
}

/** A hub, outlet or site. @throws Error where the day has none by that id: the plan is of another day */
export function placeOf(index: DayIndex, id: string): Outlet | Site | Day['hub'] {
  if (id === index.day.hub.id) return index.day.hub;
  const place = index.outlets.get(id) ?? index.sites.get(id);
  if (place === undefined) throw new Error(`the plan names ${id}, which its day does not have`);
  return place;
}

/** The name of a hub, outlet or site; undefined where the day knows none by that id. */
export function placeName(index: DayIndex, id: string): LocalName | undefined {
  if (id === index.day.hub.id) return index.day.hub.name;
  return index.outlets.get(id)?.name ?? index.sites.get(id)?.name;
}
