/**
 * The peers' process, simulated over the same orders and roads: orders batched once at midnight,
 * waybills posted through the next day, one fixed loop in the evening, one trunk departure in the
 * morning. Growers bring parcels to the outlet themselves. Parameters are stated in the day document
 * ([E], untuned); loops have no capacity limit and outlets no queue, which favours the baseline.
 */
import type { Baseline } from '../domain/day.js';
import { clockSeconds, dateAfter, dateOf } from '../domain/clock.js';

/** One order as the baseline sees it; epoch seconds. */
export interface BaselineOrder {
  /** Outlet (or hub) in charge. */
  readonly outlet: string;
  readonly confirmedAt: number;
  readonly readyAt: number;
  /** Seconds after a departure to the sign-for scan. */
  readonly downstreamSeconds: number;
}

/** When each stage happens to an order; epoch seconds. */
export interface BaselineTimes {
  readonly shippedAt: number;
  readonly collectedAt: number;
  readonly atHubAt: number;
  readonly departedAt: number;
  readonly signedAt: number;
}

/** Seconds after the loops leave: when each outlet is reached and when its loop is back at the hub. */
export interface LoopTimes {
  readonly reached: number;
  readonly back: number;
}

const MAX_DAYS = 30;

/**
 * @param loops by outlet; an outlet without an entry is on no loop
 * @returns times by order; null where its outlet is on no loop
 */
export function simulateBaseline(
  orders: readonly BaselineOrder[],
  loops: ReadonlyMap<string, LoopTimes>,
  parameters: Baseline,
  timeZone: string,
): (BaselineTimes | null)[] {
  const posted = postedTimes(orders, parameters, timeZone);
  return orders.map((order, index) => {
    const loop = loops.get(order.outlet);
    return loop ? follow(order, posted[index]!, loop, parameters, timeZone) : null;
  });
}

/** Every batch of an outlet is posted evenly over the first posting window after it, orders confirmed first in front. */
function postedTimes(orders: readonly BaselineOrder[], parameters: Baseline, timeZone: string): number[] {
  const posted = new Array<number>(orders.length).fill(0);
  const batches = new Map<string, number[]>();
  orders.forEach((order, index) => {
    const batchedAt = nextClock(order.confirmedAt, parameters.batchAt, timeZone);
    const date = dateOf(nextClock(batchedAt, parameters.posting.opens, timeZone), timeZone);
    const key = `${date} ${order.outlet}`;
    const batch = batches.get(key);
    if (batch) batch.push(index);
    else batches.set(key, [index]);
  });
  for (const [key, batch] of batches) {
    const date = key.slice(0, 10);
    const opens = clockSeconds(date, parameters.posting.opens, timeZone);
    const closes = clockSeconds(date, parameters.posting.closes, timeZone);
    batch.sort((a, b) => orders[a]!.confirmedAt - orders[b]!.confirmedAt || a - b);
    batch.forEach((index, rank) => {
      posted[index] = Math.round(opens + ((rank + 0.5) / batch.length) * (closes - opens));
    });
  }
  return posted;
}

function follow(
  order: BaselineOrder,
  shippedAt: number,
  loop: LoopTimes,
  parameters: Baseline,
  timeZone: string,
): BaselineTimes {
  const takeable = Math.max(shippedAt, order.readyAt);
  let date = dateOf(takeable, timeZone);
  let leaves = clockSeconds(date, parameters.loopLeavesAt, timeZone);
  for (let k = 0; k < MAX_DAYS && leaves + loop.reached < takeable; k++) {
    date = dateAfter(date, 1);
    leaves = clockSeconds(date, parameters.loopLeavesAt, timeZone);
  }
  const reachedAt = leaves + loop.reached;
  const collectedAt = reachedAt + Math.round(parameters.scanMinutes * 60);
  const atHubAt = Math.max(
    leaves + loop.back,
    collectedAt,
    reachedAt + Math.round(parameters.toHubHours * 3600),
  );
  const departedAt = nextClock(atHubAt, parameters.departsAt, timeZone);
  return { shippedAt, collectedAt, atHubAt, departedAt, signedAt: departedAt + order.downstreamSeconds };
}

/** The first moment at or after another at which the clocks show a time. */
export function nextClock(after: number, clock: string, timeZone: string): number {
  const date = dateOf(after, timeZone);
  for (let k = 0; ; k++) {
    const at = clockSeconds(dateAfter(date, k), clock, timeZone);
    if (at >= after) return at;
  }
}
