import type { Gains, Metric } from '../domain/plan.js';

/** One order's instants, epoch seconds, plan and baseline side by side. */
export interface OrderInstants {
  readonly outlet: string;
  readonly zone: string;
  readonly confirmedAt: number;
  readonly plan: Stages;
  readonly baseline: Stages;
}

export interface Stages {
  readonly shippedAt: number;
  readonly collectedAt: number;
  readonly atHubAt: number;
  readonly departedAt: number;
  readonly signedAt: number;
}

type Hours = (order: OrderInstants, side: Stages) => number;

const HOUR = 3600;
const ship: Hours = (order, side) => (side.shippedAt - order.confirmedAt) / HOUR;
const collect: Hours = (order, side) => (side.collectedAt - order.confirmedAt) / HOUR;
const sign: Hours = (order, side) => (side.signedAt - order.confirmedAt) / HOUR;

/** Mean, median and P90 of ship, collect and sign for plan and baseline over the same orders. */
export function compareMetrics(orders: readonly OrderInstants[]): Pick<Gains, 'ship' | 'collect' | 'sign'> {
  return { ship: metric(orders, ship), collect: metric(orders, collect), sign: metric(orders, sign) };
}

/** Hours from ship to collect and from collect to sign. */
export function segments(orders: readonly OrderInstants[]): Gains['segments'] {
  return {
    shipToCollect: metric(orders, (_, side) => (side.collectedAt - side.shippedAt) / HOUR),
    collectToSign: metric(orders, (_, side) => (side.signedAt - side.collectedAt) / HOUR),
  };
}

/** Mean hours in each stage of an order's life, in the order they happen. */
export function stages(orders: readonly OrderInstants[]): Gains['stages'] {
  const spans: readonly [string, Hours][] = [
    ['confirmedToShipped', ship],
    ['shippedToCollected', (_, side) => (side.collectedAt - side.shippedAt) / HOUR],
    ['collectedToHub', (_, side) => (side.atHubAt - side.collectedAt) / HOUR],
    ['hubToDeparture', (_, side) => (side.departedAt - side.atHubAt) / HOUR],
    ['departureToSigned', (_, side) => (side.signedAt - side.departedAt) / HOUR],
  ];
  if (orders.length === 0) return [];
  return spans.map(([stage, hours]) => ({
    stage,
    plan: round(mean(orders.map((order) => hours(order, order.plan)))),
    baseline: round(mean(orders.map((order) => hours(order, order.baseline)))),
  }));
}

/** Orders by a key, each with its metrics, sorted by the key. */
export function groupMetrics<K extends string>(
  orders: readonly OrderInstants[],
  name: K,
  keyOf: (order: OrderInstants) => string,
): (Record<K, string> & { orders: number } & Pick<Gains, 'ship' | 'collect' | 'sign'>)[] {
  const groups = new Map<string, OrderInstants[]>();
  for (const order of orders) {
    const group = groups.get(keyOf(order));
    if (group) group.push(order);
    else groups.set(keyOf(order), [order]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => ({
      ...({ [name]: key } as Record<K, string>),
      orders: group.length,
      ...compareMetrics(group),
    }));
}

function metric(orders: readonly OrderInstants[], hours: Hours): Metric {
  const plan = orders.map((order) => hours(order, order.plan));
  const baseline = orders.map((order) => hours(order, order.baseline));
  return {
    ...compared(mean, plan, baseline),
    median: compared((values) => quantile(values, 0.5), plan, baseline),
    p90: compared((values) => quantile(values, 0.9), plan, baseline),
  };
}

/** Gain is baseline minus plan of the rounded figures, so that a reader's own subtraction agrees. */
function compared(
  of: (values: readonly number[]) => number,
  plan: readonly number[],
  baseline: readonly number[],
) {
  if (plan.length === 0) return { plan: null, baseline: null, gain: null };
  const sides = { plan: round(of(plan)), baseline: round(of(baseline)) };
  return { ...sides, gain: round(sides.baseline - sides.plan) };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Linear interpolation between the two nearest ranks (type 7). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (high - low) * (at - Math.floor(at));
}

const round = (hours: number): number => Math.round(hours * 100) / 100;
