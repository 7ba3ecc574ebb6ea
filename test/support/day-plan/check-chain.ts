/** The life of every collected order: through its outlet or straight to the hub, and on with a departure. */
import { at, type Check, SECOND } from './check-context.js';
import { clockOn } from './clock.js';
import type { Link, Run, Stop } from './plan-document.js';
import type { RawDeparture, RawOrder } from './raw-day.js';

/** Departures are looked for on so many days from the day planned. */
const DAYS_AHEAD = 14;

export function checkChains(check: Check): void {
  for (const key of check.collection.keys())
    if (!check.links.has(key)) check.say(`order ${key} is collected but has no chain`);
  for (const link of check.plan.chain) {
    const order = check.day.orders.get(link.order);
    const collection = check.collection.get(link.order);
    if (!order || !collection) {
      check.say(`order ${link.order} has a chain but is not collected`);
      continue;
    }
    checkFacts(check, link, order, collection.stop);
    checkWay(check, link, collection.run, collection.stop);
    checkDeparture(check, link, order);
    checkOrderOfTimes(check, link);
  }
  checkTransfers(check);
  checkCapacities(check);
}

function checkFacts(check: Check, link: Link, order: RawOrder, stop: Stop): void {
  const name = `chain of ${link.order}`;
  if (link.zone !== order.zone) check.say(`${name}: zone ${link.zone}, the order goes to ${order.zone}`);
  if (link.site !== stop.place) check.say(`${name}: site ${link.site}, it is collected at ${stop.place}`);
  if (Math.abs(link.confirmed - order.confirmed) > SECOND)
    check.say(`${name}: confirmed at another time than the order`);
  if (Math.abs(link.ready - order.ready) > SECOND) check.say(`${name}: ready at another time than the order`);
  if (link.collected < Math.max(order.ready, check.day.planAt) - SECOND)
    check.say(`${name}: collected ${at(check, link.collected)}, before it is ready`);
  if (link.collected < stop.start || link.collected > stop.leave)
    check.say(`${name}: collected ${at(check, link.collected)}, not while the vehicle is there`);
  if (link.atHub > order.dueAtHub + SECOND)
    check.say(`${name}: at the hub ${at(check, link.atHub)}, spoilt from ${at(check, order.dueAtHub)} on`);
}

function checkWay(check: Check, link: Link, run: Run, stop: Stop): void {
  const name = `chain of ${link.order}`;
  const hub = check.day.hub.id;
  if (link.run !== run.id) check.say(`${name}: names run ${link.run}, ${run.id} collects it`);
  if (run.end === hub) {
    if (link.feeder !== null || link.atOutlet !== null)
      check.say(`${name}: names an outlet on the way, ${run.id} goes to the hub`);
    if (link.atHub !== run.unloaded)
      check.say(`${name}: is at the hub at another time than ${run.id} is unloaded`);
    return;
  }
  if (link.atOutlet !== run.unloaded)
    check.say(`${name}: is at the outlet at another time than ${run.id} is unloaded`);
  const feeder = link.feeder === null ? undefined : check.runs.get(link.feeder);
  if (!feeder) return check.say(`${name}: stays at ${run.end}, no feeder takes it on`);
  const call = feeder.stops.find((one) => one.transfers.includes(link.order));
  if (!call) return check.say(`${name}: feeder ${feeder.id} does not take it`);
  if (call.place !== run.end)
    check.say(`${name}: ${feeder.id} takes it at ${call.place}, it was left at ${run.end}`);
  if (feeder.end !== hub) check.say(`${name}: feeder ${feeder.id} ends at ${feeder.end}, not at the hub`);
  if (link.atHub !== feeder.unloaded)
    check.say(`${name}: is at the hub at another time than ${feeder.id} is unloaded`);
  if (stop.leave > call.leave) check.say(`${name}: taken on before it is collected`);
}

/** A transferred order was unloaded and handled at that outlet by then, and is loaded there once. */
function checkTransfers(check: Check): void {
  const loaded = new Map<string, string>();
  for (const run of check.plan.runs)
    for (const stop of run.stops)
      for (const key of stop.transfers) {
        const before = loaded.get(key);
        if (before) check.say(`${stop.name}: order ${key} was taken on at ${before} already`);
        loaded.set(key, stop.name);
        checkTransfer(check, stop, key);
      }
}

