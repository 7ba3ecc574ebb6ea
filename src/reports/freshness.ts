import type { DayIndex } from './day-index.js';
import { instantSeconds } from '../domain/clock.js';

/** Share of its shelf life that a parcel may have spent when it reaches the hub. [E] */
const SHARE_BEFORE_HUB = 1 / 5;

/** Epoch seconds by which the first of the orders to spoil must be at the hub; null where all keep. */
export function hubDeadline(index: DayIndex, orders: readonly string[]): number | null {
  let first: number | null = null;
  for (const id of orders) {
    const order = index.orders.get(id);
    if (!order) continue;
    const product = order.product === undefined ? undefined : index.products.get(order.product);
    const shelf = order.shelfLifeHours ?? product?.shelfLifeHours;
    const own = order.shelfLifeHours === undefined ? product?.hubWithinHours : undefined;
    const hours = own ?? (shelf === undefined ? undefined : shelf * SHARE_BEFORE_HUB);
    if (hours === undefined) continue;
    const due = instantSeconds(order.readyAt ?? order.confirmedAt) + hours * 3600;
    if (first === null || due < first) first = due;
  }
  return first;
}

/** What the orders are, by product: `name ×parcels`, most parcels first. */
export function productMix(
  index: DayIndex,
  orders: readonly string[],
): { readonly product: string; readonly parcels: number }[] {
  const parcels = new Map<string, number>();
  for (const id of orders) {
    const order = index.orders.get(id);
    const product = order?.product ?? '';
    parcels.set(product, (parcels.get(product) ?? 0) + (order?.parcels ?? 1));
  }
  return [...parcels]
    .map(([product, count]) => ({ product, parcels: count }))
    .sort((a, b) => b.parcels - a.parcels);
}

/** First and last waybill of the orders that have one, in their order as text; null where none has. */
export function waybillRange(
  index: DayIndex,
  orders: readonly string[],
): { readonly first: string; readonly last: string; readonly count: number } | null {
  const waybills = orders.flatMap((id) => index.orders.get(id)?.waybill ?? []).sort();
  const first = waybills[0];
  const last = waybills.at(-1);
  return first === undefined || last === undefined ? null : { first, last, count: waybills.length };
}
