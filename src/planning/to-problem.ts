import type {
  ProblemInput,
  SinkInput,
  StepInput,
  TaskInput,
  TravelMatrix,
  VehicleInput,
} from '../../solver/index.js';
import type { Vehicle } from '../domain/day.js';
import { clockSeconds, dateAfter } from '../domain/clock.js';
import {
  classOf,
  earliestAtHub,
  leastStepCost,
  MICRO,
  shiftOf,
  stepCost,
  type Context,
  type Load,
} from './context.js';

/** Window of a load that becomes ready after its place has closed for good: no shift reaches it. Seconds. */
const BEYOND_HORIZON = 100_000_000;

/** A place where runs of a pass end, with what it costs an order of each class to arrive there when. */
export interface PassSink {
  /** Hub or outlet id. */
  readonly place: string;
  /** By class, sorted; `departure` indexes {@link PassRequest.places}. Epoch seconds. */
  readonly steps: readonly (readonly {
    cutOffAt: number;
    costPerOrder: number;
    departure: number | null;
  }[])[];
}

export interface PassRequest {
  readonly loads: readonly Load[];
  /** Indexes into day.vehicles. */
  readonly vehicles: readonly number[];
  readonly sinks: readonly PassSink[];
  /** Places in parcels of each departure that sinks' steps name; null where they do not run out. */
  readonly places: readonly (number | null)[];
  /** Indexes into sinks at which a vehicle's runs may end. */
  readonly sinksOf: (vehicle: Vehicle) => readonly number[];
}

export interface Pass extends PassRequest {
  readonly problem: ProblemInput;
  /** Micro-yuan inside the solver's cost that no plan can change, if every load is served. */
  readonly constant: number;
}

/** The solver's problem of one pass: whole seconds, metres, grams, millilitres, micro-yuan. */
export function toProblem(context: Context, request: PassRequest): Pass {
  const profiles = context.travel.profiles;
  const least = request.loads.map((load) => leastOf(context, load));
  const problem: ProblemInput = {
    travel: profiles.map((profile) => matrixOf(context, profile)),
    dimensions: 3,
    classes: context.timetable.eventsOfClass.length,
    tasks: request.loads.map((load, index) => taskInput(context, request, load, least[index]!)),
    vehicles: request.vehicles.map((index) => vehicleInput(context, request, context.day.vehicles[index]!)),
    sinks: request.sinks.map((sink) => sinkInput(context, sink)),
    departures: request.places.map((capacityParcels) => ({ capacityParcels })),
  };
  return { ...request, problem, constant: least.reduce((sum, one) => sum + one, 0) };
}

function leastOf(context: Context, load: Load): number {
  return load.orders.reduce((sum, order) => sum + leastForOrder(context, load, order), 0);
}

/** Least step cost of one order of a load, from the order's own ready time. */
export function leastForOrder(context: Context, load: Load, order: number): number {
  const times = context.times[order]!;
  const alone = {
    ...load,
    readyAt: Math.max(times.readyAt, times.shippedAt),
    place: context.day.orders[order]!.site!,
  };
  return leastStepCost(context, order, earliestAtHub(context, alone));
}

/** One travel matrix per profile, made once and shared by every pass. */
const matrices = new WeakMap<Context['travel'], Map<string, TravelMatrix>>();

function matrixOf(context: Context, profile: string): TravelMatrix {
  const made = matrices.get(context.travel) ?? new Map<string, TravelMatrix>();
  matrices.set(context.travel, made);
  const known = made.get(profile);
  if (known) return known;
  const road = context.travel.matrices.get(profile)!;
  const shared = (source: Int32Array): Int32Array => {
    const copy = new Int32Array(new SharedArrayBuffer(source.byteLength));
    copy.set(source);
    return copy;
  };
  const matrix = { size: road.size, durations: shared(road.durations), distances: shared(road.distances) };
  made.set(profile, matrix);
  return matrix;
}

