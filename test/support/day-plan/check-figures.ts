/** Gains, cost and summary against what the chains and runs say. */
import { at, type Check, road, runsByVehicle } from './check-context.js';
import { clockAt } from './clock.js';
import type { Link } from './plan-document.js';
import type { Json } from './raw-day.js';

const HOUR = 3600;
const CENT = 0.01;

type Times = { readonly shipped: number; readonly collected: number; readonly signed: number };
type Hours = (link: Link, side: Times) => number;

const METRICS: Readonly<Record<string, Hours>> = {
  ship: (link, side) => (side.shipped - link.confirmed) / HOUR,
  collect: (link, side) => (side.collected - link.confirmed) / HOUR,
  sign: (link, side) => (side.signed - link.confirmed) / HOUR,
};
const SEGMENTS: Readonly<Record<string, Hours>> = {
  shipToCollect: (_, side) => (side.collected - side.shipped) / HOUR,
  collectToSign: (_, side) => (side.signed - side.collected) / HOUR,
};

export function checkFigures(check: Check): void {
  checkHead(check);
  checkGains(check);
  checkStagesAndYuan(check);
  checkBaselines(check);
  checkCost(check);
  checkSummary(check);
}

function checkHead(check: Check): void {
  const { day, plan, say } = check;
  if (plan.date !== day.date) say(`the plan is of ${plan.date}, the day is ${day.date}`);
  if (plan.timeZone !== day.timeZone)
    say(`the plan's time zone is ${plan.timeZone}, the day's ${day.timeZone}`);
  if (Math.abs(plan.planAt - day.planAt) > 1) say('the plan is made at another moment than the day says');
}

/** Stages are segments of the way to signing, so they sum to it; hours gained have a price. */
function checkStagesAndYuan(check: Check): void {
  const { gains } = check.plan;
  const compared = check.plan.chain.filter((link) => link.baseline !== null);
  const hours = METRICS['sign']!;
  const stages = (Array.isArray(gains['stages']) ? gains['stages'] : []) as Json[];
  for (const side of ['plan', 'baseline'] as const) {
    const wanted = mean(compared.map((link) => hours(link, side === 'plan' ? link : link.baseline!)));
    const sum = stages.reduce((total, stage) => total + Number(stage[side]), 0);
    if (wanted !== null && !(Math.abs(sum - wanted) <= CENT * (stages.length + 1)))
      check.say(`gains.stages: ${side} sums to ${sum.toFixed(2)} h, the chains say ${wanted.toFixed(2)}`);
  }
  const gained = compared.reduce((sum, link) => sum + hours(link, link.baseline!) - hours(link, link), 0);
  const yuan = gained * check.day.yuanPerOrderHour;
  if (!(Math.abs(Number(gains['yuan']) - yuan) <= CENT + Math.abs(yuan) * 1e-6))
    check.say(`gains: ${String(gains['yuan'])} yuan, the chains say ${yuan.toFixed(2)}`);
}

/** The baseline's chains run forward, leave with its one departure and take the same hours downstream. */
function checkBaselines(check: Check): void {
  for (const { order, zone, confirmed, baseline } of check.plan.chain) {
    if (!baseline) continue;
    const name = `baseline of ${order}`;
    const { shipped, collected, atHub, departed, signed } = baseline;
    const times = [confirmed, shipped, collected, atHub, departed, signed];
    if (times.some((time, index) => index > 0 && time < times[index - 1]!))
      check.say(`${name}: goes backwards`);
    if (clockAt(departed, check.day.timeZone) !== check.day.baselineDepartsAt)
      check.say(
        `${name}: departs ${at(check, departed)}, the trunk leaves at ${check.day.baselineDepartsAt}`,
      );
    if (!(Math.abs(signed - departed - (check.day.downstreamSeconds.get(zone) ?? NaN)) <= 1))
      check.say(`${name}: has other hours downstream than zone ${zone}`);
  }
}

function checkGains(check: Check): void {
  const { gains } = check.plan;
  const compared = check.plan.chain.filter((link) => link.baseline !== null);
  if (gains['orders'] !== compared.length)
    check.say(`gains: count ${String(gains['orders'])} orders, the chains have ${compared.length}`);
  checkMetrics(check, 'gains', gains, compared, METRICS);
  checkMetrics(check, 'gains.segments', gains['segments'], compared, SEGMENTS);
  for (const [list, key] of [
    ['byOutlet', 'outlet'],
    ['byZone', 'zone'],
  ] as const)
    checkGroups(check, list, key, compared);
  const late = compared.filter((link) => link.confirmed > check.day.planAt).length;
  if (gains['confirmedAfterPlan'] !== late)
    check.say(
      `gains: ${String(gains['confirmedAfterPlan'])} orders confirmed after the plan, the chains have ${late}`,
    );
}

function checkGroups(
  check: Check,
  list: 'byOutlet' | 'byZone',
  key: 'outlet' | 'zone',
  links: readonly Link[],
): void {
  const rows = check.plan.gains[list];
  if (!Array.isArray(rows)) return check.say(`gains.${list} is not a list`);
  const wanted = new Set(links.map((link) => link[key]));
  for (const row of rows as Json[]) {
    const name = String(row[key]);
    const group = links.filter((link) => link[key] === name);
    if (!wanted.delete(name)) check.say(`gains.${list}: ${name} stands there twice or has no order`);
    if (row['orders'] !== group.length)
      check.say(
        `gains.${list} ${name}: counts ${String(row['orders'])} orders, the chains have ${group.length}`,
      );
    checkMetrics(check, `gains.${list} ${name}`, row, group, METRICS);
  }
  for (const name of wanted) check.say(`gains.${list}: ${name} is missing`);
}

