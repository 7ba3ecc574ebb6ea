import type { Day, Order, Vehicle } from '../domain/day.js';
import { instantSeconds } from '../domain/clock.js';

/** Orders of one place that become ready within so long of each other travel together. Default 45 min [E]. */
const READY_TOGETHER_SECONDS = 45 * 60;
/** Handling that one task may take, so that a large order does not hold its neighbours past their window. [E] */
const MOST_HANDLING_SECONDS = 3600;
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
    const readyAt =
      order.readyAt === undefined ? confirmedAt : Math.max(confirmedAt, instantSeconds(order.readyAt));
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

/** Hours from ready to the hub: the product's, or a fifth of the shelf life [E]; an order's own can only shorten it. */
function hubHours(order: Order, product: Day['products'][number] | undefined): number | null {
  const fifth = (hours: number | undefined): number => (hours === undefined ? Infinity : hours / 5);
  const ofProduct = product?.hubWithinHours ?? fifth(product?.shelfLifeHours);
  const least = Math.min(ofProduct, fifth(order.shelfLifeHours));
  return Number.isFinite(least) ? least : null;
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

/** Whether a vehicle (index into day.vehicles) can drive to a place. */
export type Reaches = (vehicle: number, place: string) => boolean;

/** Orders by place, handling class, shelf life and ready time; split where larger than a vehicle takes. */
export function consolidate(
  day: Day,
  orders: readonly number[],
  times: readonly OrderTimes[],
  reaches: Reaches = () => true,
): Consolidation {
  const tasks: PickupTask[] = [];
  const tooLarge: number[] = [];
  for (const group of groupsOf(day, orders, times)) {
    const first = day.orders[group[0] as number] as Order;
    const carriers = carriersOf(day, first, reaches);
    // Where nobody may carry it at all, the solver says so; size is not the reason.
    const fitting = group.filter((index) => {
      const order = day.orders[index] as Order;
      return carriers.length === 0 || carriers.some((one) => fits(order, one)) || !tooLarge.push(index);
    });
    const limit = taskLimit(day, first, carriers);
    for (const wave of waves(fitting, times))
      for (const part of split(day, wave, limit)) tasks.push(taskOf(day, part, times));
  }
  return { tasks, tooLarge };
}

function groupsOf(day: Day, orders: readonly number[], times: readonly OrderTimes[]): Iterable<number[]> {
  const groups = new Map<string, number[]>();
  for (const index of orders) {
    const order = day.orders[index] as Order;
    const keeps = times[index]?.dueAt === null ? 'keeps' : 'spoils';
    const key = `${order.site}|${needsCold(day, order) ? 'cold' : 'ambient'}|${keeps}`;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups.values();
}

interface Load {
  readonly kg: number;
  readonly litres: number;
  readonly parcels: number;
}

const capacityOf = (vehicle: Vehicle): Load => ({
  ...vehicle.capacity,
  parcels: vehicle.capacity.parcels ?? Infinity,
});

const fits = (order: Load, vehicle: Vehicle): boolean => {
  const limit = capacityOf(vehicle);
  return order.kg <= limit.kg && order.litres <= limit.litres && order.parcels <= limit.parcels;
};

/** Vehicles that may carry an order's class and drive to its place. */
const carriersOf = (day: Day, order: Order, reaches: Reaches): Vehicle[] =>
  day.vehicles.filter(
    (vehicle, index) => (vehicle.cold || !needsCold(day, order)) && reaches(index, order.site as string),
  );

/** What one task may hold at most: a share of the largest carrier, and of the largest at the place's own outlet. */
function taskLimit(day: Day, order: Order, carriers: readonly Vehicle[]): Load {
  const outlet = day.sites.find((site) => site.id === order.site)?.outlet ?? order.site;
  const local = carriers.filter((vehicle) => vehicle.base === outlet && vehicle.unloadsAt !== 'hub');
  const share = (vehicles: readonly Vehicle[], of: (load: Load) => number): number =>
    vehicles.length === 0
      ? Infinity
      : TASK_SHARE * Math.max(...vehicles.map((vehicle) => of(capacityOf(vehicle))));
  const least = (of: (load: Load) => number): number => Math.min(share(carriers, of), share(local, of));
  return {
    kg: least((load) => load.kg),
    litres: least((load) => load.litres),
    parcels: Math.min(
      least((load) => load.parcels),
      MOST_HANDLING_SECONDS / Math.max(1, day.process.secondsPerParcel),
    ),
  };
}

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
  const parts: number[][] = [];
  let load: Load = { kg: 0, litres: 0, parcels: 0 };
  for (const index of orders) {
    const order = day.orders[index] as Order;
    const grown: Load = {
      kg: load.kg + order.kg,
      litres: load.litres + order.litres,
      parcels: load.parcels + order.parcels,
    };
    const full = grown.kg > limit.kg || grown.litres > limit.litres || grown.parcels > limit.parcels;
    if (parts.length === 0 || full) {
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