function taskInput(context: Context, request: PassRequest, load: Load, least: number): TaskInput {
  const { day, places, zero, travel, timetable } = context;
  const location = places.index.get(load.place)!;
  const byClass = new Array<number>(timetable.eventsOfClass.length).fill(0);
  const parcelsByClass = byClass.slice();
  for (const order of load.orders) {
    byClass[classOf(context, order)]! += 1;
    parcelsByClass[classOf(context, order)]! += day.orders[order]!.parcels;
  }
  const service = travel.profiles.map((profile) => handlingSeconds(context, load, profile));
  return {
    label: load.place,
    location,
    load: [thousandthsUp(load.kg), thousandthsUp(load.litres), load.parcels],
    ordersByClass: byClass,
    parcelsByClass,
    windows: windowsOf(context, load),
    runReleaseSeconds: 0,
    accessSeconds: Math.ceil(day.process.stopMinutes * 60),
    serviceSeconds: Math.max(...service.map((one) => one ?? 0)),
    serviceSecondsByProfile: service.map((one) => one ?? 0),
    dueSeconds: load.dueAt === null ? null : load.dueAt - zero,
    penalty: Math.round(load.orders.length * day.objective.yuanPerUnservedOrder * MICRO) + least,
    vehicles: allowedVehicles(context, request, load, location),
  };
}

/** Less than this is the error of decimals in binary, 64.1 kg being 64,099.99999999999 g. */
const DECIMAL_ERROR = 1e-6;
const thousandthsUp = (amount: number): number => Math.ceil(amount * 1000 - DECIMAL_ERROR);
const thousandthsDown = (amount: number): number => Math.floor(amount * 1000 + DECIMAL_ERROR);

/** Handling and walks of a load for a vehicle of a profile; null where the profile has no road near it. */
export function handlingSeconds(context: Context, load: Load, profile: string): number | null {
  const { day, places, travel } = context;
  const location = places.index.get(load.place)!;
  const walk = travel.walks.get(profile)![location];
  if (!walk) return null;
  const atOutlet = places.all[location]!.kind !== 'site';
  const perParcel = atOutlet ? day.process.secondsPerParcelAtOutlet : day.process.secondsPerParcel;
  const trips = walk.metres === 0 ? 0 : Math.ceil(load.kg / (day.process.kgPerWalk * day.process.walkers));
  return Math.ceil(load.parcels * perParcel) + trips * (walk.outSeconds + walk.backSeconds);
}

function allowedVehicles(context: Context, request: PassRequest, load: Load, location: number): number[] {
  const { day, travel } = context;
  return request.vehicles.flatMap((index, k) => {
    const vehicle = day.vehicles[index]!;
    if (load.cold && !vehicle.cold) return [];
    return travel.walks.get(vehicle.profile)![location] ? [k] : [];
  });
}

/** When the place is open, from the load's ready time to the end of the last shift. */
function windowsOf(context: Context, load: Load): [number, number][] {
  const ready = Math.ceil(load.readyAt - context.zero);
  const last = lastShiftEnd(context) - context.zero;
  const windows = openHours(context, load.place).flatMap(([opens, closes]): [number, number][] =>
    closes < ready || opens > last ? [] : [[Math.max(opens, ready), closes]],
  );
  return windows.length > 0 ? windows : [[BEYOND_HORIZON, BEYOND_HORIZON]];
}

/** Later windows are none of today's vehicles' business; one window a task keeps the search quick. */
const lastShiftEnd = (context: Context): number =>
  Math.max(...context.day.vehicles.map((vehicle) => shiftOf(context, vehicle)[1]));

