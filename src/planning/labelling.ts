import type { Day, Order } from '../domain/day.js';
import { clockSeconds, dateAfter, dateOf, instantSeconds } from '../domain/clock.js';

/** Days a label may wait before something is wrong with the outlet's rate. */
const MAX_LABEL_DAYS = 30;

/** Labels posted in one wave of an outlet. */
interface Wave {
  readonly at: number;
  left: number;
  posted: number;
}

/**
 * When each order's waybill is posted: at the first label wave of its outlet after confirmation that
 * still has labels to print, orders with the earliest promise first. Epoch seconds by order index.
 */
export function labelTimes(day: Day, outletOfOrder: readonly string[]): Float64Array {
  const byOutlet = new Map<string, number[]>();
  outletOfOrder.forEach((outlet, order) => {
    const list = byOutlet.get(outlet);
    if (list) list.push(order);
    else byOutlet.set(outlet, [order]);
  });
  const times = new Float64Array(day.orders.length);
  for (const [outlet, orders] of byOutlet) labelOutlet(day, outlet, orders, times);
  return times;
}

function labelOutlet(day: Day, outletId: string, orders: number[], times: Float64Array): void {
  const outlet = day.outlets.find((one) => one.id === outletId);
  const hours = outlet?.hours ?? day.hub.hours;
  const perHour = outlet?.labelsPerHour ?? Infinity;
  const confirmed = orders.map((order) => instantSeconds((day.orders[order] as Order).confirmedAt));
  const queue = orders
    .map((order, k) => ({
      order,
      confirmed: confirmed[k] as number,
      promise: promiseOf(day.orders[order] as Order),
    }))
    .sort((a, b) => a.confirmed - b.confirmed);
  const waiting: typeof queue = [];
  const press = { freeAt: -Infinity };
  let next = 0;
  let date = dateOf(queue[0]!.confirmed, day.timeZone);
  for (let days = 0; days < MAX_LABEL_DAYS; days++) {
    for (const wave of waves(day, date, hours, perHour, press)) {
      while (next < queue.length && queue[next]!.confirmed <= wave.at) waiting.push(queue[next++]!);
      waiting.sort((a, b) => a.promise - b.promise || a.confirmed - b.confirmed || a.order - b.order);
      for (const one of waiting.splice(0, wave.left)) {
        times[one.order] = wave.at + Math.ceil((wave.posted * 3600) / perHour);
        wave.posted += 1;
      }
      if (next === queue.length && waiting.length === 0) return;
    }
    date = dateAfter(date, 1);
    if (waiting.length > 0 || next === queue.length) continue;
    // Nobody waits: the days are counted anew from the next order's, however long ago the last one was.
    const confirmedOn = dateOf(queue[next]!.confirmed, day.timeZone);
    if (confirmedOn > date) date = confirmedOn;
    days = -1;
  }
  for (const one of [...waiting, ...queue.slice(next)]) times[one.order] = Infinity;
}

const promiseOf = (order: Order): number =>
  order.promise?.shipBy === undefined ? Infinity : instantSeconds(order.promise.shipBy);

/** Waves of a date. A label that takes longer than a wave is far holds the waves after it back. */
function* waves(
  day: Day,
  date: string,
  hours: { opens: string; closes: string },
  perHour: number,
  press: { freeAt: number },
): Generator<Wave> {
  const step = day.process.labelEveryMinutes * 60;
  const labels = Math.max(1, Math.floor((perHour * step) / 3600));
  const closes = clockSeconds(date, hours.closes, day.timeZone);
  for (let at = clockSeconds(date, hours.opens, day.timeZone); at < closes; at += step) {
    if (at < press.freeAt) continue;
    const wave = { at, left: labels, posted: 0 };
    yield wave;
    press.freeAt = at + Math.ceil((wave.posted * 3600) / perHour);
  }
}
