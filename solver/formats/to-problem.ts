import type {
  PairInput,
  PlaneTravel,
  ProblemInput,
  SinkInput,
  TaskInput,
  TravelMatrix,
  VehicleInput,
} from '../model/problem.js';
import { MATRIX_LOCATIONS, planeLeg } from '../model/plane.js';
import type { Instance, InstanceVehicle } from './instance.js';
import { ROUND, type Rounding } from './rounding.js';

/** What is made least: the cost, or first the number of vehicles and then the cost. */
export type InstanceObjective = 'cost' | 'vehicles-first';

/** An instance in whole numbers, as the solver takes it. */
export interface InstanceProblem {
  readonly problem: ProblemInput;
  /** Solver cost units in one unit of the instance. */
  readonly costScale: number;
  /** Solver cost of a vehicle used, beside its own; 0 unless vehicles come first. */
  readonly vehiclePrice: number;
}

/** No time, window or capacity is larger. */
const LARGEST = 1_000_000_000;
const LARGEST_COST_DECIMALS = 6;

/**
 * Makes the solver's problem of an instance: task i is the client at location depots + i. Distances are
 * metres and seconds alike; every figure is rounded on its own, unit costs are not.
 */
export const instanceProblem = (
  instance: Instance,
  rounding: Rounding,
  objective: InstanceObjective = 'cost',
): InstanceProblem => {
  const round = ROUND[rounding];
  const travel = travelOf(instance, rounding);
  const costScale = scaleOf(instance.vehicles);
  const money = (value: number): number => Math.round(round(value) * costScale);
  const vehiclePrice = objective === 'cost' ? 0 : dearestPlan(instance, travel) * costScale + 1;
  const fleet = usefulFleet(instance);
  const bars = fleet.some(({ allowed }) => allowed !== null);
  const sinks = Array.from({ length: instance.depots }, (_, depot) => sinkOf(instance, depot, round));
  return {
    problem: {
      travel: [travel],
      dimensions: 1,
      classes: 0,
      tasks: clients(instance).map((client) => ({
        ...taskOf(instance, client, round, money),
        ...(bars ? servedBy(fleet, client) : {}),
      })),
      vehicles: fleet.map((vehicle) =>
        vehicleOf(instance, vehicle, { round, money, costScale, vehiclePrice }),
      ),
      sinks,
      departures: [],
      ...(instance.pairs.size === 0 ? {} : { pairs: pairsOf(instance) }),
    },
    costScale,
    vehiclePrice,
  };
};

const pairsOf = ({ pairs, depots }: Instance): PairInput[] =>
  Array.from(pairs, ([pickup, delivery]) => ({
    pickup: pickup - depots,
    delivery: delivery - depots,
    maxAboardSeconds: null,
  }));

const clients = ({ depots, locations }: Instance): number[] =>
  Array.from({ length: locations - depots }, (_, i) => depots + i);

/** Distances between all locations, rounded; over memory that threads share, or as points. */
const travelOf = (instance: Instance, rounding: Rounding): TravelMatrix => {
  const { locations: size, coordinates, distances, pairs } = instance;
  if (coordinates !== null && size > MATRIX_LOCATIONS && pairs.size === 0) {
    const none = new Int32Array(0);
    const x = Float64Array.from(coordinates, ([one]) => one);
    const y = Float64Array.from(coordinates, ([, one]) => one);
    return { size, durations: none, distances: none, plane: { x, y, ...PLANE_ROUNDING[rounding] } };
  }
  const round = ROUND[rounding];
  const rounded = new Int32Array(new SharedArrayBuffer(4 * size * size));
  for (let from = 0; from < size; from += 1) {
    for (let to = 0; to < size; to += 1) {
      const at = from * size + to;
      if (from === to) continue;
      if (coordinates === null) rounded[at] = round(distances![at]);
      else {
        const [a, b] = [coordinates[from], coordinates[to]];
        rounded[at] = round(Math.hypot(a[0] - b[0], a[1] - b[1]));
      }
    }
  }
  return { size, durations: rounded, distances: rounded };
};

const PLANE_ROUNDING = {
  round: { scale: 1, round: 'nearest' },
  trunc: { scale: 1, round: 'down' },
  dimacs: { scale: 10, round: 'down' },
  exact: { scale: 1000, round: 'nearest' },
} as const satisfies Record<Rounding, Pick<PlaneTravel, 'scale' | 'round'>>;

/** Unit costs may have decimals; costs are whole, so all of them are counted in the smallest part. */
const scaleOf = (vehicles: readonly InstanceVehicle[]): number => {
  for (let decimals = 0; decimals < LARGEST_COST_DECIMALS; decimals += 1) {
    const scale = 10 ** decimals;
    if (vehicles.every(({ unitCost }) => Math.abs(unitCost * scale - Math.round(unitCost * scale)) < 1e-9))
      return scale;
  }
  return 10 ** LARGEST_COST_DECIMALS;
};