function checkMetrics(
  check: Check,
  name: string,
  stated: unknown,
  links: readonly Link[],
  metrics: Readonly<Record<string, Hours>>,
): void {
  for (const [metric, hours] of Object.entries(metrics)) {
    const row = ((stated as Json | undefined)?.[metric] ?? {}) as Json;
    const sides = {
      plan: links.map((link) => hours(link, link)),
      baseline: links.map((link) => hours(link, link.baseline!)),
    };
    for (const [what, part, of] of [
      ['mean', row, mean],
      ['median', row['median'] as Json, (list: number[]) => quantile(list, 0.5)],
      ['p90', row['p90'] as Json, (list: number[]) => quantile(list, 0.9)],
    ] as const)
      checkFigure(check, `${name}.${metric} ${what}`, part ?? {}, of(sides.plan), of(sides.baseline));
  }
}

function checkFigure(
  check: Check,
  name: string,
  stated: Json,
  plan: number | null,
  baseline: number | null,
): void {
  const figures = { plan, baseline, gain: plan === null || baseline === null ? null : baseline - plan };
  for (const [key, value] of Object.entries(figures)) {
    const said = stated[key];
    // A gain of two rounded figures may be off by both their roundings.
    const spare = key === 'gain' ? 2 * CENT : CENT;
    const fits =
      value === null ? said === null : typeof said === 'number' && Math.abs(said - value) <= spare + 1e-9;
    if (!fits)
      check.say(
        `${name}: ${key} is ${String(said)}, the chains say ${value === null ? 'null' : value.toFixed(3)}`,
      );
  }
}

const mean = (list: readonly number[]): number | null =>
  list.length === 0 ? null : list.reduce((sum, value) => sum + value, 0) / list.length;

/** Between the two nearest ranks, linearly. */
function quantile(list: readonly number[], share: number): number | null {
  if (list.length === 0) return null;
  const sorted = [...list].sort((a, b) => a - b);
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)]!;
  return below + (sorted[Math.ceil(rank)]! - below) * (rank % 1);
}

function checkCost(check: Check): void {
  const { cost, costParts, lowerBound, gap } = check.plan;
  const part = (name: string): number => Number(costParts[name]);
  const sum = ['vehicles', 'distance', 'time', 'hours', 'unserved'].reduce(
    (total, name) => total + part(name),
    0,
  );
  if (!(Math.abs(cost - sum) <= 3 * CENT))
    check.say(`cost: ${cost} yuan, its parts sum to ${sum.toFixed(2)}`);
  if (!(Math.abs(cost - part('total')) <= CENT))
    check.say(`cost: ${cost} yuan, costParts.total says ${part('total')}`);
  for (const name of ['vehicles', 'distance', 'time', 'hours', 'unserved'])
    if (!(part(name) >= 0)) check.say(`cost: ${name} is ${part(name)}`);
  checkRunningCost(check, part);
  const most = check.plan.unassigned.length * check.day.yuanPerUnservedOrder;
  if (part('unserved') > most + CENT)
    check.say(`cost: unserved is ${part('unserved')}, all left behind would cost ${most}`);
  if ((lowerBound === null) !== (gap === null)) return check.say('cost: bound and gap are not both null');
  if (lowerBound === null || gap === null) return;
  if (lowerBound > cost + CENT) check.say(`cost: the bound ${lowerBound} is above the cost ${cost}`);
  const proven = cost === 0 ? 0 : (cost - lowerBound) / cost;
  if (Math.abs(gap - proven) > 1e-4) check.say(`cost: gap ${gap}, cost and bound give ${proven.toFixed(5)}`);
}

/** Vehicles used, kilometres and hours, the way home after the last run among them. */
function checkRunningCost(check: Check, part: (name: string) => number): void {
  const exact = { vehicles: 0, distance: 0, time: 0 };
  for (const [id, runs] of runsByVehicle(check.plan)) {
    const vehicle = check.day.vehicles.get(id);
    if (!vehicle) continue;
    const home = road(check, vehicle, runs.at(-1)!.end, vehicle.base) ?? { seconds: 0, metres: 0 };
    const metres = runs.reduce((sum, run) => sum + run.metres, home.metres);
    const spent = runs.reduce((sum, run) => sum + run.unloaded - run.depart, home.seconds);
    exact.vehicles += vehicle.perDay;
    exact.distance += (metres / 1000) * vehicle.perKm;
    exact.time += (spent / HOUR) * vehicle.perHour;
  }
  for (const [name, value] of Object.entries(exact))
    if (!(Math.abs(part(name) - value) <= 2 * CENT + value * 1e-4))
      check.say(`cost: ${name} is ${part(name)}, the runs cost ${value.toFixed(2)}`);
}

function checkSummary(check: Check): void {
  const { summary, runs, unassigned } = check.plan;
  const collected = [...check.collection.keys()].flatMap((key) => check.day.orders.get(key) ?? []);
  const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);
  const exact: Readonly<Record<string, readonly [value: number, spare: number]>> = {
    orders: [check.day.orders.size, 0],
    planned: [check.collection.size, 0],
    unassigned: [unassigned.length, 0],
    parcels: [sum(collected.map((order) => order.parcels)), 0],
    kg: [sum(collected.map((order) => order.kg)), 0.01],
    vehiclesUsed: [new Set(runs.map((run) => run.vehicle)).size, 0],
    runs: [runs.length, 0],
    km: [sum(runs.map((run) => run.metres)) / 1000, 0.06],
    drivingHours: [sum(runs.map((run) => run.drivingSeconds)) / HOUR, 0.006],
  };
  for (const [key, [value, spare]] of Object.entries(exact))
    if (!(Math.abs(Number(summary[key]) - value) <= spare))
      check.say(`summary: ${key} is ${String(summary[key])}, the plan has ${value}`);
}
