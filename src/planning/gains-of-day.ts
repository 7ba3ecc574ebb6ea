import type { Gains } from '../domain/plan.js';
import { simulateBaseline, type BaselineTimes } from '../gains/baseline.js';
import { fixedLoops, type LoopVehicle } from '../gains/loops.js';
import { compareMetrics, groupMetrics, segments, stages, type OrderInstants } from '../gains/metrics.js';
import type { Context } from './context.js';
import type { DrivenDay } from './evaluate-day.js';

/** The baseline's times by order index, over the day's own roads and vehicles; null where it cannot reach. */
export function baselineOf(context: Context): (BaselineTimes | null)[] {
  const { day, places } = context;
  const place = (id: string, at: { lon: number; lat: number }) => ({
    id,
    lon: at.lon,
    lat: at.lat,
    location: places.index.get(id)!,
  });
  const loops = fixedLoops(
    place(day.hub.id, day.hub),
    day.outlets.map((outlet) => place(outlet.id, outlet)),
    loopVehicles(context),
    {
      stopSeconds: Math.round(day.process.stopMinutes * 60),
      unloadSeconds: Math.round(day.hub.dockMinutes * 60),
    },
  );
  const downstream = new Map(
    day.zones.map((zone) => [zone.id as string, Math.round(zone.downstreamHours * 3600)]),
  );
  const orders = day.orders.map((order, index) => ({
    outlet: context.outletOfOrder[index]!,
    confirmedAt: context.times[index]!.confirmedAt,
    readyAt: context.times[index]!.readyAt,
    downstreamSeconds: downstream.get(order.zone)!,
  }));
  return simulateBaseline(orders, loops, day.baseline, day.timeZone);
}

/** Vehicles that unload at the hub drive the loops; where there are none, all do. */
function loopVehicles(context: Context): LoopVehicle[] {
  const { day, travel } = context;
  const ofHub = day.vehicles.filter((vehicle) => vehicle.base === day.hub.id || vehicle.unloadsAt === 'hub');
  return (ofHub.length > 0 ? ofHub : day.vehicles).map((vehicle) => {
    const matrix = travel.matrices.get(vehicle.profile)!;
    return { durations: matrix.durations, size: matrix.size };
  });
}

/** Plan against baseline over the orders that both serve. */
export function gainsOf(
  context: Context,
  driven: DrivenDay,
  baseline: readonly (BaselineTimes | null)[],
): Gains {
  const orders = instantsOf(context, driven, baseline);
  const metrics = compareMetrics(orders);
  const { day, planAt } = context;
  const confirmedAfterPlan = orders.filter((order) => order.confirmedAt > planAt).length;
  const signHours = orders.reduce(
    (sum, order) => sum + (order.baseline.signedAt - order.plan.signedAt) / 3600,
    0,
  );
  return {
    ...metrics,
    segments: segments(orders),
    byOutlet: groupMetrics(orders, 'outlet', (order) => order.outlet),
    byZone: groupMetrics(orders, 'zone', (order) => order.zone),
    stages: stages(orders),
    orders: orders.length,
    yuan: Math.round(signHours * day.objective.yuanPerOrderHour * 100) / 100,
    baselineVersion: day.baseline.version,
    confirmedAfterPlan,
    notes: notesOf(driven, orders.length, confirmedAfterPlan),
  };
}

function instantsOf(
  context: Context,
  driven: DrivenDay,
  baseline: readonly (BaselineTimes | null)[],
): OrderInstants[] {
  const { day, timetable, times } = context;
  const downstream = new Map(
    day.zones.map((zone) => [zone.id as string, Math.round(zone.downstreamHours * 3600)]),
  );
  return [...driven.fates]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, fate]) => {
      const peers = baseline[index];
      if (!peers) return [];
      const departedAt = timetable.events[fate.event]!.leavesAt;
      const plan = {
        shippedAt: times[index]!.shippedAt,
        collectedAt: fate.collectedAt,
        atHubAt: fate.atHubAt,
        departedAt,
        signedAt: departedAt + downstream.get(day.orders[index]!.zone)!,
      };
      const { outletOfOrder } = context;
      return [
        {
          outlet: outletOfOrder[index]!,
          zone: day.orders[index]!.zone,
          confirmedAt: times[index]!.confirmedAt,
          plan,
          baseline: peers,
        },
      ];
    });
}

function notesOf(driven: DrivenDay, compared: number, confirmedAfterPlan: number): string[] {
  const notes = [
    'Simulated: planned times against the stated baseline process over the same orders and roads.',
  ];
  if (driven.leftOut.size > 0)
    notes.push(`${driven.leftOut.size} orders that the plan leaves behind count on neither side.`);
  if (compared < driven.fates.size)
    notes.push(
      `${driven.fates.size - compared} orders whose outlet the baseline's loops cannot reach count on neither side.`,
    );
  if (confirmedAfterPlan > 0)
    notes.push(
      `${confirmedAfterPlan} orders were confirmed after the plan was made, which knew them early: these gains are an upper limit.`,
    );
  return notes;
}