/** More than any plan that visits each client there and back can cost, fixed costs of vehicles left out. */
const dearestPlan = (instance: Instance, { durations, size, plane }: TravelMatrix): number => {
  const leg = (a: number, b: number): number => (plane ? planeLeg(plane, a, b) : durations[a * size + b]);
  const unit = Math.max(0, ...instance.vehicles.map(({ unitCost }) => unitCost));
  let total = 1;
  for (const client of clients(instance)) {
    let farthest = 0;
    for (let depot = 0; depot < instance.depots; depot += 1)
      farthest = Math.max(farthest, leg(depot, client) + leg(client, depot));
    total += farthest * unit;
  }
  return Math.ceil(total);
};

/**
 * A fleet without limit has a vehicle a client. Where only capacity binds, twice the least number that can
 * carry all is as good: no plan worth having leaves most vehicles less than half full.
 */
const usefulFleet = (instance: Instance): readonly InstanceVehicle[] => {
  const { vehicles, demand, maxDuration, window } = instance;
  const only = vehicles[0];
  const unlimited = vehicles.length === instance.locations - instance.depots;
  const bound = maxDuration !== null || window.some(([open, close]) => open > 0 || close < Infinity);
  if (!unlimited || bound || only === undefined || !vehicles.every((one) => isAlike(one, only)))
    return vehicles;
  const load = demand.reduce((sum, one) => sum + one, 0);
  // Without a load the capacity does not matter, be it 0.
  return vehicles.slice(0, (load > 0 ? 2 * Math.ceil(load / only.capacity) : 0) + 10);
};

const isAlike = (one: InstanceVehicle, other: InstanceVehicle): boolean =>
  one.capacity === other.capacity &&
  one.depot === other.depot &&
  one.fixedCost === other.fixedCost &&
  one.unitCost === other.unitCost &&
  one.allowed === null &&
  other.allowed === null;

/** The vehicles that may serve a client, told where some may not. */
const servedBy = (fleet: readonly InstanceVehicle[], client: number): Pick<TaskInput, 'vehicles'> => {
  const vehicles = fleet.flatMap(({ allowed }, i) => (allowed === null || allowed.has(client) ? [i] : []));
  return vehicles.length === fleet.length ? {} : { vehicles };
};

const clipped = (value: number, round: (value: number) => number): number =>
  Number.isFinite(value) ? Math.min(LARGEST, round(value)) : LARGEST;

const taskOf = (
  instance: Instance,
  client: number,
  round: (value: number) => number,
  money: (value: number) => number,
): TaskInput => {
  const [open, close] = instance.window[client];
  return {
    label: String(client),
    location: client,
    // The files count what a delivery sets down as a negative demand; the pair's pickup tells it here.
    load: [Math.max(0, round(instance.demand[client]))],
    ordersByClass: [],
    parcelsByClass: [],
    windows: [[round(open), clipped(close, round)]],
    runReleaseSeconds: round(instance.release[client]),
    accessSeconds: 0,
    serviceSeconds: round(instance.service[client]),
    dueSeconds: null,
    penalty: instance.prize === null || instance.prize[client] <= 0 ? null : money(instance.prize[client]),
  };
};

interface VehicleTerms {
  readonly round: (value: number) => number;
  readonly money: (value: number) => number;
  readonly costScale: number;
  readonly vehiclePrice: number;
}

const vehicleOf = (
  instance: Instance,
  vehicle: InstanceVehicle,
  { round, money, costScale, vehiclePrice }: VehicleTerms,
): VehicleInput => {
  const [open, close] = instance.window[vehicle.depot];
  return {
    profile: 0,
    capacity: [clipped(vehicle.capacity, round)],
    startLocation: vehicle.depot,
    endLocation: null,
    sinks: [vehicle.depot],
    shift: [round(open), clipped(close, round)],
    maxDutySeconds: instance.maxDuration === null ? null : round(instance.maxDuration),
    maxDrivingSeconds: null,
    maxMetres: null,
    maxRuns: instance.reload ? null : 1,
    turnaroundSeconds: 0,
    rest: null,
    fixedCost: money(vehicle.fixedCost) + vehiclePrice,
    costPerMetre: Math.round(vehicle.unitCost * costScale),
    costPerSecond: 0,
  };
};

const sinkOf = (instance: Instance, depot: number, round: (value: number) => number): SinkInput => {
  const [open, close] = instance.window[depot];
  return {
    location: depot,
    window: [round(open), clipped(close, round)],
    unloadSeconds: 0,
    unloadMillisecondsPerParcel: 0,
    steps: [],
  };
};
