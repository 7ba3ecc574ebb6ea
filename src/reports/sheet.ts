import { instantSeconds, isoAt } from '../domain/clock.js';
import type { Day, LocalName, Vehicle } from '../domain/day.js';
import { maskContact, maskName, maskPhone } from '../domain/masking.js';
import type { Plan, PlanRunDocument, PlanStopDocument } from '../domain/plan.js';
import { indexOf, placeName, type DayIndex } from './day-index.js';
import { hubDeadline, productMix, waybillRange } from './freshness.js';

/** One stop as printed. Instants are ISO 8601, weights kg, volumes litres, ways metres. */
export interface SheetStop {
  readonly number: number;
  readonly place: string;
  readonly kind: 'site' | 'outlet';
  readonly name: LocalName | undefined;
  readonly arriveAt: string;
  readonly leaveAt: string;
  /** Later than this and a window, a freshness limit or the planned departure is missed. */
  readonly latestArriveAt: string | null;
  /** Masked; empty where none is known. */
  readonly contact: string;
  readonly products: readonly { readonly name: LocalName | undefined; readonly parcels: number }[];
  readonly orders: number;
  /** Of these, orders that other runs brought to the outlet and that go on from here. */
  readonly transfers: number;
  readonly parcels: number;
  readonly kg: number;
  readonly litres: number;
  /** Fullest of weight, volume and count after this stop, 0..1 of what the vehicle may hold. */
  readonly load: { readonly kg: number; readonly litres: number; readonly fullest: number };
  readonly leg: PlanStopDocument['leg'];
  readonly walk: PlanStopDocument['walk'];
  readonly note: string;
  /** The first of the stop's parcels to spoil must be at the hub by then; null where all keep. */
  readonly hubBy: string | null;
  readonly waybills: { readonly first: string; readonly last: string; readonly count: number } | null;
  /** Minutes of rest due after this stop; 0 for none. */
  readonly restMinutes: number;
}

/** A vehicle's sheet for one run. */
export interface SheetDocument {
  readonly plan: string;
  readonly run: string;
  readonly date: string;
  readonly timeZone: string;
  /** The vehicle's first, second, ... run of the day, and how many it has. */
  readonly wave: { readonly number: number; readonly of: number };
  readonly kind: PlanRunDocument['kind'];
  readonly title: LocalName;
  readonly office: LocalName;
  readonly outlet: LocalName | undefined;
  readonly from: LocalName | undefined;
  readonly to: LocalName | undefined;
  readonly endsAtHub: boolean;
  readonly vehicle: {
    readonly id: string;
    readonly plate: string;
    readonly type: string;
    readonly kg: number;
    readonly litres: number;
    readonly parcels: number | null;
    readonly cold: boolean;
  };
  /** Masked. */
  readonly driver: string;
  readonly phone: string;
  /** The outlet's office line, in full: it is to be dialled. Empty where none is known. */
  readonly emergencyPhone: string;
  readonly departAt: string;
  readonly returnAt: string;
  /** Latest arrival at the end that still makes every planned departure, or the feeder from there. */
  readonly latestEndAt: string | null;
  readonly departures: PlanRunDocument['departures'];
  readonly metres: number;
  readonly ascentMetres: number;
  readonly drivingSeconds: number;
  readonly lastLeg: PlanRunDocument['lastLeg'];
  readonly restBeforeMinutes: number;
  readonly stops: readonly SheetStop[];
  readonly totals: {
    readonly stops: number;
    readonly orders: number;
    readonly parcels: number;
    readonly kg: number;
    readonly litres: number;
  };
  readonly synthetic: boolean;
  readonly attribution: readonly string[];
}

/** The sheet of a run; null where the plan has no such run. */
export function sheetFor(plan: Plan, day: Day, runId: string): SheetDocument | null {
  const run = plan.runs.find((one) => one.id === runId);
  if (!run) return null;
  const index = indexOf(plan, day);
  const vehicle = index.vehicles.get(run.vehicle);
  const outlet = index.outlets.get(run.start) ?? index.outlets.get(run.end) ?? firstOutlet(index, run);
  return {
    plan: plan.id,
    run: run.id,
    date: plan.date,
    timeZone: plan.timeZone,
    wave: waveOf(plan, run),
    kind: run.kind,
    title: plan.title,
    office: day.hub.name,
    outlet: outlet?.name,
    from: placeName(index, run.start),
    to: placeName(index, run.end),
    endsAtHub: run.end === day.hub.id,
    vehicle: vehicleOf(run, vehicle),
    driver: vehicle?.driver === undefined ? '' : maskName(vehicle.driver),
    phone: vehicle?.phone === undefined ? '' : maskPhone(vehicle.phone),
    emergencyPhone: outlet?.phone ?? '',
    departAt: run.departAt,
    returnAt: run.returnAt,
    latestEndAt: latestEnd(index, run),
    departures: run.departures,
    metres: run.metres,
    ascentMetres: run.ascentMetres,
    drivingSeconds: run.drivingSeconds,
    lastLeg: run.lastLeg,
    restBeforeMinutes: restAfter(run, -1),
    stops: stopsOf(index, run, vehicle),
    totals: {
      stops: run.stops.length,
      orders: run.stops.reduce((sum, stop) => sum + stop.orders.length + stop.transfers.length, 0),
      parcels: run.parcels,
      kg: run.kg,
      litres: run.litres,
    },
    synthetic: plan.synthetic,
    attribution: plan.attribution,
  };
}