function checkTransfer(check: Check, stop: Stop, key: string): void {
  const brought = check.collection.get(key)?.run;
  if (!brought) return check.say(`${stop.name}: order ${key} was brought by no run`);
  if (brought.end !== stop.place)
    return check.say(`${stop.name}: order ${key} was brought to ${brought.end}`);
  const parcels = check.day.orders.get(key)?.parcels ?? 0;
  const from = brought.unloaded + (check.day.places.get(stop.place)?.handlingSeconds ?? 0);
  if (stop.leave - parcels * check.day.secondsPerParcelAtOutlet < from - SECOND)
    check.say(`${stop.name}: order ${key} can be taken on only from ${at(check, from)}`);
}

function checkDeparture(check: Check, link: Link, order: RawOrder): void {
  const name = `chain of ${link.order}`;
  const departure = check.day.departures.get(link.departure);
  if (!departure) return check.say(`${name}: no departure ${link.departure} in the day`);
  if (!isReal(check, departure, link.departed))
    check.say(`${name}: ${departure.id} leaves at ${departure.leavesAt}, not ${at(check, link.departed)}`);
  if (departure.zones && !departure.zones.has(order.zone))
    check.say(`${name}: ${departure.id} does not serve zone ${order.zone}`);
  const cutOff = link.departed - departure.cutOffSeconds;
  if (link.atHub > cutOff)
    check.say(`${name}: at the hub ${at(check, link.atHub)}, the cut-off was ${at(check, cutOff)}`);
  const downstream = check.day.downstreamSeconds.get(order.zone) ?? NaN;
  if (!(Math.abs(link.signed - link.departed - downstream) <= SECOND))
    check.say(
      `${name}: signed ${link.signed - link.departed} s after departure, zone ${order.zone} takes ${downstream} s`,
    );
}

function isReal(check: Check, departure: RawDeparture, departed: number): boolean {
  for (let later = 0; later <= DAYS_AHEAD; later++)
    if (clockOn(check.day.date, departure.leavesAt, check.day.timeZone, later) === departed) return true;
  return false;
}

function checkOrderOfTimes(check: Check, link: Link): void {
  const steps: readonly (readonly [string, number | null])[] = [
    ['confirmed', link.confirmed],
    ['shipped', link.shipped],
    ['collected', link.collected],
    ['at the outlet', link.atOutlet],
    ['at the hub', link.atHub],
    ['departed', link.departed],
    ['signed', link.signed],
  ];
  let last: readonly [string, number] = ['', -Infinity];
  for (const [what, moment] of steps) {
    if (moment === null) continue;
    if (moment < last[1])
      check.say(
        `chain of ${link.order}: ${what} ${at(check, moment)}, before ${last[0]} ${at(check, last[1])}`,
      );
    last = [what, moment];
  }
}

/** No departure carries more parcels than it has places, and runs state the same as the chains. */
function checkCapacities(check: Check): void {
  const carried = new Map<string, number>();
  const byRun = new Map<string, number>();
  for (const link of check.plan.chain) {
    const parcels = check.day.orders.get(link.order)?.parcels ?? 0;
    const key = `${link.departure} ${link.departed}`;
    carried.set(key, (carried.get(key) ?? 0) + parcels);
    const own = `${link.feeder ?? link.run} ${key}`;
    byRun.set(own, (byRun.get(own) ?? 0) + parcels);
  }
  for (const [key, parcels] of carried) {
    const [id, departed] = key.split(' ') as [string, string];
    const capacity = check.day.departures.get(id)?.capacity ?? Infinity;
    if (parcels > capacity)
      check.say(`departure ${id} of ${at(check, Number(departed))}: ${parcels} parcels, ${capacity} places`);
  }
  for (const run of check.plan.runs) checkStatedDepartures(check, run, byRun);
  for (const [own, parcels] of byRun)
    if (parcels > 0)
      check.say(`${own.split(' ')[0]}: does not state ${parcels} parcels for ${own.split(' ')[1]}`);
}

function checkStatedDepartures(check: Check, run: Run, byRun: Map<string, number>): void {
  for (const use of run.departures) {
    const own = `${run.id} ${use.departure} ${use.leaves}`;
    const parcels = byRun.get(own) ?? 0;
    if (parcels !== use.parcels)
      check.say(`${run.id}: says ${use.parcels} parcels for ${use.departure}, the chains have ${parcels}`);
    const cutOff = use.leaves - (check.day.departures.get(use.departure)?.cutOffSeconds ?? 0);
    if (cutOff !== use.cutOff) check.say(`${run.id}: states a wrong cut-off for ${use.departure}`);
    byRun.delete(own);
  }
}
