import type { Day, Order, Vehicle } from '../domain/day.js';
import { instantSeconds } from '../domain/clock.js';

/** Orders of one place that become ready within so long of each other travel together. Default 45 min [E]. */
const READY_TOGETHER_SECONDS = 45 * 60;
/** Share of the largest vehicle that one task may fill, so that tasks pack. [E] */
const TASK_SHARE = 0.5;

/** A load at a place that one stop of one vehicle collects whole. */
export interface PickupTask {
  /** Id of the site or outlet. */
  readonly place: string;
  /** Indexes into day.orders. */
  readonly orders: readonly number[];
  readonly cold: boolean;
  /** Epoch seconds from which every order of it can be taken. */
  readonly readyAt: number;
  /** Epoch seconds by which it must be unloaded at the hub; null where it keeps. */
  readonly dueAt: number | null;
  readonly parcels: number;
  readonly kg: number;
  readonly litres: number;
}

/** What planning knows of an order beside its document; all epoch seconds. */
export interface OrderTimes {
  readonly confirmedAt: number;
  readonly readyAt: number;
  readonly shippedAt: number;
  /** Latest unloading at the hub; null where it keeps. */
  readonly dueAt: number | null;
}

/** Times of every order, by order index. `shipped` from {@link labelTimes}. */
export function orderTimes(day: Day, shipped: Float64Array): OrderTimes[] {
  const products = new Map(day.products.map((product) => [product.id as string, product]));
  return day.orders.map((order, index) => {
    const confirmedAt = instantSeconds(order.confirmedAt);
    const readyAt = order.readyAt === undefined ? confirmedAt : Math.max(confirmedAt, instantSeconds(order.readyAt));
    const product = order.product === undefined ? undefined : products.get(order.product);
    const within = hubHours(order, product);
    return {
      confirmedAt,
      readyAt,
      shippedAt: shipped[index] as number,
      dueAt: within === null ? null : Math.floor(readyAt + within * 3600),
    };
  });
}

/** Hours from ready to the hub: stated, or a fifth of the shelf life [E]. */
function hubHours(order: Order, product: Day['products'][number] | undefined): number | null {
  if (order.shelfLifeHours !== undefined) return order.shelfLifeHours / 5;
  if (product?.hubWithinHours !== undefined) return product.hubWithinHours;
  return product?.shelfLifeHours === undefined ? null : product.shelfLifeHours / 5;
}

/** True where the order may travel in cold vehicles only. */
export function needsCold(day: Day, order: Order): boolean {
  return order.cold ?? day.products.find((product) => product.id === order.product)?.cold ?? false;
}

export interface Consolidation {
  readonly tasks: readonly PickupTask[];
  /** Orders larger than any vehicle that may carry them. */
  readonly tooLarge: readonly number[];
}

/** Orders by place, handling class, shelf life and ready time; split where larger than a vehicle takes. */
export function consolidate(day: Day, orders: readonly number[], times: readonly OrderTimes[]): Consolidation {
  const groups = new Map<string, number[]>();
  for (const index of orders) {
    const order = day.orders[index] as Order;
    const keeps = times[index]?.dueAt === null ? 'keeps' : 'spoils';
    const key = `${order.site}|${needsCold(day, order) ? 'cold' : 'ambient'}|${keeps}`;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  const tasks: PickupTask[] = [];
  const tooLarge: number[] = [];
  for (const group of groups.values()) {
    const limit = largestLoad(day, needsCold(day, day.orders[group[0] as number] as Order));
    const fitting = group.filter((index) => fits(day.orders[index] as Order, limit) || !tooLarge.push(index));
    for (const wave of waves(fitting, times))
      for (const part of split(day, wave, limit)) tasks.push(taskOf(day, part, times));
  }
  return { tasks, tooLarge };
}

interface Load {
  kg: number;
  litres: number;
  parcels: number;
}

/** The largest single vehicle by each measure among those that may carry the class. */
function largestLoad(day: Day, cold: boolean): Load {
  const vehicles = day.vehicles.filter((vehicle) => vehicle.cold || !cold);
  const best = vehicles.reduce<Vehicle | null>(
    (most, vehicle) => (most === null || vehicle.capacity.kg > most.capacity.kg ? vehicle : most),
    null,
  );
  if (!best) return { kg: Infinity, litres: Infinity, parcels: Infinity };
  return { kg: best.capacity.kg, litres: best.capacity.litres, parcels: best.capacity.parcels ?? Infinity };
}

const fits = (order: Order, limit: Load): boolean =>
  order.kg <= limit.kg && order.litres <= limit.litres && order.parcels <= limit.parcels;

/** Orders whose ready times lie close together; the last of them sets the wave's ready time. */
function waves(orders: readonly number[], times: readonly OrderTimes[]): number[][] {
  const takeable = (index: number): number => Math.max(times[index]!.readyAt, times[index]!.shippedAt);
  const sorted = [...orders].sort((a, b) => takeable(a) - takeable(b) || a - b);
  const result: number[][] = [];
  let opened = -Infinity;
  for (const index of sorted) {
    if (takeable(index) > opened + READY_TOGETHER_SECONDS) {
      result.push([]);
      opened = takeable(index);
    }
    result.at(-1)!.push(index);
  }
  return result;
}

function split(day: Day, orders: readonly number[], limit: Load): number[][] {
  const share: Load = { kg: limit.kg * TASK_SHARE, litres: limit.litres * TASK_SHARE, parcels: limit.parcels * TASK_SHARE };
  const parts: number[][] = [];
  let load: Load = { kg: Infinity, litres: Infinity, parcels: Infinity };
  for (const index of orders) {
    const order = day.orders[index] as Order;
    const grown: Load = { kg: load.kg + order.kg, litres: load.litres + order.litres, parcels: load.parcels + order.parcels };
    if (grown.kg > share.kg || grown.litres > share.litres || grown.parcels > share.parcels) {
      parts.push([index]);
      load = { kg: order.kg, litres: order.litres, parcels: order.parcels };
    } else {
      parts.at(-1)!.push(index);
      load = grown;
    }
  }
  return parts;
}

function taskOf(day: Day, orders: readonly number[], times: readonly OrderTimes[]): PickupTask {
  const list = orders.map((index) => day.orders[index] as Order);
  const due = orders.flatMap((index) => times[index]!.dueAt ?? []);
  return {
    place: (list[0] as Order).site as string,
    orders,
    cold: needsCold(day, list[0] as Order),
    readyAt: Math.max(...orders.map((index) => Math.max(times[index]!.readyAt, times[index]!.shippedAt))),
    dueAt: due.length > 0 ? Math.min(...due) : null,
    parcels: list.reduce((sum, order) => sum + order.parcels, 0),
    kg: list.reduce((sum, order) => sum + order.kg, 0),
    litres: list.reduce((sum, order) => sum + order.litres, 0),
  };
}