function waveOf(plan: Plan, run: PlanRunDocument): SheetDocument['wave'] {
  const runs = plan.runs
    .filter((one) => one.vehicle === run.vehicle)
    .sort((a, b) => instantSeconds(a.departAt) - instantSeconds(b.departAt));
  return { number: runs.indexOf(run) + 1, of: runs.length };
}

/** The outlet in charge of a run from and to the hub: that of its first stop. */
function firstOutlet(index: DayIndex, run: PlanRunDocument) {
  const stop = run.stops[0];
  if (stop?.outlet !== undefined) return index.outlets.get(stop.outlet);
  const order = stop?.orders[0];
  return index.outlets.get((order === undefined ? undefined : index.chain.get(order)?.outlet) ?? '');
}

function vehicleOf(run: PlanRunDocument, vehicle: Vehicle | undefined): SheetDocument['vehicle'] {
  return {
    id: run.vehicle,
    plate: vehicle?.plate ?? '',
    type: vehicle?.type ?? '',
    kg: vehicle?.capacity.kg ?? 0,
    litres: vehicle?.capacity.litres ?? 0,
    parcels: vehicle?.capacity.parcels ?? null,
    cold: vehicle?.cold ?? false,
  };
}

const restAfter = (run: PlanRunDocument, stop: number): number =>
  run.rests.filter((rest) => rest.afterStop === stop).reduce((sum, rest) => sum + rest.minutes, 0);

/**
 * At the hub a run must be unloaded by the cut-off of each departure it is planned for. At an outlet
 * its parcels must be handled before the feeders that take them on come by.
 */
function latestEnd(index: DayIndex, run: PlanRunDocument): string | null {
  const { day, plan } = index;
  const unloading = instantSeconds(run.unloadedAt) - instantSeconds(run.returnAt);
  const limits = run.departures.map((one) => instantSeconds(one.cutOffAt) - unloading);
  if (run.end !== day.hub.id) {
    const orders = run.stops.flatMap((stop) => stop.orders);
    const feeders = new Set(orders.map((order) => index.chain.get(order)?.feeder ?? null));
    for (const feeder of plan.runs.filter((one) => feeders.has(one.id)))
      for (const stop of feeder.stops)
        if (stop.outlet === run.end) limits.push(instantSeconds(stop.startAt) - unloading);
  }
  return limits.length === 0 ? null : isoAt(Math.min(...limits), plan.timeZone);
}

function stopsOf(index: DayIndex, run: PlanRunDocument, vehicle: Vehicle | undefined): SheetStop[] {
  const capacity = vehicle?.capacity;
  const on = { kg: 0, litres: 0, parcels: 0 };
  return run.stops.map((stop, k) => {
    on.kg += stop.kg;
    on.litres += stop.litres;
    on.parcels += stop.parcels;
    const kg = capacity ? on.kg / capacity.kg : 0;
    const litres = capacity ? on.litres / capacity.litres : 0;
    const parcels = capacity?.parcels === undefined ? 0 : on.parcels / capacity.parcels;
    return {
      ...stopFacts(index, stop, k),
      load: { kg, litres, fullest: Math.max(kg, litres, parcels) },
      restMinutes: restAfter(run, k),
    };
  });
}

function stopFacts(
  index: DayIndex,
  stop: PlanStopDocument,
  k: number,
): Omit<SheetStop, 'load' | 'restMinutes'> {
  const place = stop.site ?? stop.outlet ?? '';
  const site = index.sites.get(place);
  const orders = [...stop.orders, ...stop.transfers];
  const due = hubDeadline(index, orders);
  return {
    number: k + 1,
    place,
    kind: stop.site === undefined ? 'outlet' : 'site',
    name: placeName(index, place),
    arriveAt: stop.arriveAt,
    leaveAt: stop.leaveAt,
    latestArriveAt: stop.latestArriveAt,
    contact: site?.contact === undefined ? '' : maskContact(site.contact),
    products: productMix(index, orders).map((one) => ({
      name: index.products.get(one.product)?.name,
      parcels: one.parcels,
    })),
    orders: orders.length,
    transfers: stop.transfers.length,
    parcels: stop.parcels,
    kg: stop.kg,
    litres: stop.litres,
    leg: stop.leg,
    walk: stop.walk,
    note: site?.note ?? '',
    hubBy: due === null ? null : isoAt(due, index.plan.timeZone),
    waybills: waybillRange(index, orders),
  };
}