function openHours(context: Context, placeId: string): [number, number][] {
  const { day, zero } = context;
  const site = day.sites.find((one) => one.id === placeId);
  const outlet = day.outlets.find((one) => one.id === placeId);
  const hours = site ? site.windows : [(outlet ?? day.hub).hours];
  return [day.date, dateAfter(day.date, 1)].flatMap((date) => {
    const at = (clock: string): number => clockSeconds(date, clock, day.timeZone) - zero;
    const open = hours.map((window): [number, number] => [at(window.opens), at(window.closes)]);
    return open.sort((a, b) => a[0] - b[0]);
  });
}

function vehicleInput(context: Context, request: PassRequest, vehicle: Vehicle): VehicleInput {
  const { places, travel, zero, planAt } = context;
  const base = places.index.get(vehicle.base)!;
  const [start, end] = shiftOf(context, vehicle);
  const earliest = Math.max(start, planAt) - zero;
  return {
    label: vehicle.id,
    profile: travel.profiles.indexOf(vehicle.profile),
    capacity: [
      thousandthsDown(vehicle.capacity.kg),
      thousandthsDown(vehicle.capacity.litres),
      vehicle.capacity.parcels ?? 1_000_000_000,
    ],
    startLocation: base,
    endLocation: base,
    sinks: request.sinksOf(vehicle),
    shift: [earliest, Math.max(earliest, end - zero)],
    maxDutySeconds: Math.floor(vehicle.maxDutyHours * 3600),
    maxDrivingSeconds: Math.floor(vehicle.maxDrivingHours * 3600),
    maxMetres: vehicle.rangeKm === undefined ? null : Math.floor(vehicle.rangeKm * 1000),
    maxRuns: vehicle.maxRuns ?? null,
    turnaroundSeconds: Math.ceil(vehicle.turnaroundMinutes * 60),
    rest: {
      drivingSeconds: Math.floor(vehicle.rest.afterDrivingHours * 3600),
      restSeconds: Math.ceil(vehicle.rest.minutes * 60),
    },
    fixedCost: Math.round(vehicle.cost.perDay * MICRO),
    costPerMetre: Math.round((vehicle.cost.perKm * MICRO) / 1000),
    costPerSecond: Math.round((vehicle.cost.perHour * MICRO) / 3600),
  };
}

function sinkInput(context: Context, sink: PassSink): SinkInput {
  const { day, places, zero } = context;
  const location = places.index.get(sink.place)!;
  const atHub = sink.place === day.hub.id;
  const outlet = day.outlets.find((one) => one.id === sink.place);
  const hours = atHub ? day.hub.hours : outlet!.hours;
  const at = (clock: string): number => clockSeconds(day.date, clock, day.timeZone) - zero;
  const opens = at(hours.opens);
  const closes = at(hours.closes);
  const handling = atHub ? 0 : Math.ceil(outlet!.handlingMinutes * 60);
  return {
    location,
    // What an outlet receives must be handled before it closes, or no feeder could load it today.
    window: [opens, Math.max(opens, (closes > opens ? closes : closes + 86400) - handling)],
    unloadSeconds: atHub ? Math.ceil(day.hub.dockMinutes * 60) : 0,
    unloadMillisecondsPerParcel: Math.ceil(
      (atHub ? day.hub.unloadSecondsPerParcel : day.process.secondsPerParcelAtOutlet) * 1000,
    ),
    steps: sink.steps.map((steps) =>
      steps.map((step): StepInput => ({
        cutoffSeconds: Math.floor(step.cutOffAt - zero),
        costPerOrder: step.costPerOrder,
        departure: step.departure,
      })),
    ),
  };
}

/** The hub as a sink: its own timetable. Departure indexes are those of timetable.events. */
export function hubSink(context: Context): PassSink {
  const { timetable, day } = context;
  return {
    place: day.hub.id,
    steps: timetable.eventsOfClass.map((events, cls) =>
      events.map((event) => ({
        cutOffAt: timetable.events[event]!.cutOffAt,
        costPerOrder: stepCost(context, cls, event),
        departure: event,
      })),
    ),
  };
}
