/** Every order of the day once in a run or once in the list of those left behind, and none invented. */
import type { Check } from './check-context.js';

const CODES = new Set([
  'faulty-order',
  'faulty-site',
  'unroutable',
  'no-vehicle',
  'no-road',
  'too-large',
  'window-unreachable',
  'spoils-before-hub',
  'misses-last-departure',
  'fleet-exhausted',
  'no-supply',
]);

export function checkPartition(check: Check): void {
  const collected = count(check.plan.runs.flatMap((run) => run.stops.flatMap((stop) => stop.orders)));
  const left = count(check.plan.unassigned.map((row) => String(row['order'])));
  for (const [order, times] of collected)
    if (times > 1) check.say(`order ${order} is collected ${times} times`);
  for (const [order, times] of left) if (times > 1) check.say(`order ${order} is unassigned ${times} times`);
  for (const order of new Set([...collected.keys(), ...left.keys()]))
    if (!check.day.orders.has(order)) check.say(`order ${order} is not in the day`);
  for (const [order, raw] of check.day.orders) {
    const [there, here] = [collected.has(order), left.has(order)];
    if (there && here) check.say(`order ${order} is both collected and unassigned`);
    if (!there && !here) check.say(`order ${order} is neither collected nor unassigned`);
    if (there && raw === null) check.say(`order ${order} is collected though its row cannot be read`);
  }
  checkReasons(check);
  checkUniqueIds(check);
  checkSourcing(check);
}

const count = (ids: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

function checkReasons(check: Check): void {
  for (const row of check.plan.unassigned) {
    const name = `unassigned order ${String(row['order'])}`;
    if (!CODES.has(String(row['code']))) check.say(`${name} has the unknown code ${String(row['code'])}`);
    for (const key of ['reason', 'remedy'])
      if (typeof row[key] !== 'string' || row[key].trim() === '') check.say(`${name} has no ${key}`);
  }
}

function checkUniqueIds(check: Check): void {
  for (const [id, times] of count(check.plan.runs.map((run) => run.id)))
    if (times > 1) check.say(`run id ${id} is used ${times} times`);
  for (const [id, times] of count(check.plan.chain.map((link) => link.order)))
    if (times > 1) check.say(`order ${id} has ${times} chains`);
}

/** Stops are at the orders' own site; an order that names a product comes from a site that has it ripe. */
function checkSourcing(check: Check): void {
  const taken = new Map<string, number>();
  for (const [key, { stop }] of check.collection) {
    const order = check.day.orders.get(key);
    if (!order) continue;
    if (order.site !== null) {
      if (order.site !== stop.place) check.say(`${stop.name}: order ${key} waits at ${order.site}`);
      continue;
    }
    const lot = `${stop.place} ${String(order.product)}`;
    const used = (taken.get(lot) ?? 0) + order.kg;
    taken.set(lot, used);
    const supply = check.day.places.get(stop.place)?.supply.get(String(order.product)) ?? 0;
    if (used > supply + 1e-6)
      check.say(
        `${stop.name}: orders take ${used} kg of ${String(order.product)}, but ${supply} kg are ripe`,
      );
  }
}
