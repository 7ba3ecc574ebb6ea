/** Which vehicles, loads and sinks make up a pass, and what arriving at an outlet is worth before feeders are known. */
import type { Vehicle } from '../domain/day.js';
import { MICRO, type Context, type Load } from './context.js';
import { hubSink, type PassRequest, type PassSink } from './to-problem.js';

/** Wait for a feeder beyond the way itself, before its calls are known. Default 45 min [E]. */
const FEEDER_WAIT_SECONDS = 45 * 60;
/** Share of a feeder's capacity that is filled. [E] */
const FEEDER_FILL = 0.6;

export const endsAtOutlet = (context: Context, vehicle: Vehicle): boolean =>
  vehicle.unloadsAt !== 'hub' && vehicle.base !== context.day.hub.id;

export function hubRequest(
  context: Context,
  loads: readonly Load[],
  vehicles: readonly number[],
): PassRequest {
  return { loads, vehicles, sinks: [hubSink(context)], places: placesOfHub(context), sinksOf: () => [0] };
}

/** Hub and every outlet that is a vehicle's base; outlets priced by what a feeder could still reach. */
export function wholeRequest(
  context: Context,
  loads: readonly Load[],
  vehicles: readonly number[],
): PassRequest {
  const outlets = outletSinks(context, vehicles);
  const sinks = [hubSink(context), ...outlets.map((outlet) => estimatedSink(context, outlet))];
  return {
    loads,
    vehicles,
    sinks,
    places: placesOfHub(context),
    sinksOf: (vehicle) => sinksOfVehicle(context, vehicle, outlets),
  };
}

export const placesOfHub = (context: Context): (number | null)[] =>
  context.timetable.events.map((event) => event.capacityParcels);

export function outletSinks(context: Context, vehicles: readonly number[]): string[] {
  const bases = vehicles
    .map((index) => context.day.vehicles[index]!)
    .filter((one) => endsAtOutlet(context, one));
  return [...new Set(bases.map((vehicle) => vehicle.base as string))];
}

/** Sink 0 is the hub, the others follow `outlets`. */
export function sinksOfVehicle(context: Context, vehicle: Vehicle, outlets: readonly string[]): number[] {
  if (!endsAtOutlet(context, vehicle)) return [0];
  const own = outlets.indexOf(vehicle.base) + 1;
  return vehicle.unloadsAt === 'either' ? [own, 0] : [own];
}

function estimatedSink(context: Context, outlet: string): PassSink {
  const lead = handlingOf(context, outlet) + toHubSeconds(context, outlet) + context.day.hub.dockMinutes * 60;
  const hub = hubSink(context);
  const linehaul = linehaulPerOrder(context, outlet);
  return {
    place: outlet,
    steps: hub.steps.map((steps) =>
      steps.map((step) => ({
        ...step,
        cutOffAt: step.cutOffAt - lead - FEEDER_WAIT_SECONDS,
        costPerOrder: step.costPerOrder + linehaul,
      })),
    ),
  };
}

/**
 * What a feeder costs an order of an outlet, before its calls are known: a round trip of the vehicle
 * that carries an order cheapest, shared by a load of which it fills {@link FEEDER_FILL}. Micro-yuan.
 */
function linehaulPerOrder(context: Context, outlet: string): number {
  const { day, travel, places } = context;
  const mean = day.orders.reduce((sum, order) => sum + order.kg, 0) / Math.max(1, day.orders.length);
  const [from, hub] = [places.index.get(outlet)!, places.index.get(day.hub.id)!];
  let least = Infinity;
  for (const vehicle of day.vehicles) {
    if (endsAtOutlet(context, vehicle)) continue;
    const matrix = travel.matrices.get(vehicle.profile)!;
    const at = from * matrix.size + hub;
    if (matrix.durations[at]! < 0) continue;
    const trip =
      2 *
      ((matrix.distances[at]! / 1000) * vehicle.cost.perKm +
        (matrix.durations[at]! / 3600) * vehicle.cost.perHour);
    least = Math.min(least, trip / Math.max(1, (FEEDER_FILL * vehicle.capacity.kg) / mean));
  }
  return Number.isFinite(least) ? Math.round(least * MICRO) : 0;
}

export const handlingOf = (context: Context, outlet: string): number =>
  (context.day.outlets.find((one) => one.id === outlet)?.handlingMinutes ?? 0) * 60;

/** By the fastest profile of a vehicle that unloads at the hub. */
function toHubSeconds(context: Context, outlet: string): number {
  const from = context.places.index.get(outlet)!;
  const hub = context.places.index.get(context.day.hub.id)!;
  let least = Infinity;
  for (const vehicle of context.day.vehicles) {
    if (endsAtOutlet(context, vehicle) && vehicle.unloadsAt === 'base') continue;
    const matrix = context.travel.matrices.get(vehicle.profile)!;
    const seconds = matrix.durations[from * matrix.size + hub]!;
    if (seconds >= 0) least = Math.min(least, seconds);
  }
  return Number.isFinite(least) ? least : 4 * 3600;
}
